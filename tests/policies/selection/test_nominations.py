"""Nominations: one's own public interpretations, once each; listed by the running organ."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from policies.interpretations.workflow import Status as Edition
from policies.selection.choices import Listing
from policies.selection.models import Nomination
from policies.selection.selectors import nominees_of, on_ballot
from policies.selection.services import nominations
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City
from tests.policies.selection.cases import CAME_AT, DAY, SPAN, edition, instant, nominated, running

pytestmark = pytest.mark.django_db


def test_each_of_ones_own_is_nominated_once(city: City) -> None:
    selection, clerk = running(city), city.people[Role.CLERK]
    one = edition(city, organ=city.street)
    made = nominated(city, selection, one, accepted=False)
    assert (made.organ, made.listing) == (city.street, Listing.PENDING)
    with pytest.raises(ActRefused, match="已经提名"):
        nominated(city, selection, one, accepted=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Nomination.objects.create(
            selection=selection, series=one.series, organ=city.street, reason="再",
            nominated_by=clerk, nominated_at=CAME_AT,
        )  # fmt: skip
    with pytest.raises(NotPermitted, match="本机关的解读"):
        nominations.nominate(
            selection=selection, edition=edition(city, "另一篇"), reason="好", by=city.outsider,
            at=CAME_AT,
        )  # fmt: skip
    assert on_ballot(selection) == []


def test_only_what_is_public_and_in_time(city: City) -> None:
    selection, clerk = running(city), city.people[Role.CLERK]
    one = edition(city)
    given = {"selection": selection, "edition": one, "by": clerk}
    with pytest.raises(ActRefused, match="请填写提名理由"):
        nominations.nominate(**given, reason="\u200b \x00", at=CAME_AT)
    with pytest.raises(ActRefused, match="提名已经截止"):
        nominations.nominate(**given, reason="好", at=instant(SPAN, CAME_AT))
    one.series.editions.update(status=Edition.WITHDRAWN)
    with pytest.raises(ActRefused, match="已经撤下"):
        nominations.nominate(**given, reason="好", at=CAME_AT)


def test_listing_ends_as_the_vote_begins(city: City) -> None:
    selection, clerk = running(city), city.people[Role.CLERK]
    row = nominated(city, selection, edition(city), accepted=False)
    before = instant(SPAN, CAME_AT) - DAY
    with pytest.raises(ActRefused, match="不列入的理由"):
        nominations.decline(nomination=row, reason=" ", by=clerk, at=before)
    row = nominations.decline(nomination=row, reason="不是本年的", by=clerk, at=before)
    assert nominees_of(selection) == []
    with pytest.raises(ActRefused, match="已经不列入"):
        nominations.decline(nomination=row, reason="不是本年的", by=clerk, at=before)
    row = nominations.accept(nomination=row, by=clerk, at=before)
    assert (row.listing, row.listing_reason) == (Listing.ACCEPTED, "")
    assert [act.action for act in selection.acts.order_by("-id")[:2]] == ["accept", "decline"]
    with pytest.raises(ActRefused, match="投票已经开始"):
        nominations.decline(nomination=row, reason="迟", by=clerk, at=before + DAY)


def test_what_is_taken_down_falls_out_and_says_no_title(city: City) -> None:
    selection, one = running(city), edition(city)
    nominated(city, selection, one)
    one.series.editions.update(status=Edition.WITHDRAWN)
    [each] = nominees_of(selection)
    assert each.has_fallen_out
    assert each.title == "（解读已撤下，退出评选）"
    assert on_ballot(selection) == []
