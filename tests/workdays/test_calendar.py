"""The pure calendar against the law's examples, an independent calendar and a naive walk."""

import datetime as dt
from typing import Any

import chinese_calendar  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.statute import Article
from portal.workdays.calendar import NEVER, BeyondCalendar, NamedDay, WorkingCalendar, deadline
from tests.workdays.calendars import CALENDAR, FIRST, LAST, WITHOUT_2024, naive_add

D = dt.date.fromisoformat

# law.md §7.3 and §9: start, working days, deadline, what ignoring make-up days would give.
EXAMPLES = [
    ("2023-01-16", 20, "2023-02-16"),
    ("2024-01-30", 20, "2024-03-01"),
    ("2024-01-30", 7, "2024-02-07"),
    ("2024-01-30", 40, "2024-03-29"),
    ("2024-09-10", 20, "2024-10-14"),
    ("2025-09-28", 15, "2025-10-24"),
    ("2026-02-10", 20, "2026-03-16"),
    ("2026-09-18", 20, "2026-10-22"),
    ("2026-09-19", 20, "2026-10-22"),
    ("2026-09-30", 15, "2026-10-27"),
    ("2026-12-03", 20, "2026-12-31"),
    ("2026-02-11", 7, "2026-02-27"),
    ("2026-03-05", 20, "2026-04-02"),
    ("2026-09-22", 20, "2026-10-27"),
    ("2026-10-12", 20, "2026-11-09"),
    ("2026-09-25", 20, "2026-10-29"),
]
days = st.dates(FIRST - dt.timedelta(days=1), LAST)


@pytest.mark.parametrize(("start", "number", "due"), EXAMPLES)
def test_the_laws_examples(start: str, number: int, due: str) -> None:
    assert CALENDAR.add(D(start), number) == D(due)
    assert CALENDAR.count(D(start), D(due)) == number
    assert CALENDAR.count(D(due), D(start)) == -number


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2024-02-09", True),  # 除夕 2024: only encouraged
        ("2025-01-28", False),  # 除夕 2025: a holiday
        ("2026-02-28", True),
        ("2026-02-14", True),
        ("2026-09-25", False),
        ("2020-02-01", False),  # a make-up day until the extension of 26 January 2020
        ("2020-01-31", False),
        ("2019-05-02", False),  # off only since the change of 22 March 2019
        ("2019-04-28", True),
        ("2022-12-31", False),
    ],
)
def test_single_days(day: str, working: bool) -> None:
    assert CALENDAR.is_workday(D(day)) is working


def test_every_day_agrees_with_an_independent_calendar() -> None:
    day, compared = FIRST, 0
    while day <= LAST:
        assert CALENDAR.is_workday(day) == chinese_calendar.is_workday(day), day
        day += dt.timedelta(days=1)
        compared += 1
    assert compared == 2922


def test_working_days_of_each_year_and_month() -> None:
    counts = {
        year: CALENDAR.count(dt.date(year - 1, 12, 31), dt.date(year, 12, 31))
        for year in (2023, 2024, 2025, 2026)
    }
    assert counts == {2023: 249, 2024: 251, 2025: 248, 2026: 248}
    ends = [dt.date(2026, month, 1) - dt.timedelta(days=1) for month in range(1, 13)]
    months = [CALENDAR.count(a, b) for a, b in zip(ends, [*ends[1:], LAST], strict=True)]
    assert months == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]


@given(start=days, number=st.integers(1, 400))
def test_add_agrees_with_a_naive_walk(start: dt.date, number: int) -> None:
    if CALENDAR.count(start, LAST) < number:
        with pytest.raises(BeyondCalendar):
            CALENDAR.add(start, number)
        return
    due = CALENDAR.add(start, number)
    assert due == naive_add(start, number)
    assert CALENDAR.is_workday(due)
    assert CALENDAR.count(start, due) == number
    assert sum(line.ordinal is not None for line in CALENDAR.explain(start, number)) == number


@given(a=days, b=days, c=days)
def test_counts_add_up(a: dt.date, b: dt.date, c: dt.date) -> None:
    assert CALENDAR.count(a, c) == CALENDAR.count(a, b) + CALENDAR.count(b, c)


@given(day=st.dates(FIRST, dt.date(2026, 12, 1)))
def test_roll_gives_the_first_working_day_not_before(day: dt.date) -> None:
    rolled = CALENDAR.roll(day)
    assert rolled >= day
    assert CALENDAR.is_workday(rolled)
    assert CALENDAR.roll(rolled) == rolled
    assert CALENDAR.count(day, rolled) <= 1


@pytest.mark.parametrize(
    ("last_day", "rolled"),
    [
        ("2026-09-26", "2026-09-28"),  # 中秋: 60 days from 2026-07-28
        ("2025-10-01", "2025-10-09"),
        ("2026-02-28", "2026-02-28"),  # a make-up Saturday does not roll
        ("2026-07-05", "2026-07-06"),
        ("2026-10-01", "2026-10-08"),
    ],
)
def test_roll_at_the_end_of_calendar_periods(last_day: str, rolled: str) -> None:
    assert CALENDAR.roll(D(last_day)) == D(rolled)


class CountingList(list[int]):
    """A list that counts how often an item is read."""

    reads = 0

    def __getitem__(self, index: Any) -> Any:
        self.reads += 1
        return super().__getitem__(index)

    def __iter__(self) -> Any:
        raise AssertionError("the whole calendar was walked")


@pytest.mark.parametrize("number", [1, 20, 1900])
def test_the_cost_does_not_grow_with_the_period(number: int) -> None:
    calendar = WorkingCalendar(CALENDAR.years, CALENDAR.named.values())
    run = calendar._runs[2019]
    counted = {name: CountingList(getattr(run, name)) for name in ("before", "working")}
    for name, values in counted.items():
        object.__setattr__(run, name, values)
    due = calendar.add(D("2019-01-02"), number)
    calendar.count(D("2019-01-02"), due)
    calendar.is_workday(due)
    assert sum(values.reads for values in counted.values()) == 6


@pytest.mark.parametrize(
    ("start", "number"), [("2026-12-04", 20), ("2026-12-31", 1), ("2027-01-04", 1)]
)
def test_beyond_the_loaded_notices_nothing_is_guessed(start: str, number: int) -> None:
    with pytest.raises(BeyondCalendar, match="只收录到2026年12月31日，2027年的节假日安排尚未收录"):
        CALENDAR.add(D(start), number)


def test_questions_outside_the_covered_years() -> None:
    for ask in (CALENDAR.is_workday, CALENDAR.roll, CALENDAR.mark):
        with pytest.raises(BeyondCalendar) as caught:
            ask(D("2027-01-04"))
        assert caught.value.covered_until == LAST
    with pytest.raises(BeyondCalendar, match=r"^2018年的节假日安排尚未收录"):
        CALENDAR.is_workday(D("2018-06-01"))
    with pytest.raises(BeyondCalendar):
        CALENDAR.count(D("2026-06-01"), D("2027-06-01"))
    with pytest.raises(BeyondCalendar):
        CALENDAR.add(dt.date.max, 1)
    assert CALENDAR.add(D("2018-12-31"), 1) == D("2019-01-02")
    assert CALENDAR.covered_until == LAST


def test_a_missing_year_is_a_gap_not_a_guess() -> None:
    assert WITHOUT_2024.covered_until == LAST
    assert not WITHOUT_2024.covers(2024)
    assert WITHOUT_2024.add(D("2025-09-28"), 15) == D("2025-10-24")
    assert WITHOUT_2024.add(D("2023-01-16"), 20) == D("2023-02-16")
    for ask in (
        lambda: WITHOUT_2024.is_workday(D("2024-05-20")),
        lambda: WITHOUT_2024.add(D("2023-12-20"), 20),
        lambda: WITHOUT_2024.add(D("2023-12-31"), 1),
        lambda: WITHOUT_2024.count(D("2023-12-01"), D("2025-02-01")),
    ):
        with pytest.raises(BeyondCalendar, match="只收录到2023年12月31日，2024年"):
            ask()
    assert WITHOUT_2024.add(D("2024-12-31"), 1) == D("2025-01-02")


def test_an_empty_calendar_answers_nothing() -> None:
    empty = WorkingCalendar([], [])
    assert empty.covered_until == NEVER
    with pytest.raises(BeyondCalendar, match=r"^2026年"):
        empty.is_workday(D("2026-03-02"))


@pytest.mark.parametrize("number", [0, -3])
def test_a_period_has_at_least_one_day(number: int) -> None:
    with pytest.raises(ValueError, match="正整数"):
        CALENDAR.add(D("2026-03-02"), number)


def test_explanation_marks_what_is_out_of_turn() -> None:
    lines = [str(line) for line in CALENDAR.explain(D("2026-09-18"), 11)]
    assert lines[0] == "2026-09-20 周日 第1日 国庆节调休上班" or lines[1].startswith("2026-09-20")
    assert "2026-09-19 周六 不计 周末" in lines
    assert "2026-09-25 周五 不计 中秋节放假" in lines
    assert lines[-1] == "2026-10-10 周六 第11日 国庆节调休上班"


def test_deadline_carries_its_basis_and_reasons() -> None:
    due = deadline(CALENDAR, start=D("2024-01-30"), days=20, basis=Article(33, 2))
    assert (due.due_on, due.provisional) == (D("2024-03-01"), False)
    assert str(due.basis) == "第三十三条第二款"
    assert due.explanation == (
        "自2024年1月30日的次日起第20个工作日为2024年3月1日（扣除：2月10日至2月17日（春节放假）；"
        "计入：2月4日、2月18日（春节调休上班）；依据：国办发明电〔2023〕7号）。"
    )
    assert not due.is_overdue(on=D("2024-03-01"))
    assert due.is_overdue(on=D("2024-03-02"))


def test_deadline_beyond_coverage_is_provisional_without_a_date() -> None:
    due = deadline(CALENDAR, start=D("2026-12-04"), days=20, basis=Article(33))
    assert (due.due_on, due.provisional, due.at_least) == (None, True, LAST)
    assert "待国务院公布2027年节假日安排并收录后确定" in due.explanation
    assert not due.is_overdue(on=D("2030-01-01"))
    later = deadline(CALENDAR, start=D("2027-03-01"), days=5, basis=Article(33))
    assert (later.due_on, later.at_least) == (None, D("2027-03-01"))


def test_deadline_at_the_end_of_the_last_year_warns_of_the_next_notice() -> None:
    due = deadline(CALENDAR, start=D("2026-12-03"), days=20, basis=Article(33))
    assert due.due_on == LAST
    assert "2027年节假日安排公布后年末可能调休" in due.explanation
    assert (
        "年末可能"
        not in deadline(CALENDAR, start=D("2025-12-03"), days=20, basis=Article(33)).explanation
    )


def test_an_unverified_notice_is_shown_as_such() -> None:
    calendar = WorkingCalendar(
        [2027], [NamedDay(D("2027-02-08"), False, "春节", "某通知", is_verified=False)]
    )
    due = deadline(calendar, start=D("2027-02-05"), days=1, basis=Article(33))
    assert due.due_on == D("2027-02-09")
    assert "依据：某通知，待核实" in due.explanation
