"""What those who came suggest: after the session, not for ever, once for a form, theirs alone."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, InternalError
from django.test import Client
from pytest_django import Settings

from decisions.events.deadlines import last_day_to_suggest
from decisions.events.models import EventSession, SignUp, Suggestion
from decisions.events.services import signups, suggestions
from decisions.events.services.retention import SIGNUPS
from decisions.events.workflow import Place, Said
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.tracking.codes import code_from
from tests.builders import City
from tests.conftest import NOON
from tests.decisions.events import cases
from tests.notifications.subscribing import signed_in

pytestmark = pytest.mark.django_db
AT, DAY, HOUR = cases.AT, cases.DAY, cases.HOUR


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def test_the_day_of_the_session_is_not_counted() -> None:
    assert last_day_to_suggest(dt.date(2026, 8, 15), 14) == dt.date(2026, 8, 29)


def test_each_has_the_next_number_of_its_event(city: City) -> None:
    first, second = cases.came(city, people=2)
    rows = [cases.suggested(first), cases.suggested(second), cases.suggested(first, "再来一场。")]
    assert [row.serial for row in rows] == [1, 2, 3]
    assert {row.status for row in rows} == {Said.RECEIVED}
    assert rows[0].number == f"活动{rows[0].event_id}建议1"


def test_it_is_sealed_and_told_to_no_trail(city: City) -> None:
    (one,) = cases.came(city)
    cases.suggested(one, "讲解的刘老师太快了")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM decisions_suggestion")
        assert "刘老师" not in str(cursor.fetchone()[0])
    assert "刘老师" not in str(list(AuditEntry.objects.values()))


def test_the_same_form_makes_one(city: City) -> None:
    (one,) = cases.came(city)
    key = uuid.uuid4()
    first = cases.suggested(one, key=key)
    assert cases.suggested(one, "别的", key=key) == first
    assert Suggestion.objects.count() == 1


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (-HOUR, "活动结束以后可以"),
        (dt.timedelta(0), ""),
        (14 * DAY, ""),
        (15 * DAY, "提建议到"),
    ],
)
def test_from_the_end_of_the_session_to_the_last_day(
    city: City, after: dt.timedelta, told: str
) -> None:
    (one,) = cases.came(city)
    ends_at = one.session.ends_at
    if told:
        with pytest.raises(ActRefused, match=told):
            cases.suggested(one, at=ends_at + after)
        assert Suggestion.objects.count() == 0
    else:
        assert cases.suggested(one, at=ends_at + after).serial == 1


def test_whoever_had_no_place_was_not_there(city: City) -> None:
    session = cases.published(city, places=1)
    seated, waiting = cases.signed_up(session), cases.signed_up(session, "乙")
    given_up = cases.signed_up(session, "丙")
    signups.withdraw(signup=given_up, at=AT)
    assert cases.again(waiting).status == Place.WAITING
    for signup in (waiting, given_up):
        with pytest.raises(ActRefused, match="有名额的人"):
            cases.suggested(signup)
    assert cases.suggested(seated).serial == 1


def test_words_are_asked_for_and_not_too_many(city: City) -> None:
    (one,) = cases.came(city)
    for text, told in (("　\x00", "请填写建议"), ("好" * 2001, "最多2000字")):
        with pytest.raises(ActRefused, match=told):
            cases.suggested(one, text)
    for _ in range(suggestions.MOST_EACH):
        cases.suggested(one)
    with pytest.raises(ActRefused, match="最多提5条"):
        cases.suggested(one)
    suggestions.withdraw(suggestion=Suggestion.objects.first(), at=AT)  # type: ignore[arg-type]
    assert cases.suggested(one).serial == 6


def test_taking_it_back_before_it_is_answered(city: City) -> None:
    (one,) = cases.came(city)
    row = cases.suggested(one, may_publish=True)
    done = suggestions.withdraw(suggestion=row, at=AT)
    assert (done.status, done.may_publish) == (Said.WITHDRAWN, False)
    answered = cases.suggestion_in(city, Said.ANSWERED)
    with pytest.raises(NotPermitted):
        suggestions.withdraw(suggestion=answered, at=AT)


def test_consent_is_taken_back_at_once(city: City) -> None:
    row = cases.suggestion_in(city, Said.RECEIVED)
    by = city.people[Role.PARTICIPATION]
    shown = cases.SUGGESTION_STEPS["show"](row, by, city, AT)
    assert shown.public_text
    done = suggestions.withdraw_consent(suggestion=shown, at=AT)
    assert (done.public_text, done.shown_at, done.may_publish) == ("", None, False)
    with pytest.raises(ActRefused, match="没有同意公开"):
        suggestions.withdraw_consent(suggestion=done, at=AT)


def test_the_database_keeps_it(city: City) -> None:
    row = cases.suggestion_filed(city)
    with pytest.raises(InternalError), transaction.atomic():
        Suggestion.objects.filter(pk=row.pk)._raw_delete("default")
    with pytest.raises(InternalError), transaction.atomic():
        Suggestion.objects.filter(pk=row.pk).update(serial=9)
    for wrong in (
        {"status": "told"}, {"outcome": "adopted"}, {"status": "odd"}, {"public_text": "x"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Suggestion.objects.filter(pk=row.pk).update(**wrong)


def test_it_goes_with_its_writer_once_it_is_answered(city: City, settings: Settings) -> None:
    settings.EVENT_RETENTION_MONTHS = {"signups": 6}
    told = cases.suggestion_in(city, Said.TOLD)
    waiting = cases.suggestion_in(city, Said.RECEIVED)
    SIGNUPS.purge_due(at=AT + 400 * DAY, limit=10)
    assert {row.name for row in SignUp.objects.all()} == {""}
    assert cases.again(told).text == ""
    assert cases.again(told).reason
    assert cases.again(waiting).text


@pytest.mark.usefixtures("at_noon")
class TestPages:
    """On the page of the sign-up: written, refused with what was typed, taken back; its own."""

    @pytest.fixture
    def own(self, city: City, client: Client) -> SignUp:
        """Of somebody who came yesterday, opened by number and code."""
        (one,) = cases.came(city, at=NOON)
        code = code_from(one.submission_key)
        client.post("/events/track/", {"number": one.number, "code": code})
        return one

    def _sent(self, client: Client, own: SignUp, **changes: str) -> Any:
        given = {"key": str(uuid.uuid4()), "text": "讲解可以再慢一点。", **changes}
        return client.post(f"{own.get_absolute_url()}suggest/", given)

    def test_it_is_written_and_stands_there(self, client: Client, own: SignUp) -> None:
        assert "来过了，提个建议" in client.get(own.get_absolute_url()).content.decode()
        answer = self._sent(client, own, may_publish="on")
        assert (answer.status_code, answer["Location"]) == (302, own.get_absolute_url())
        page = client.get(own.get_absolute_url()).content.decode()
        for words in ("建议收到了", "讲解可以再慢一点。", "已收到", "不再同意公开1号建议"):
            assert words in page, words
        assert Suggestion.objects.get().may_publish

    def test_what_is_refused_keeps_what_was_typed(self, client: Client, own: SignUp) -> None:
        long = self._sent(client, own, text="好" * 2001)
        assert long.status_code == 400
        assert "好" * 2001 in long.content.decode()
        EventSession.objects.update(ends_at=NOON + HOUR)
        early = self._sent(client, own)
        assert early.status_code == 409
        assert "讲解可以再慢一点。" in early.content.decode()
        assert "活动结束以后可以" in early.content.decode()

    def test_too_often_from_one_address(
        self, client: Client, own: SignUp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("decisions.events.views.own.within", lambda _limit: False)
        assert self._sent(client, own).status_code == 429
        assert Suggestion.objects.count() == 0

    def test_it_is_taken_back_by_its_number(self, client: Client, own: SignUp) -> None:
        row = cases.suggested(own, at=NOON, may_publish=True)
        base = own.get_absolute_url()
        for serial in ("", "0", "2", "x", "1" * 30):
            assert client.post(f"{base}takeback/", {"serial": serial}).status_code == 404
        client.post(f"{base}unpublish/", {"serial": "1"})
        assert not cases.again(row).may_publish
        client.post(f"{base}takeback/", {"serial": "1"})
        assert cases.again(row).status == Said.WITHDRAWN
        assert "已撤回" in client.get(base).content.decode()

    def test_nobody_elses(self, city: City, client: Client, own: SignUp) -> None:
        row = cases.suggested(own, at=NOON)
        (other,) = cases.came(city, at=NOON, place="试江市别处")
        theirs = cases.suggested(other, at=NOON)
        base = other.get_absolute_url()
        for address in ("suggest/", "takeback/", "unpublish/"):
            assert client.get(base + address).status_code == 405
            answer = client.post(base + address, {"serial": "1", "text": "x"})
            assert answer.status_code == 302
            assert "track" in answer["Location"]
        outsider = signed_in(city.outsider)
        assert (
            outsider.post(f"{own.get_absolute_url()}takeback/", {"serial": "1"}).status_code == 302
        )
        assert {cases.again(each).status for each in (row, theirs)} == {Said.RECEIVED}
        assert Suggestion.objects.count() == 2
