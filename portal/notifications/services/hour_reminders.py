"""Reminders of what is due within hours, from the state of a row and not from the moment of the
run: through nights and holidays, for nothing pauses such a term.

A stage that has been reached is told once, by its key; lateness once when it begins and once every
24 hours after. Of what is late those who supervise the organ, and those above it, hear at once and
not in the letter of the day, which may have gone out already.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, Final, Generic, TypeVar

from django.utils import timezone

from portal.accounts.choices import Role
from portal.notifications.services.reminders import Concern, Words
from portal.notifications.services.staff_notices import StaffNotice, Told, tell_staff
from portal.notifications.stages import HOUR_STAGES, stage_reached
from portal.organs.models import Organ

Row = TypeVar("Row")
_HOUR: Final = dt.timedelta(hours=1)
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class HourTerm(Generic[Row]):
    """A last moment that rows keep in the column `due_at`.

    `in_charge` is the role whose turn it is with a row. `ahead` is said at each stage, of `{due}`,
    `{left}` and `{stage}`; `late` of `{due}` and `{day}`, which counts the days it has been late.
    """

    concern: Concern[Row]
    due_at: str
    in_charge: Callable[[Row], Role]
    ahead: Words
    late: Words

    def notices(self, row: Row, *, at: dt.datetime) -> Iterator[StaffNotice]:
        """What the state of a row calls for at a moment, if anything."""
        moment: dt.datetime | None = getattr(row, self.due_at)
        if moment is None:
            return
        due, role = f"{timezone.localtime(moment):%Y-%m-%d %H:%M}", self.in_charge(row)
        if at > moment:
            told = self.concern.notice(
                row, self.late, role, Role.SUPERVISOR, due=due, day=(at - moment) // _DAY
            )
            yield told
            yield from _to_those_above(row, told)
            return
        left = ceil((moment - at) / _HOUR)
        stage = stage_reached(left, HOUR_STAGES)
        if stage is not None:
            yield self.concern.notice(row, self.ahead, role, due=due, left=left, stage=stage)


def remind_of_hours(term: HourTerm[Row], rows: Iterable[Row], *, at: dt.datetime) -> Told:
    """Queue what the term of each of these rows calls for now."""
    return tell_staff((each for row in rows for each in term.notices(row, at=at)), at=at)


def _to_those_above(row: Any, told: StaffNotice) -> Iterator[StaffNotice]:
    """The same for those who supervise the organs above; whoever hears it already hears it once."""
    for organ in Organ.objects.get_ancestors(row.organ):
        yield replace(told, organ=organ, roles=(Role.SUPERVISOR,), handler=None, substitute=None)
