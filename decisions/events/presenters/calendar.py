"""A month of sessions as its address asks for it: as weeks, or as a list."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from django.utils import timezone

from decisions.events.choices import Kind
from decisions.events.models import EventSession

WEEKDAYS: Final = ("一", "二", "三", "四", "五", "六", "日")
_MONTH: Final = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])", re.ASCII)
_CODE: Final = re.compile(r"[A-Za-z0-9-]{1,40}", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """What the address asks for; nonsense in it is as good as nothing."""

    first: dt.date
    kind: str = ""
    organ: str = ""
    as_list: bool = False

    @classmethod
    def read(cls, given: Mapping[str, str], *, today: dt.date) -> Asked:
        """From the query of an address."""
        month = _MONTH.fullmatch(given.get("month", ""))
        first = dt.date(int(month[1]), int(month[2]), 1) if month else today.replace(day=1)
        kind, organ = given.get("kind", ""), given.get("organ", "")
        return cls(
            first,
            kind if kind in Kind.values else "",
            organ if _CODE.fullmatch(organ) else "",
            given.get("view") == "list",
        )

    @property
    def after(self) -> dt.date:
        """The first day of the month after."""
        return (self.first + dt.timedelta(days=31)).replace(day=1)

    @property
    def before(self) -> dt.date:
        return (self.first - dt.timedelta(days=1)).replace(day=1)

    @property
    def instants(self) -> tuple[dt.datetime, dt.datetime]:
        """The month, from its first instant to the first one outside."""
        first, after = (_midnight(day) for day in (self.first, self.after))
        return first, after

    def query(self, *, month: dt.date | None = None, as_list: bool | None = None) -> str:
        """The query of the same in another month, or the other way to show it."""
        shown = self.as_list if as_list is None else as_list
        words = {
            "month": f"{month or self.first:%Y-%m}", "kind": self.kind, "organ": self.organ,
            "view": "list" if shown else "",
        }  # fmt: skip
        return "?" + urlencode({name: word for name, word in words.items() if word})


@dataclass(frozen=True)
class Day:
    """One day of the month's table, with what is held on it."""

    day: dt.date
    is_in_month: bool
    is_today: bool
    sessions: Sequence[EventSession] = field(default=())


def weeks_of(asked: Asked, sessions: Sequence[EventSession], *, today: dt.date) -> list[list[Day]]:
    """The month as weeks from Monday to Sunday."""
    by_day = defaultdict(list)
    for session in sessions:
        by_day[timezone.localdate(session.starts_at)].append(session)
    month = calendar.Calendar().monthdatescalendar(asked.first.year, asked.first.month)
    return [
        [Day(day, day.month == asked.first.month, day == today, by_day[day]) for day in week]
        for week in month
    ]


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
