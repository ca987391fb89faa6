"""An exception that ends soon is told to those who prepared the decision, each stage once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from decisions.dossiers.models import CompetitionRecord, Decision
from decisions.dossiers.selectors import ending_exceptions
from decisions.dossiers.services import assessments, public_records
from decisions.dossiers.services.reminders import KIND, remind_of_exceptions
from portal.accounts.choices import Role
from portal.notifications.models import OutboxMessage
from tests.builders import City
from tests.decisions.dossiers.cases import AT, STEPS, started, walk

pytestmark = pytest.mark.django_db
ENDS = dt.date(2027, 3, 1)


def _noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def _told() -> list[str]:
    rows = OutboxMessage.objects.filter(kind=KIND).order_by("pk")
    return list(rows.values_list("subject", flat=True))


def _excepted(row: Decision, city: City, ends_on: dt.date = ENDS) -> Decision:
    by = city.people[Role.DECISION_HANDLER]
    return assessments.review_competition(
        decision=row, reviewer="market_and_drafter", initial_on=dt.date(2026, 6, 8),
        heard="六家企业", conclusion="exception", concluded_on=dt.date(2026, 6, 20),
        ground="public", alternative="考虑过只规定价格上限", ends_on=ends_on, by=by, at=AT,
    )  # fmt: skip


@pytest.fixture
def in_review(city: City, settings: Any) -> Decision:
    """One whose file is whole, and is open again."""
    settings.EXPIRY_REMINDER_DAYS = [60, 30]
    return walk(started(city), city, "submit", "take_back")


def _to_force(row: Decision, city: City) -> Decision:
    for action in ("submit", "pass", "publish"):
        STEPS[action](row, city.people[Role.DECISION_HANDLER], city, AT)
    return Decision.objects.get(pk=row.pk)


@pytest.fixture
def decision(city: City, in_review: Decision) -> Decision:
    """One in force under an exception until a day."""
    return _to_force(_excepted(in_review, city), city)


def test_each_stage_once(decision: Decision) -> None:
    # The calendar is loaded to the end of 2026: what lies beyond counts as worked from Monday on.
    days = (
        (dt.date(2026, 12, 30), 0), (dt.date(2026, 12, 31), 1), (dt.date(2026, 12, 31), 1),
    )  # fmt: skip
    for day, notices in days:
        remind_of_exceptions(at=_noon(day))
        assert len(_told()) == notices, day
    assert str(decision) in _told()[0]
    assert "将于2027年3月1日到期" in _told()[0]


def test_what_was_concluded_last_counts(city: City, in_review: Decision) -> None:
    row = _excepted(in_review, city)
    STEPS["review_competition"](row, city.people[Role.DECISION_HANDLER], city, AT)
    _to_force(row, city)
    assert ending_exceptions([city.office.pk]) == []
    assert remind_of_exceptions(at=_noon(dt.date(2026, 12, 31))) == 0


def test_nothing_of_what_was_struck_or_is_not_decided(city: City, in_review: Decision) -> None:
    row = _excepted(in_review, city)
    assert remind_of_exceptions(at=_noon(dt.date(2026, 12, 31))) == 0
    _to_force(row, city)
    by = city.people[Role.DECISION_HANDLER]
    made = public_records.key_of(CompetitionRecord.objects.latest("pk"))
    public_records.strike(decision=row, record=made, reason="写错了", by=by, at=AT)
    assert remind_of_exceptions(at=_noon(dt.date(2026, 12, 31))) == 0


def test_once_more_when_it_has_ended(city: City, in_review: Decision) -> None:
    _to_force(_excepted(in_review, city, dt.date(2026, 12, 1)), city)
    for day in (dt.date(2026, 12, 1), dt.date(2026, 12, 2), dt.date(2026, 12, 3)):
        remind_of_exceptions(at=_noon(day))
    ahead, ended = _told()
    assert "将于2026年12月1日到期" in ahead
    assert "已于2026年12月1日到期" in ended


@pytest.mark.usefixtures("decision")
def test_nobody_is_written_to_on_a_rest_day() -> None:
    assert remind_of_exceptions(at=_noon(dt.date(2026, 12, 27))) == 0
    assert _told() == []
