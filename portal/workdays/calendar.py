"""The working-day calendar as a pure value: rows in, answers out, nothing guessed.

A working day is Monday to Friday minus the days the State Council's notices name as off, plus
the weekend days they name as worked (law.md §7). Counting follows 民诉法第八十五条 and
民法典第二百零一条: the day on which a period begins is never counted. Every answer is read from
counts made once, so its cost does not depend on how long the period is.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from portal.statute import Article

WEEKDAYS = "一二三四五六日"
_SATURDAY = 5
# What `covered_until` says when nothing is covered.
NEVER = dt.date.min


def chinese_date(day: dt.date) -> str:
    """Write a date as officials do: 2026年2月14日."""
    return f"{day.year}年{day.month}月{day.day}日"


class BeyondCalendar(Exception):
    """A date lies in a `year` without a notice; `covered_until` is the last covered day before it.

    `covered_until` is `NEVER` when no earlier year is covered either.
    """

    def __init__(self, year: int, covered_until: dt.date) -> None:
        self.year = year
        self.covered_until = covered_until
        reach = f"工作日历只收录到{chinese_date(covered_until)}，" if covered_until > NEVER else ""
        super().__init__(f"{reach}{year}年的节假日安排尚未收录，无法推算工作日。")


@dataclass(frozen=True)
class NamedDay:
    """A day a notice names: off or worked, for which holiday, by which notice."""

    date: dt.date
    is_working: bool
    name: str
    notice: str
    is_verified: bool = True

    @property
    def mark(self) -> str:
        """What a calendar prints beside the day: 春节放假, 春节调休上班."""
        return f"{self.name}{'调休上班' if self.is_working else '放假'}"

    @property
    def source(self) -> str:
        """The notice's number, with 待核实 while nobody has compared it with the original."""
        return self.notice if self.is_verified else f"{self.notice}，待核实"


@dataclass(frozen=True)
class CountedDay:
    """One line of an explanation; `ordinal` is None for a day that is not counted."""

    date: dt.date
    ordinal: int | None
    mark: str

    def __str__(self) -> str:
        ordinal = f"第{self.ordinal}日" if self.ordinal else "不计"
        text = f"{self.date} 周{WEEKDAYS[self.date.weekday()]} {ordinal}"
        return f"{text} {self.mark}" if self.mark else text


@dataclass(frozen=True)
class _Run:
    """Consecutive covered years, counted once.

    `before[i]` is the number of working days before the run's i-th day; `working[k]` is the
    ordinal of its k-th working day.
    """

    first: int
    last: int
    before: list[int] = field(default_factory=list)
    working: list[int] = field(default_factory=list)


class WorkingCalendar:
    """Answers about working days over the years whose notices are loaded."""

    def __init__(self, years: Iterable[int], days: Iterable[NamedDay]) -> None:
        """Count every day of `years` once; of two days with one date the later given prevails."""
        self.named: Mapping[dt.date, NamedDay] = {day.date: day for day in days}
        self._runs: dict[int, _Run] = {}
        for year in sorted(set(years)):
            run = self._runs.get(year - 1)
            if run is None:
                run = _Run(dt.date(year, 1, 1).toordinal(), 0, [0])
            run = _Run(run.first, dt.date(year, 12, 31).toordinal(), run.before, run.working)
            self._count(run, dt.date(year, 1, 1).toordinal())
            self._runs[year] = run
        # Every year of a run must know where the whole run ends.
        for year in sorted(self._runs, reverse=True):
            self._runs[year] = self._runs.get(year + 1, self._runs[year])

    def _count(self, run: _Run, start: int) -> None:
        for ordinal in range(start, run.last + 1):
            day = dt.date.fromordinal(ordinal)
            named = self.named.get(day)
            if named.is_working if named else day.weekday() < _SATURDAY:
                run.working.append(ordinal)
            run.before.append(len(run.working))

    @property
    def years(self) -> list[int]:
        """The covered years in order."""
        return sorted(self._runs)

    @property
    def covered_until(self) -> dt.date:
        """The last day of the last year with a loaded notice; `NEVER` when there is none."""
        return dt.date(max(self._runs), 12, 31) if self._runs else NEVER

    def covers(self, year: int) -> bool:
        """Whether a notice for the year is loaded."""
        return year in self._runs

    def reach(self, day: dt.date) -> dt.date:
        """The last day up to which the calendar counts from a day on without a gap; `NEVER` for a
        day that is not covered itself.
        """
        run = self._runs.get(day.year)
        return dt.date.fromordinal(run.last) if run else NEVER

    def is_workday(self, day: dt.date) -> bool:
        """Whether the day is worked. Raises BeyondCalendar outside the covered years."""
        run = self._run(day.year)
        index = day.toordinal() - run.first
        return run.before[index + 1] > run.before[index]

    def add(self, start: dt.date, number: int) -> dt.date:
        """The `number`-th working day strictly after `start`, whether or not that is worked.

        Raises ValueError for a number below 1 and BeyondCalendar past the covered years.
        """
        if number < 1:
            raise ValueError("工作日天数必须是正整数。")
        run = self._run_after(start)
        index = run.before[start.toordinal() + 1 - run.first] + number - 1
        if index >= len(run.working):
            last = dt.date.fromordinal(run.last)
            raise BeyondCalendar(last.year + 1, last)
        return dt.date.fromordinal(run.working[index])

    def count(self, start: dt.date, end: dt.date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier.

        `count(start, add(start, n)) == n`. Raises BeyondCalendar when a day between is not
        covered.
        """
        earlier, later = sorted((start, end))
        if earlier == later:
            return 0
        run = self._run_after(earlier)
        if later.toordinal() > run.last:
            last = dt.date.fromordinal(run.last)
            raise BeyondCalendar(last.year + 1, last)
        number = (
            run.before[later.toordinal() + 1 - run.first]
            - run.before[earlier.toordinal() + 1 - run.first]
        )
        return number if start < end else -number

    def roll(self, day: dt.date) -> dt.date:
        """The day itself when worked, else the next working day (民诉法第八十五条).

        Only for periods counted in calendar days or months; a period of working days always
        ends on one.
        """
        return day if self.is_workday(day) else self.add(day, 1)

    def mark(self, day: dt.date) -> str:
        """Why the day is off or worked out of turn: 春节放假, 周末, ""."""
        named = self.named.get(day)
        if named:
            return named.mark
        return "" if self.is_workday(day) else "周末"

    def explain(self, start: dt.date, number: int) -> list[CountedDay]:
        """Every day after `start` up to the `number`-th working day, with its mark."""
        end = self.add(start, number)
        lines, counted = [], 0
        for ordinal in range(start.toordinal() + 1, end.toordinal() + 1):
            day = dt.date.fromordinal(ordinal)
            worked = self.is_workday(day)
            counted += worked
            lines.append(CountedDay(day, counted if worked else None, self.mark(day)))
        return lines

    def _run(self, year: int) -> _Run:
        if (run := self._runs.get(year)) is None:
            earlier = [covered for covered in self._runs if covered < year]
            raise BeyondCalendar(year, dt.date(max(earlier), 12, 31) if earlier else NEVER)
        return run

    def _run_after(self, day: dt.date) -> _Run:
        """The run in which the day after `day` is counted."""
        # 31 December ends its own year's run, or stands just before the first day of a run.
        run = self._runs.get(day.year)
        if run is None and (day.month, day.day) == (12, 31):
            return self._run(day.year + 1)
        return run or self._run(day.year)


@dataclass(frozen=True)
class Deadline:
    """When something is due, by which article, and how that was counted.

    `due_on` is None while the calendar does not reach far enough: then `provisional` is true,
    `explanation` says why, and the deadline lies after `at_least`. `explanation` also says so
    when it rests on a notice nobody has verified.
    """

    due_on: dt.date | None
    basis: Article
    explanation: str
    provisional: bool = False
    at_least: dt.date | None = None

    def is_overdue(self, *, on: dt.date) -> bool:
        """Whether the deadline has certainly passed at the end of the day before `on`."""
        return self.due_on is not None and on > self.due_on


def deadline(calendar: WorkingCalendar, *, start: dt.date, days: int, basis: Article) -> Deadline:
    """The deadline `days` working days after `start`, which is itself not counted.

    Beyond the loaded notices the answer is provisional and has no date: it is never guessed.
    Raises ValueError for a number below 1.
    """
    try:
        due_on = calendar.add(start, days)
    except BeyondCalendar as error:
        return Deadline(
            due_on=None,
            basis=basis,
            explanation=f"自{chinese_date(start)}的次日起第{days}个工作日。{error}"
            f"待国务院公布{error.year}年节假日安排并收录后确定。",
            provisional=True,
            at_least=max(start, error.covered_until),
        )
    return Deadline(
        due_on=due_on,
        basis=basis,
        explanation=_explain(calendar, start, due_on, calendar.explain(start, days)),
        at_least=due_on,
    )


def _explain(
    calendar: WorkingCalendar, start: dt.date, due_on: dt.date, days: list[CountedDay]
) -> str:
    """自2024年1月30日的次日起第20个工作日为2024年3月1日（扣除：…；计入：…；依据：…）."""
    text = f"自{chinese_date(start)}的次日起第{days[-1].ordinal}个工作日为{chinese_date(due_on)}"
    named = [day for day in days if day.date in calendar.named]
    off = [day for day in named if day.ordinal is None]
    worked = [day for day in named if day.ordinal is not None]
    parts = []
    if off:
        spans = [_span(list(group)) for _, group in groupby(off, key=lambda day: day.mark)]
        parts.append("扣除：" + "、".join(spans))
    if worked:
        spans = [_span(list(group)) for _, group in groupby(worked, key=lambda day: day.mark)]
        parts.append("计入：" + "、".join(spans))
    if named:
        sources = dict.fromkeys(calendar.named[day.date].source for day in named)
        parts.append("依据：" + "、".join(sources))
    if due_on.month == 12 and due_on.day > 28 and not calendar.covers(due_on.year + 1):
        parts.append(f"{due_on.year + 1}年节假日安排公布后年末可能调休，届时重新推算")
    return f"{text}（{'；'.join(parts)}）。" if parts else f"{text}。"


def _span(days: list[CountedDay]) -> str:
    first, last = days[0].date, days[-1].date
    text = f"{first.month}月{first.day}日"
    if len(days) > 1:
        joint = "至" if (last - first).days == len(days) - 1 else "、"
        text += f"{joint}{last.month}月{last.day}日"
    return f"{text}（{days[0].mark}）"
