"""Questions beyond the base: taken in once, answered by an entry or told why not."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from policies.answers import handover
from policies.answers.choices import Audience
from policies.answers.models import Entry, Feedback
from policies.answers.selectors import open_version
from policies.answers.services import feedback as acts
from policies.answers.services.from_feedback import draft_for
from policies.answers.workflow import FeedbackStatus
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City
from tests.policies.answers.base import (
    AT,
    DAY,
    FEEDBACK_STEPS,
    asked,
    consumer,
    policy,
    released,
    walk,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def carried() -> list[Feedback]:
    """What stands above carries questions on."""
    found: list[Feedback] = []

    def take(row: Feedback, _at: dt.datetime) -> bool:
        found.append(row)
        return True

    handover.register_carrier(take)
    return found


def test_it_is_kept_sealed_with_its_last_day(city: City) -> None:
    row = asked(city)
    assert (row.due_on, row.status) == (dt.date(2026, 9, 14), "received")
    with connection.cursor() as cursor:
        cursor.execute("SELECT question FROM policies_feedback")
        assert "阳台" not in str(cursor.fetchone())


def test_where_the_calendar_ends_no_day_is_guessed(city: City) -> None:
    row = asked(city, at=dt.datetime(2026, 12, 28, 1, 0, tzinfo=dt.UTC))
    assert row.due_on is None
    assert acts.complete_dates(at=AT) == 0


def test_a_day_that_was_not_known_is_written_when_it_is(city: City) -> None:
    row = asked(city)
    Feedback.objects.update(due_on=None)
    assert acts.complete_dates(at=AT) == 1
    row.refresh_from_db()
    assert row.due_on == dt.date(2026, 9, 14)


def test_the_same_number_again_is_the_same_question(city: City) -> None:
    of = consumer(city)[0]
    first = asked(city, of)
    given = {"consumer": of, "reference": first.reference, "organ": city.office, "at": AT}
    assert acts.receive(question=first.question, **given) == (first, False)
    with pytest.raises(ActRefused, match="已经用于另一个问题"):
        acts.receive(question="别的问题", **given)
    assert Feedback.objects.count() == 1


def test_from_question_to_answer_in_one_step(city: City) -> None:
    document, by = policy(city), city.people[Role.MESSAGE_RESPONDER]
    row = asked(city, document=document)
    draft_for(feedback=row, question="阳台绿化能领补贴吗", audience="public", by=by, at=AT)
    row.refresh_from_db()
    entry = row.entry
    assert entry is not None
    version = open_version(entry)
    assert version is not None
    assert (entry.source, version.question) == ("feedback", "阳台绿化能领补贴吗")
    assert [basis.document for basis in version.bases.all()] == [document]
    written(entry, by)
    walk(entry, city, "submit", "release")
    row.refresh_from_db()
    assert (row.status, row.settled_at) == (FeedbackStatus.ANSWERED, AT)


def test_an_answer_its_consumer_may_not_read_settles_nothing(city: City) -> None:
    by = city.people[Role.MESSAGE_RESPONDER]
    row = asked(city, document=policy(city))
    draft_for(feedback=row, question="只给窗口看的问法", audience="window", by=by, at=AT)
    row.refresh_from_db()
    assert row.entry is not None
    written(row.entry, by)
    walk(row.entry, city, "submit", "release")
    row.refresh_from_db()
    assert row.status == FeedbackStatus.RECEIVED


@pytest.mark.parametrize("audience", [Audience.WINDOW, Audience.INTERNAL])
def test_only_what_the_consumer_may_read_is_an_answer(city: City, audience: Audience) -> None:
    row, entry = asked(city), released(city, audience=audience)
    with pytest.raises(ActRefused, match="读不到"):
        acts.answer(feedback=row, entry=entry, by=city.people[Role.MESSAGE_RESPONDER], at=AT)


def test_why_not_is_told(city: City) -> None:
    row = asked(city)
    by = city.people[Role.MESSAGE_RESPONDER]
    with pytest.raises(ActRefused, match="请填写不纳入的说明"):
        acts.decline(feedback=row, reason=" ", by=by, at=AT)
    row = acts.decline(feedback=row, reason="请拨打街道电话", by=by, at=AT)
    assert (row.status, row.told) == (FeedbackStatus.DECLINED, "请拨打街道电话")


class TestHandedOn:
    """Once something above carries questions on, the row waits for what it finds."""

    def test_it_is_told_within_the_act_and_the_desk_leaves_it_alone(
        self, city: City, carried: list[Feedback]
    ) -> None:
        row = asked(city)
        assert carried == [row]
        assert row.handed_on_at == AT
        by = city.people[Role.MESSAGE_RESPONDER]
        released(city)
        for action in FEEDBACK_STEPS:
            with pytest.raises(ActRefused, match="请在留言里办理"):
                FEEDBACK_STEPS[action](row, by, city, AT)

    def test_a_carrier_that_fails_leaves_nothing(
        self, city: City, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise ActRefused("留言没有收下")

        monkeypatch.setattr(handover, "_CARRIERS", [fail])
        with pytest.raises(ActRefused, match="留言没有收下"):
            asked(city)
        assert not Feedback.objects.exists()

    def test_what_came_of_it_is_the_last_reply(self, city: City, carried: list[Feedback]) -> None:
        row, by = asked(city), city.people[Role.MESSAGE_RESPONDER]
        assert carried
        with pytest.raises(ActRefused, match="请填写不纳入的说明"):
            acts.settle(feedback=row, by=by, at=AT)
        done = acts.settle(feedback=row, told="请拨打街道电话", by=by, at=AT)
        assert (done.status, done.told) == (FeedbackStatus.DECLINED, "请拨打街道电话")
        again = acts.settle(feedback=row, reply="有补贴", by=by, at=AT + DAY)
        assert (again.status, again.reply, again.told) == (FeedbackStatus.ANSWERED, "有补贴", "")
        assert [act.action for act in again.acts.order_by("pk")][1:] == ["decline", "answer"]

    def test_what_was_not_handed_on_is_settled_at_its_desk(self, city: City) -> None:
        by = city.people[Role.MESSAGE_RESPONDER]
        with pytest.raises(ActRefused, match="请在知识库反馈里办理"):
            acts.settle(feedback=asked(city), reply="有", by=by, at=AT)

    def test_what_nobody_takes_stays(self, city: City) -> None:
        handover.register_carrier(lambda _row, _at: False)
        assert asked(city).handed_on_at is None

    def test_a_second_carrier_is_a_mistake(self, carried: list[Feedback]) -> None:
        with pytest.raises(ValueError, match="另一处承办"):
            handover.register_carrier(lambda _row, _at: False)
        assert carried == []


def test_an_outsider_settles_nothing(city: City) -> None:
    row = asked(city)
    with pytest.raises(NotPermitted):
        acts.decline(feedback=row, reason="不", by=city.outsider, at=AT)
    assert Entry.objects.count() == 0
