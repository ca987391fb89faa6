"""Reminders, the alarm of unconfirmed applications, and bulk re-dating."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from portal.workdays.models import CalendarDay, HolidayNotice
from requests_app.models import InformationRequest, RedatedCase
from requests_app.services import correction, recalculation
from requests_app.services.reminders import alarm_unconfirmed, remind_of_answers
from requests_app.workflow.states import HANDLER, Status
from tests.builders import City
from tests.requests_app.cases import SUBMITTED_AT, bring_to, desk, submitted

DAY = dt.timedelta(days=1)


def _keys(kind: str = "requests.due") -> list[str]:
    rows = OutboxMessage.objects.filter(kind=kind).order_by("created_at", "pk")
    keys = [row.dedup_key for row in rows]
    return [key.split(":", 2)[2] for key in keys if not key.startswith("gathered:")]


@pytest.fixture
def case(city: City) -> InformationRequest:
    """Received on Monday 2026-09-07; the answer is due on 2026-10-10, a worked Saturday."""
    return bring_to(submitted(city), Status.HANDLING, people=desk(city))


def test_the_dates_of_the_case(case: InformationRequest) -> None:
    assert case.received_on == dt.date(2026, 9, 7)
    assert case.reply_due_on == dt.date(2026, 10, 10)
    assert (case.draft_due_on, case.review_due_on) == (dt.date(2026, 9, 22), dt.date(2026, 9, 30))


def test_each_stage_is_told_once_and_lateness_daily(case: InformationRequest) -> None:
    for day in range(50):
        remind_of_answers(at=SUBMITTED_AT + day * DAY)
        remind_of_answers(at=SUBMITTED_AT + day * DAY)
    keys = _keys()
    due = "2026-10-10"
    assert keys.count(f"left:{due}:5") == keys.count(f"left:{due}:3") == 1
    assert keys.count(f"left:{due}:1") == keys.count(f"left:{due}:0") == 1
    assert keys.count("inside:拟稿:2026-09-22") == 1
    late = [key for key in keys if key.startswith("late:")]
    # The handler on each of the eleven days of work after the last; the supervisors as often.
    assert len(late) == len(set(late)) == 11
    letters = OutboxMessage.objects.filter(dedup_key__startswith="gathered:")
    assert letters.count() == 11


def test_a_week_without_runs_loses_nothing(case: InformationRequest) -> None:
    remind_of_answers(at=SUBMITTED_AT + 18 * DAY)
    remind_of_answers(at=SUBMITTED_AT + 32 * DAY)
    assert "left:2026-10-10:1" in _keys()


def test_nobody_is_hurried_while_the_applicant_has_the_word(city: City) -> None:
    people = desk(city)
    bring_to(submitted(city), Status.AWAITING_CORRECTION, people=people)
    bring_to(submitted(city), Status.ANSWERED, people=people)
    remind_of_answers(at=SUBMITTED_AT + 60 * DAY)
    assert _keys() == []


def test_what_nobody_confirmed_raises_an_alarm_after_one_working_day(city: City) -> None:
    submitted(city)
    assert alarm_unconfirmed(at=SUBMITTED_AT + DAY) == 0
    # Intake and supervisor.
    assert alarm_unconfirmed(at=SUBMITTED_AT + 2 * DAY) == 2
    alarm_unconfirmed(at=SUBMITTED_AT + 2 * DAY)
    assert _keys() == ["unconfirmed:2026-09-09"]
    letter = OutboxMessage.objects.get(dedup_key="gathered:requests.due:2026-09-09")
    assert letter.user == city.people[Role.SUPERVISOR]


class TestRedating:
    @pytest.fixture
    def typhoon(self, case: InformationRequest) -> None:
        """One more day off before the answer is due."""
        notice = HolidayNotice.objects.filter(year=2026).latest("issued_on")
        CalendarDay.objects.create(
            notice=notice, date=dt.date(2026, 9, 15), is_working=False, note="防台停工"
        )
        notice.revision = "00000000-0000-0000-0000-000000000001"
        notice.save()

    def _begin(self, city: City, reason: str = "防台停工一日") -> None:
        recalculation.begin_redating(
            reason=reason, by=city.people[Role.SUPERVISOR], at=SUBMITTED_AT + DAY
        )

    def test_the_preview_shows_what_would_move_and_changes_nothing(
        self, city: City, case: InformationRequest, typhoon: None
    ) -> None:
        supervisor = city.people[Role.SUPERVISOR]
        (shift,) = recalculation.preview(by=supervisor, on=SUBMITTED_AT.date())
        assert (shift.before, shift.after) == (dt.date(2026, 10, 10), dt.date(2026, 10, 12))
        case.refresh_from_db()
        assert case.reply_due_on == dt.date(2026, 10, 10)

    def test_every_case_is_dated_anew_with_reason_audit_and_notice(
        self, city: City, case: InformationRequest, typhoon: None
    ) -> None:
        self._begin(city)
        assert recalculation.go_on(at=SUBMITTED_AT + DAY) == 1
        assert recalculation.go_on(at=SUBMITTED_AT + DAY) == 0
        case.refresh_from_db()
        assert case.reply_due_on == dt.date(2026, 10, 12)
        row = RedatedCase.objects.get()
        assert (row.due_before, row.due_after) == (dt.date(2026, 10, 10), dt.date(2026, 10, 12))
        assert row.redating.finished_at is not None
        entry = AuditEntry.objects.get(action="requests.redate")
        assert entry.details["reason"] == "防台停工一日"
        assert len(_keys("requests.redated")) == 2

    def test_it_needs_a_supervisor_a_reason_and_something_to_move(
        self, city: City, case: InformationRequest
    ) -> None:
        with pytest.raises(ActRefused, match="没有期限会变动"):
            self._begin(city)
        with pytest.raises(NotPermitted):
            recalculation.begin_redating(
                reason="试", by=city.people[Role.REQUEST_HANDLER], at=timezone.now()
            )

    def test_the_reason_is_not_left_out(
        self, city: City, case: InformationRequest, typhoon: None
    ) -> None:
        with pytest.raises(ActRefused, match="理由"):
            self._begin(city, reason=" ")

    def test_a_supervisor_moves_only_what_is_below_them(
        self, city: City, case: InformationRequest, typhoon: None
    ) -> None:
        with pytest.raises(ActRefused, match="没有期限会变动"):
            recalculation.begin_redating(
                reason="防台停工一日", by=city.outsider, at=SUBMITTED_AT + DAY
            )


def test_a_term_of_the_organs_own_is_not_guessed_beyond_the_calendar(city: City) -> None:
    people = desk(city)
    late = dt.datetime(2026, 12, 28, 1, tzinfo=dt.UTC)
    case = submitted(city, at=late)
    case = bring_to(case, Status.HANDLING, people=people, at=late)
    with pytest.raises(ActRefused, match="2027年的节假日安排尚未收录"):
        correction.ask_correction(
            request=case, unclear="年份", guidance="写明", by=people[HANDLER], at=late
        )
