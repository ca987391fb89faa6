"""Coverage: whose policies were linked within five working days, and the days those are."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from disclosure.models import Document
from policies.service_items.choices import Timeliness
from policies.service_items.deadlines import LinkTerm, link_term
from policies.service_items.indicators import coverage_of, timeliness_of
from policies.service_items.selectors import coverage_in
from policies.service_items.services.links import declare_nothing, link_item
from portal.accounts.choices import Role
from portal.workdays.services import load_calendar
from tests.builders import City, draft, published_at_once
from tests.policies.service_items.items import BODY, item
from tests.workdays.calendars import CALENDAR


@pytest.mark.parametrize(
    ("published", "due"), [("2026-04-30", "2026-05-11"), ("2026-02-13", "2026-02-27")]
)
def test_five_working_days_over_holidays_and_make_up_days(published: str, due: str) -> None:
    term = link_term(CALENDAR, dt.date.fromisoformat(published), days=5)
    assert term.due_on == dt.date.fromisoformat(due)


def test_the_days_skipped_and_those_worked_out_of_turn_are_printed() -> None:
    term = link_term(CALENDAR, dt.date(2026, 4, 30), days=5)
    assert term.explanation == (
        "公开次日起第5个工作日（不计05-01、05-02、05-03、05-04、05-05、05-10；补班计入05-09）"
    )


def test_beyond_the_calendar_no_day_is_guessed_and_nothing_is_late() -> None:
    term = link_term(CALENDAR, dt.date(2026, 12, 30), days=5)
    assert term.due_on is None
    assert term.explanation.startswith("暂定：")
    stands = timeliness_of(term, linked_on=None, has_nothing=False, on=dt.date(2027, 6, 1))
    assert stands is Timeliness.RUNNING


TERM = LinkTerm(dt.date(2026, 5, 11), "")


@pytest.mark.parametrize(
    ("linked_on", "has_nothing", "on", "stands"),
    [
        (dt.date(2026, 5, 11), False, dt.date(2026, 6, 1), Timeliness.IN_TIME),
        (dt.date(2026, 5, 12), False, dt.date(2026, 6, 1), Timeliness.LATE),
        (None, False, dt.date(2026, 5, 11), Timeliness.RUNNING),
        (None, False, dt.date(2026, 5, 12), Timeliness.MISSING),
        (None, True, dt.date(2026, 5, 12), Timeliness.NOTHING),
        # Linked first, judged later: what was counted stays counted.
        (dt.date(2026, 5, 9), True, dt.date(2026, 5, 12), Timeliness.IN_TIME),
    ],
)
def test_how_a_policy_stands(
    linked_on: dt.date | None, has_nothing: bool, on: dt.date, stands: Timeliness
) -> None:
    assert timeliness_of(TERM, linked_on=linked_on, has_nothing=has_nothing, on=on) is stands


def test_the_share_is_of_what_counts_and_rounded_down() -> None:
    found = [Timeliness.IN_TIME] * 199 + [
        Timeliness.MISSING,
        Timeliness.RUNNING,
        Timeliness.NOTHING,
    ]
    coverage = coverage_of(found)
    assert (coverage.percent, coverage.counted, coverage.running) == (99, 200, 1)
    assert coverage_of([Timeliness.RUNNING]).percent is None


@pytest.mark.django_db
def test_an_organ_s_year_with_every_policy_behind_it(city: City) -> None:
    clerk = city.people[Role.CLERK]

    def out(day: dt.date, number: int, **changes: object) -> Document:
        at = timezone.make_aware(dt.datetime.combine(day, dt.time(10)))
        filed = draft(
            city,
            at=at,
            title=f"第{number}件规范性文件",
            doc_number=f"试府办规〔2026〕{number}号",
            is_normative=True,
            body=BODY,
            signed_on=day,
            **changes,
        )
        return published_at_once(filed, at=at)

    service = item(city)
    in_time, late, missing = (out(dt.date(2026, 4, 30), number) for number in (1, 2, 3))
    nothing = out(dt.date(2026, 2, 13), 4)
    plain = out(dt.date(2026, 2, 13), 5)
    Document.objects.filter(pk=plain.pk).update(is_normative=False)
    for document, day in ((in_time, dt.date(2026, 5, 11)), (late, dt.date(2026, 5, 12))):
        at = timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59)))
        link_item(document=document, item=service, by=clerk, at=at)
    declare_nothing(document=nothing, reason="机关内部", by=clerk, at=timezone.now())
    (found,) = coverage_in(2026, [city.office.pk], calendar=load_calendar(), on=dt.date(2026, 6, 1))
    assert {policy.document: policy.timeliness for policy in found.policies} == {
        in_time: Timeliness.IN_TIME,
        late: Timeliness.LATE,
        missing: Timeliness.MISSING,
        nothing: Timeliness.NOTHING,
    }
    assert (found.coverage.counted, found.coverage.in_time, found.coverage.percent) == (3, 1, 33)
    assert coverage_in(2025, [city.office.pk], calendar=CALENDAR, on=dt.date(2026, 6, 1)) == []
    assert coverage_in(2026, [city.street.pk], calendar=CALENDAR, on=dt.date(2026, 6, 1)) == []
