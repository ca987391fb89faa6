"""The working calendar ends with the last notice that is loaded: those who load it are told before.

Beyond its end nobody can say when anything is due. The State Council publishes the holidays of a
year some weeks before it begins; until then the stages of `CALENDAR_END_DAYS` remind of it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.accounts.permissions import organs_with_role
from portal.notifications.services.outbox import notify
from portal.notifications.stages import stage_reached
from portal.workdays.calendar import NEVER
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

KIND: Final = "workdays.calendar_end"
_MAY_LOAD: Final = "workdays.add_holidaynotice"
# Who re-dates cases afterwards, and who looks after the system.
_ROLES: Final = (Role.SUPERVISOR, Role.SYSTEM_ADMIN)
_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class CalendarEnd:
    """The last day that is counted, the days until then (negative once it has passed), and the year
    whose notice is missing.
    """

    last: dt.date
    left: int

    @property
    def year(self) -> int:
        return self.last.year + 1

    @property
    def words(self) -> str:
        """What it means and what to do."""
        when = f"工作日历只收录到{self.last.isoformat()}"
        when += f"，还有{self.left}天" if self.left >= 0 else "，已经过了"
        return (
            f"{when}。此后的期限无法推算，新收的申请只有暂定期限。国务院办公厅公布{self.year}年"
            "节假日安排后，请立即在“工作日历”收录，再由监督人员重算期限。"
        )


def calendar_end(on: dt.date) -> CalendarEnd | None:
    """The end of the calendar, once near or past; None while it is far, or nothing is loaded."""
    calendar = load_calendar()
    last = calendar.reach(on)
    if last == NEVER:
        last = calendar.covered_until
    if last == NEVER or (last - on).days > max(settings.CALENDAR_END_DAYS, default=0):
        return None
    return CalendarEnd(last, (last - on).days)


def concerns(user: User | AnonymousUser) -> bool:
    """Whether the person loads the calendar, re-dates by it or sees to it that it is loaded."""
    return user.has_perm(_MAY_LOAD) or bool(organs_with_role(user, *_ROLES))


def ending(user: User | AnonymousUser, on: dt.date) -> CalendarEnd | None:
    """The same for 今天的工作 of one whom it concerns."""
    end = calendar_end(on)
    return end if end and concerns(user) else None


def remind_of_calendar_end(*, at: dt.datetime) -> int:
    """Tell all whom it concerns, at each stage once and daily when it has passed; how many."""
    today = timezone.localdate(at)
    end = calendar_end(today)
    stage = stage_reached(end.left, settings.CALENDAR_END_DAYS) if end else None
    if end is None or (stage is None and end.left >= 0):
        return 0
    people = _people()
    mark = stage if stage is not None else f"past:{today.isoformat()}"
    notify(
        kind=KIND,
        recipients=people,
        subject=f"工作日历{end.last.isoformat()}到期，请收录{end.year}年节假日安排",
        body=end.words,
        url=reverse("admin:workdays_holidaynotice_changelist"),
        dedup_key=f"calendar-end:{end.last.isoformat()}:{mark}",
        at=at,
    )
    return len(people)


def _people() -> list[User]:
    loaders = User.objects.with_perm(_MAY_LOAD, backend=_BACKEND).values("pk")
    held = Q(memberships__role__in=_ROLES) | Q(pk__in=loaders)
    return list(User.objects.filter(held, is_active=True).distinct().order_by("pk"))
