"""By when a new policy is linked to its service items: a 工作要点, so the days are a setting."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.workdays.calendar import BeyondCalendar, WorkingCalendar


@dataclass(frozen=True)
class LinkTerm:
    """The last day, and the days that were skipped before it; no day where the calendar ends."""

    due_on: dt.date | None
    explanation: str

    def is_over(self, *, on: dt.date) -> bool:
        """Whether the last day has passed for certain."""
        return self.due_on is not None and on > self.due_on


def link_term(calendar: WorkingCalendar, published_on: dt.date, *, days: int) -> LinkTerm:
    """The `days`-th working day after the day of publication, which is not counted itself."""
    try:
        counted = calendar.explain(published_on, days)
    except BeyondCalendar as error:
        return LinkTerm(None, f"暂定：{error}")
    off = [day for day in counted if day.ordinal is None]
    worked = [day for day in counted if day.ordinal and day.mark]
    parts = [
        f"{word}{'、'.join(f'{day.date:%m-%d}' for day in days_named)}"
        for word, days_named in (("不计", off), ("补班计入", worked))
        if days_named
    ]
    told = f"公开次日起第{days}个工作日"
    return LinkTerm(counted[-1].date, f"{told}（{'；'.join(parts)}）" if parts else told)
