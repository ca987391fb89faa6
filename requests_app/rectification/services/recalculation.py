"""The internal days of requests for rectification when calendar rows change.

They are the organ's own, so nobody outside is told; who handles a request is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from portal.accounts.choices import Role
from portal.accounts.models import Membership
from portal.accounts.permissions import organs_governed
from portal.audit.services import record
from portal.notifications.services import notify
from portal.statute import Article
from portal.workdays.services import load_calendar
from requests_app.models import InformationRequest, RedatedRectification, Redating
from requests_app.rectification import workflow as flow
from requests_app.rectification.models import Rectification
from requests_app.rectification.services.steps import STEPS
from requests_app.services.terms import TermsBook, load_terms, rectification_due

if TYPE_CHECKING:
    from portal.accounts.models import User


@dataclass(frozen=True)
class RectificationShift:
    """A request whose internal day would move."""

    rectification: Rectification
    before: dt.date | None
    after: dt.date | None


def preview_rectifications(*, by: User) -> list[RectificationShift]:
    """The open requests below a supervisor whose day the calendar as it is now would move."""
    calendar, terms = load_calendar(), load_terms()
    below = organs_governed(by, Role.SUPERVISOR)
    rows = Rectification.objects.open().filter(organ_id__in=below).select_related("organ")
    shifts = [
        RectificationShift(
            row, row.due_on, rectification_due(calendar, row.started_on, terms.of(row.organ_id))
        )
        for row in rows.order_by("pk")
    ]
    return [shift for shift in shifts if shift.after != shift.before]


def note_rectifications(run: Redating, shifts: Sequence[RectificationShift]) -> None:
    """What a run has to do; `redate_rectifications` does it one by one."""
    RedatedRectification.objects.bulk_create(
        RedatedRectification(
            redating=run, rectification=shift.rectification, due_before=shift.before
        )
        for shift in shifts
    )


def redate_rectifications(terms: TermsBook, *, at: dt.datetime, limit: int) -> int:
    """Do what unfinished runs have left, each in a transaction of its own; how many."""
    rows = RedatedRectification.objects.filter(done_at__isnull=True).order_by("pk")
    numbers = list(rows.values_list("pk", flat=True)[: max(limit, 0)])
    return sum(_redate(number, terms, at=at) for number in numbers)


def those_in_charge(case: InformationRequest | Rectification) -> list[User]:
    """Intake of the organ, and the handler."""
    people = {m.user for m in Membership.objects.holders(case.organ, Role.REQUEST_INTAKE)}
    if case.handler:
        people.add(case.handler)
    return sorted(people, key=lambda person: person.pk)


@transaction.atomic
def _redate(number: int, terms: TermsBook, *, at: dt.datetime) -> bool:
    row = (
        RedatedRectification.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        .select_related("redating", "rectification")
        .filter(pk=number, done_at__isnull=True)
        .first()
    )
    if row is None:
        return False
    held = STEPS.locked(row.rectification)
    row.due_before = row.due_after = held.due_on
    row.done_at = at
    # Decided in the meantime: its day is over and stays.
    if held.status in flow.OPEN:
        row.due_after = rectification_due(load_calendar(), held.started_on, terms.of(held.organ_id))
        held.due_on = row.due_after
        held.save(update_fields=["due_on"])
        _tell(held, row, at=at)
    row.save(update_fields=["due_before", "due_after", "done_at"])
    return True


def _tell(held: Rectification, row: RedatedRectification, *, at: dt.datetime) -> None:
    moved = f"由{row.due_before or '未定'}改为{row.due_after or '未定'}"
    record(
        action="records.redate",
        summary=f"工作日历变动，内部办理期限{moved}：{held.number}",
        by=None,
        at=at,
        organ=held.organ,
        subject=held,
        basis=Article(41),
        details={"run": row.redating_id, "reason": row.redating.reason},
    )
    if told := those_in_charge(held):
        notify(
            kind="requests.redated",
            recipients=told,
            subject=f"内部办理期限变动：{held.number}",
            body=f"因工作日历变动（{row.redating.reason}），更正申请{held.number}的内部办理期限"
            f"{moved}。",
            url=reverse("admin:requests_app_rectification_change", args=[held.pk]),
            dedup_key=f"redated:{row.redating_id}:record:{held.pk}",
            at=at,
        )
