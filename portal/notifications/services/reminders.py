"""Reminders of what is due, from the state of a row and not from the date of the run.

A stage that has been reached is told once, by its key, and lateness once a working day: a week
without runs loses nothing, a repeated run sends nothing twice, and on a rest day nobody is written
to. Supervisors read of what is late in one letter a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.accounts.choices import Role
from portal.notifications.services.staff_notices import StaffNotice, Told, tell_staff
from portal.notifications.stages import STAGES, stage_reached
from portal.workdays.calendar import BeyondCalendar
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from portal.workdays.calendar import WorkingCalendar
    from portal.workflow import State

Row = TypeVar("Row")
_SATURDAY = 5


@dataclass(frozen=True)
class Words:
    """How something is said: templates with `{row}` and whatever else they are filled with.

    `key` tells it from everything else that is ever said, and so names the row and the stage.
    """

    key: str
    subject: str
    body: str


@dataclass(frozen=True)
class Concern(Generic[Row]):
    """What staff are told of the rows of one kind, each of which belongs to an `organ`.

    `page` is where a row is worked on. Of the holders of `handler_role` the row's own `handler` is
    meant; `substitute` hears of a row that has nobody any more. `overview` gives the page on which
    supervisors see all of them.
    """

    kind: str
    page: Callable[[Row], str]
    handler_role: Role | None = None
    substitute: Role | None = None
    overview: Callable[[], str] = lambda: ""

    def notice(
        self,
        row: Row,
        words: Words,
        *roles: Role,
        gathered: tuple[Role, ...] = (),
        **told: object,
    ) -> StaffNotice:
        """What is told of a row to these roles, and gathered for those; `told` fills the
        templates.
        """
        held: Any = row
        return StaffNotice(
            kind=self.kind,
            key=words.key.format(row=row, **told),
            organ=held.organ,
            roles=roles,
            subject=words.subject.format(row=row, **told),
            body=words.body.format(row=row, **told),
            url=self.page(row),
            handler=held.handler if roles[0] == self.handler_role else None,
            substitute=self.substitute,
            gathered=gathered,
            overview=self.overview(),
        )


@dataclass(frozen=True)
class Term(Generic[Row]):
    """A last day that rows keep in the column `due_on`, counted in working days.

    `states` say whose turn it is with a row, by its `status`. `ahead` is said at each stage, of
    `{due}`, `{left}` and `{stage}`; `late` every working day after the last one, gathered for the
    supervisors too, of `{due}` and `{today}`.
    """

    concern: Concern[Row]
    states: type[State]
    due_on: str
    ahead: Words
    late: Words

    def in_charge(self, row: Row) -> Role:
        """The role whose turn it is; raises ValueError where it is nobody's of the organ."""
        held: Any = row
        return Role(self.states(held.status).waits_for)

    def notice(self, row: Row, *, on: dt.date, calendar: WorkingCalendar) -> StaffNotice | None:
        """What the state of a row calls for on a day, if anything.

        Nothing is said of days left that the calendar cannot count yet.
        """
        due: dt.date | None = getattr(row, self.due_on)
        if due is None or not is_worked(calendar, on):
            return None
        role = self.in_charge(row)
        if on > due:
            above = (Role.SUPERVISOR,)
            return self.concern.notice(row, self.late, role, gathered=above, due=due, today=on)
        left = workdays_between(calendar, on, due)
        stage = None if left is None else stage_reached(left)
        if stage is None:
            return None
        return self.concern.notice(row, self.ahead, role, due=due, left=left, stage=stage)


def remind(term: Term[Row], rows: Iterable[Row], *, at: dt.datetime) -> Told:
    """Queue what the term of each of these rows calls for today; of rows in the database those
    whose day is far are not even read.
    """
    today, calendar = timezone.localdate(at), load_calendar()
    if isinstance(rows, QuerySet):
        near = rows.filter(spoken_of(term.due_on, on=today, calendar=calendar))
        rows = near.iterator(chunk_size=500)
    notices = (term.notice(row, on=today, calendar=calendar) for row in rows)
    return tell_staff(filter(None, notices), at=at)


def spoken_of(column: str, *, on: dt.date, calendar: WorkingCalendar) -> Q:
    """That the last day in a column has passed, or is so near that a stage is reached."""
    try:
        beyond = calendar.add(on, max(STAGES) + 1)
    except BeyondCalendar:
        # What cannot be counted is looked at row by row.
        return Q(**{f"{column}__isnull": False})
    return Q(**{f"{column}__lt": beyond})


def is_worked(calendar: WorkingCalendar, day: dt.date) -> bool:
    """Whether people are at work; beyond the loaded calendar as on any week."""
    try:
        return calendar.is_workday(day)
    except BeyondCalendar:
        return day.weekday() < _SATURDAY


def workdays_between(calendar: WorkingCalendar, first: dt.date, last: dt.date) -> int | None:
    """Working days after `first` up to `last`; None beyond the loaded calendar."""
    try:
        return calendar.count(first, last)
    except BeyondCalendar:
        return None
