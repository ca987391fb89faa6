"""Reminders of publication follow from state: missed and repeated runs do no harm."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

import pytest
from django.utils import timezone

from disclosure.models import Document
from disclosure.services.reminders import remind_of_publication
from portal.accounts.choices import Role
from portal.notifications.choices import Channel
from portal.notifications.models import OutboxMessage
from portal.notifications.stages import STAGES
from portal.site.demo.builders import bring_to
from portal.workdays.services import load_calendar
from tests.builders import City

# 20 working days after Monday 2 November 2026.
DUE = dt.date(2026, 11, 30)
Make = Callable[..., Document]


def _run(day: dt.date, hour: int = 9) -> int:
    return remind_of_publication(at=timezone.make_aware(dt.datetime.combine(day, dt.time(hour))))


def _before(working_days: int) -> dt.date:
    """The day of work on which so many working days are left."""
    day, calendar = DUE, load_calendar()
    while calendar.count(day, DUE) < working_days or not calendar.is_workday(day):
        day -= dt.timedelta(days=1)
    return day


def _stages() -> list[str]:
    rows = OutboxMessage.objects.order_by("id")
    return [row.dedup_key.rsplit(":", 1)[-1] for row in rows]


def _reached() -> set[str]:
    return set(OutboxMessage.objects.values_list("user__username", flat=True))


def test_five_three_one_and_none_left_are_told_once_each(make_draft: Make) -> None:
    document = make_draft()
    assert document.publish_due_on == DUE
    day = dt.date(2026, 11, 2)
    while day <= DUE:
        _run(day)
        _run(day, hour=15)
        day += dt.timedelta(days=1)
    assert _stages() == [f"left-{left}" for left in sorted(STAGES, reverse=True)]
    assert _reached() == {"p-clerk"}
    assert set(OutboxMessage.objects.values_list("channel", flat=True)) == {Channel.INBOX}


def test_nothing_is_said_before_five_days_are_left(make_draft: Make) -> None:
    make_draft()
    assert _run(_before(6)) == 0
    assert _run(_before(5)) == 1
    notice = OutboxMessage.objects.get()
    assert "应在2026-11-30前公开，还有5个工作日" in notice.body
    assert "条例第二十六条" in notice.body


@pytest.mark.parametrize(("left", "stage"), [(5, "left-5"), (4, "left-5"), (2, "left-3")])
def test_a_week_without_runs_loses_nothing(make_draft: Make, left: int, stage: str) -> None:
    """The first run after the break sends what the state calls for, whatever day it is."""
    make_draft()
    _run(_before(left))
    assert _stages() == [stage]
    _run(_before(1))
    assert _stages() == [stage, "left-1"]


def test_a_run_broken_off_is_taken_up_without_doubles(make_draft: Make, city: City) -> None:
    for number in (7, 8, 9):
        make_draft(doc_number=f"试府办〔2026〕{number}号")
    _run(_before(3))
    OutboxMessage.objects.order_by("-id").first().delete()  # type: ignore[union-attr]
    assert _run(_before(3)) == 3
    assert Counter(_stages()) == {"left-3": 3}


def test_whoever_has_it_in_hand_is_told(make_draft: Make, city: City) -> None:
    for number, (state, role) in enumerate(
        {
            "openness_review": Role.OPENNESS_REVIEWER,
            "secrecy_review": Role.SECRECY_REVIEWER,
            "signing": Role.SIGNER,
            "returned": Role.CLERK,
        }.items()
    ):
        OutboxMessage.objects.all().delete()
        document = make_draft(doc_number=f"试府办〔2026〕{number + 11}号")
        at = timezone.make_aware(dt.datetime(2026, 11, 4, 9))  # noqa: DTZ001
        bring_to(document, state, cast=city.cast, at=at)
        _run(_before(1))
        assert _reached() == {city.people[role].username}, state
        Document.objects.filter(pk=document.pk).update(publish_due_on=None)


def test_late_ones_reach_the_supervisors_in_a_letter_every_day_of_work(
    make_draft: Make, city: City
) -> None:
    make_draft()
    days = [dt.date(2026, 12, 1), dt.date(2026, 12, 2), dt.date(2026, 12, 7)]
    _run(dt.date(2026, 12, 5))
    for day in days:
        _run(day)
        _run(day, hour=20)
    assert _reached() == {"p-clerk", "p-supervisor"}
    letters = {day.isoformat(): 1 for day in days}
    assert Counter(_stages()) == {f"late-{day}": 1 for day in days} | letters
    told = OutboxMessage.objects.get(user__username="p-clerk", dedup_key__endswith=str(days[0]))
    assert "已超过公开期限（2026-11-30）" in told.body


def test_outsiders_and_published_documents_are_left_alone(make_draft: Make, city: City) -> None:
    """The outsider supervises, clerks and signs, but in another district."""
    bring_to(
        make_draft(doc_number="试府办〔2026〕21号"),
        "published",
        cast=city.cast,
        at=timezone.make_aware(dt.datetime(2026, 11, 5, 9)),  # noqa: DTZ001
    )
    assert _run(_before(1)) == 0
    make_draft()
    _run(_before(1))
    _run(dt.date(2026, 12, 1))
    assert "outsider" not in _reached()
    assert _reached() == {"p-clerk", "p-supervisor"}


def test_a_new_due_day_begins_anew(make_draft: Make, city: City) -> None:
    """A changed document has a new term, whose reminders are its own."""
    document = make_draft()
    _run(_before(1))
    Document.objects.filter(pk=document.pk).update(publish_due_on=DUE + dt.timedelta(days=1))
    _run(DUE)
    assert _stages() == ["left-1", "left-1"]


def test_someone_who_left_is_not_told(make_draft: Make, city: City) -> None:
    clerk = city.people[Role.CLERK]
    make_draft()
    clerk.is_active = False
    clerk.save()
    assert _run(_before(1)) == 0


@pytest.mark.parametrize("number", [1, 3])
def test_each_document_is_told_of_on_its_own(make_draft: Make, number: int) -> None:
    for serial in range(number):
        make_draft(doc_number=f"试府办〔2026〕{serial + 31}号")
    assert _run(_before(5)) == number
    assert OutboxMessage.objects.count() == number
