"""The vote: one contact, one ballot, until the very end, and nothing that says who it was."""

from __future__ import annotations

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, OperationalError, connection, transaction

from policies.interpretations.workflow import Status as Edition
from policies.selection.models import AskedBallot, Ballot, Nomination, Selection
from policies.selection.services import ballots
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused
from portal.notifications.models import OutboxMessage
from portal.notifications.services.outbox import deliver_due
from tests.builders import City, small_city
from tests.policies.selection.cases import CAME_AT, SPAN, STEPS, instant, voter, with_ballot

SECOND = dt.timedelta(seconds=1)
VOTING = instant(SPAN, CAME_AT)
CLOSES = instant(2 * SPAN, CAME_AT)


def chosen() -> list[list[int]]:
    """What stands on each ballot."""
    return [
        list(ballot.choices.order_by("pk").values_list("pk", flat=True))
        for ballot in Ballot.objects.order_by("pk")
    ]


@pytest.mark.django_db
class TestOneContact:
    """However somebody comes, their mailbox votes once."""

    def test_the_later_vote_replaces_the_first(self, city: City) -> None:
        selection, (one, two) = with_ballot(city)
        user, entries = voter("v-1"), AuditEntry.objects.count()
        ballots.vote(selection=selection, chosen=[one.pk], user=user, at=VOTING)
        ballots.vote(selection=selection, chosen=[two.pk], user=user, at=VOTING)
        # Without an account, in other letters, and by another name of the same mailbox.
        ballots.ask_by_mail(
            selection=selection, chosen=[one.pk, two.pk], address="V-1+vote@Example.test",
            at=VOTING,
        )  # fmt: skip
        assert chosen() == [[two.pk]]
        ballots.confirm(asked=AskedBallot.objects.get(), at=VOTING + SECOND)
        assert chosen() == [[one.pk, two.pk]]
        assert AuditEntry.objects.count() == entries

    def test_the_database_keeps_one_of_each(self, city: City) -> None:
        selection, (one, _) = with_ballot(city)
        ballots.vote(selection=selection, chosen=[one.pk], user=voter("v-1"), at=VOTING)
        again = Ballot.objects.get().voter
        with pytest.raises(IntegrityError), transaction.atomic():
            Ballot.objects.create(selection=selection, voter=again)

    def test_an_account_without_a_proved_address_does_not_vote(self, city: City) -> None:
        selection, (one, _) = with_ballot(city)
        with pytest.raises(ActRefused, match="还没有确认过的电子邮箱"):
            ballots.vote(
                selection=selection, chosen=[one.pk], user=voter("v-1", verified=False), at=VOTING
            )

    def test_what_is_kept_names_nobody(self, city: City) -> None:
        selection, (one, _) = with_ballot(city)
        ballots.vote(selection=selection, chosen=[one.pk], user=voter("v-1"), at=VOTING)
        assert {field.name for field in Ballot._meta.get_fields()} == {
            "id", "selection", "voter", "choices",
        }  # fmt: skip
        ballot = Ballot.objects.get()
        assert re.fullmatch(r"[0-9a-f]{64}", ballot.voter)
        assert "v-1" not in ballot.voter


@pytest.mark.django_db
class TestByMail:
    """Without an account the owner of an address confirms."""

    def test_a_vote_counts_when_it_is_confirmed(self, city: City) -> None:
        selection, (one, _) = with_ballot(city)
        given: dict[str, Any] = {"selection": selection, "address": "a@example.test"}
        ballots.ask_by_mail(**given, chosen=[one.pk], at=VOTING)
        ballots.ask_by_mail(**given, chosen=[one.pk], at=VOTING + SECOND)
        assert chosen() == []
        message = OutboxMessage.objects.get()
        assert "a@example.test" not in f"{message.address}{message.body}{message.url}"
        deliver_due(at=VOTING + SECOND)
        assert mail.outbox[0].to == ["a@example.test"]
        asked = AskedBallot.objects.get()
        with connection.cursor() as cursor:
            cursor.execute("SELECT email FROM policies_askedballot")
            assert "example" not in cursor.fetchone()[0]
        ballots.confirm(asked=asked, at=VOTING + 2 * SECOND)
        assert chosen() == [[one.pk]]
        # The address is gone, and the letter with it.
        assert (AskedBallot.objects.count(), OutboxMessage.objects.count()) == (0, 0)
        assert ballots.sealed_address(asked.pk) is None
        with pytest.raises(ActRefused, match="已失效"):
            ballots.confirm(asked=asked, at=VOTING + 3 * SECOND)

    def test_addresses_that_nobody_confirmed_are_forgotten(self, city: City) -> None:
        selection, (one, _) = with_ballot(city)
        ballots.ask_by_mail(selection=selection, chosen=[one.pk], address="a@b.cn", at=VOTING)
        asked, late = AskedBallot.objects.get(), VOTING + ballots.CONFIRM_WITHIN
        with pytest.raises(ActRefused, match="已失效"):
            ballots.confirm(asked=asked, at=late)
        assert ballots.purge_unconfirmed(at=late - SECOND) == 0
        assert ballots.purge_unconfirmed(at=late) == 1
        assert (AskedBallot.objects.count(), OutboxMessage.objects.count()) == (0, 0)

    def test_what_was_taken_down_meanwhile_is_left_out(self, city: City) -> None:
        selection, (one, two) = with_ballot(city)
        ballots.ask_by_mail(
            selection=selection, chosen=[one.pk, two.pk], address="a@b.cn", at=VOTING
        )
        one.series.editions.update(status=Edition.WITHDRAWN)
        ballots.confirm(asked=AskedBallot.objects.get(), at=VOTING)
        assert chosen() == [[two.pk]]


@pytest.mark.django_db
def test_the_closing_second(city: City) -> None:
    selection, (one, two) = with_ballot(city)
    user = voter("v-1")
    given: dict[str, Any] = {"selection": selection, "user": user}
    with pytest.raises(ActRefused, match="投票还没有开始"):
        ballots.vote(**given, chosen=[one.pk], at=VOTING - SECOND)
    ballots.vote(**given, chosen=[one.pk], at=CLOSES - SECOND)
    ballots.ask_by_mail(selection=selection, chosen=[two.pk], address="a@b.cn", at=CLOSES - SECOND)
    for late in (CLOSES, CLOSES + SECOND):
        with pytest.raises(ActRefused, match="24时截止，这一票没有记"):
            ballots.vote(**given, chosen=[two.pk], at=late)
        with pytest.raises(ActRefused, match="截止"):
            ballots.confirm(asked=AskedBallot.objects.get(), at=late)
    assert chosen() == [[one.pk]]


@pytest.mark.django_db
def test_what_cannot_be_chosen(city: City) -> None:
    selection, rows = with_ballot(city, 3)
    user = voter("v-1")
    rows[2].series.editions.update(status=Edition.WITHDRAWN)
    for wrong, told in (
        ([], "至少选一件"),
        ([row.pk for row in rows], "最多选2件"),
        ([rows[2].pk], "退出了评选"),
        ([0], "退出了评选"),
    ):
        with pytest.raises(ActRefused, match=told):
            ballots.vote(selection=selection, chosen=wrong, user=user, at=VOTING)
    assert chosen() == []


@pytest.mark.django_db(transaction=True)
def test_two_votes_of_one_contact_at_once_are_one() -> None:
    """Each from a connection of its own: one ballot, and on it one of the two choices, whole."""
    city = small_city()
    selection, rows = with_ballot(city, 4)
    user = voter("v-1")
    pairs = [[rows[0].pk, rows[1].pk], [rows[2].pk, rows[3].pk]]

    def cast(pair: list[int]) -> None:
        try:
            held = Selection.objects.get(pk=selection.pk)
            ballots.vote(selection=held, chosen=pair, user=user, at=VOTING)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(cast, pairs * 3))
    assert Ballot.objects.count() == 1
    assert chosen()[0] in pairs
    assert Nomination.objects.filter(ballots__isnull=False).count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_end_waits_for_a_vote_in_hand() -> None:
    """A ballot that is being cast is never left behind by a stop at the same moment."""
    city = small_city()
    selection, (one, _) = with_ballot(city)
    user = voter("v-1")

    def stop() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '200ms'")
                STEPS["stop"](selection, city.people[Role.SIGNER], city, VOTING)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            ballots.vote(selection=selection, chosen=[one.pk], user=user, at=VOTING)
            with pytest.raises(OperationalError, match="lock timeout"):
                pool.submit(stop).result()
        assert Ballot.objects.count() == 1
        pool.submit(stop).result()
    assert Ballot.objects.count() == 0
