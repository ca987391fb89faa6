"""Whoever keeps a catalogue that is not published hears of its last day; those who supervise read
of what is late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from decisions.catalogues.models import Catalogue
from decisions.catalogues.selectors import Standing, keepers, standings
from decisions.catalogues.workflow import HANDLER, Status
from portal.accounts.choices import Role
from portal.notifications.services.reminders import (
    Concern,
    Term,
    Words,
    is_worked,
    remind,
    workdays_between,
)
from portal.notifications.services.staff_notices import StaffNotice, tell_staff
from portal.notifications.stages import stage_reached
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from portal.organs.models import Organ
    from portal.workdays.calendar import WorkingCalendar

KIND: Final = "catalogues.due"


@transaction.atomic
def remind_of_catalogues(*, at: dt.datetime) -> int:
    """Queue what every catalogue of this year calls for that is not published; returns how many
    people were told. On rest days nobody is written to.
    """
    today, calendar = timezone.localdate(at), load_calendar()
    if not is_worked(calendar, today):
        return 0
    waiting = [row for row in standings(today.year, today=today) if not row.is_published]
    keeping = keepers(row.organ for row in waiting)
    notices = (
        notice for row in waiting for notice in _notice(row, keeping[row.organ.pk], today, calendar)
    )
    return tell_staff(notices, at=at).people


class _AccountTerm(Term[Catalogue]):
    """A catalogue that everybody reads waits for nobody; its account is its keepers' to draw up."""

    def in_charge(self, row: Catalogue) -> Role:
        return Role(Status(row.status).waits_for or HANDLER)


ACCOUNT: Final = _AccountTerm(
    concern=Concern(
        kind=KIND,
        page=lambda row: reverse("admin:decisions_catalogue_change", args=[row.pk]),
        handler_role=Role.DECISION_HANDLER,
        substitute=Role.SUPERVISOR,
        overview=lambda: reverse("admin:decisions_catalogue_standings"),
    ),
    states=Status,
    due_on="account_due_on",
    ahead=Words(
        "catalogue:{row.pk}:account:{due}:{stage}",
        "年终总公开期限提醒：{row.number}",
        "{row.number}应在{due}以前逐项公布完成情况，还有{left}个工作日。",
    ),
    late=Words(
        "catalogue:{row.pk}:account:late:{today}",
        "逾期没有年终总公开：{row.number}",
        "{row.number}应在{due}以前逐项公布完成情况，已经逾期，请尽快公布。",
    ),
)


@transaction.atomic
def remind_of_accounts(*, at: dt.datetime) -> int:
    """Queue what every catalogue calls for of whose items it is not public what became of them;
    returns how many people were told.
    """
    rows = Catalogue.objects.without_account().select_related("organ", "maker", "handler")
    # The last day is reckoned from the year and a setting; the database has no column of it.
    return remind(ACCOUNT, rows.order_by("pk").iterator(chunk_size=500), at=at).people


def _notice(
    row: Standing, keeper: Organ, today: dt.date, calendar: WorkingCalendar
) -> Iterator[StaffNotice]:
    due, year = row.due_on, today.year
    if due is None:
        return
    name = f"{row.organ.short_name}{year}年决策事项目录"
    key = f"catalogue:{row.organ.pk}:{year}:{due}"
    if today > due:
        yield _told(
            keeper, f"{key}:late:{today}", f"逾期没有公布：{name}",
            f"{name}应在{due}以前公布，已经迟了{row.days_late}天，请尽快公布。",
            gathered=(Role.SUPERVISOR,),
        )  # fmt: skip
        return
    left = workdays_between(calendar, today, due)
    stage = None if left is None else stage_reached(left)
    if stage is not None:
        yield _told(
            keeper, f"{key}:{stage}", f"目录公布期限提醒：{name}",
            f"{name}应在{due}以前公布，还有{left}个工作日。",
        )  # fmt: skip


def _told(
    keeper: Organ, key: str, subject: str, body: str, *, gathered: tuple[Role, ...] = ()
) -> StaffNotice:
    return StaffNotice(
        kind=KIND,
        key=key,
        organ=keeper,
        roles=(Role.DECISION_HANDLER,),
        subject=subject,
        body=body,
        url=reverse("admin:decisions_catalogue_changelist"),
        substitute=Role.SUPERVISOR,
        gathered=gathered,
        overview=reverse("admin:decisions_catalogue_standings"),
    )
