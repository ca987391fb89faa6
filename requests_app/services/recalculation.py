"""When calendar rows change, every open case is dated anew: preview, reason, audit, notice.

Requests for the rectification of a record have no term of the law: there it is the organ's own day
that moves (`rectification.services.redating`), in the same run.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_governed
from portal.acts.refusals import needed
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.services import notify
from portal.statute import Article
from portal.workdays.services import load_calendar
from requests_app.models import InformationRequest, RedatedCase, RedatedRectification, Redating
from requests_app.rectification.services.recalculation import (
    note_rectifications,
    preview_rectifications,
    redate_rectifications,
    those_in_charge,
)
from requests_app.services.clock import answer_due_on, apply_clock, clock_of
from requests_app.services.notices import tell_redated
from requests_app.services.steps import STEPS
from requests_app.services.terms import TermsBook, load_terms

if TYPE_CHECKING:
    from portal.accounts.models import User


@dataclass(frozen=True)
class Shift:
    """A case whose date would move."""

    request: InformationRequest
    before: dt.date | None
    after: dt.date | None


def preview(*, by: User, on: dt.date) -> list[Shift]:
    """The open cases below a supervisor whose due date the calendar as it is now would move."""
    calendar = load_calendar()
    shifts = []
    cases = InformationRequest.objects.open().filter(
        organ_id__in=organs_governed(by, Role.SUPERVISOR)
    )
    known = cases.select_related(
        "organ", "correction_notice", "extension", "fee_notice", "deferral"
    ).prefetch_related("consultations", "reopenings")
    for request in known.order_by("pk"):
        found = clock_of(request, as_of=on, calendar=calendar)
        after = answer_due_on(request, found)
        if after != request.reply_due_on:
            shifts.append(Shift(request, request.reply_due_on, after))
    return shifts


@transaction.atomic
def begin_redating(*, reason: str, by: User, at: dt.datetime) -> Redating:
    """Note down which cases are to be dated anew; `go_on` then does them one by one."""
    if not organs_governed(by, Role.SUPERVISOR):
        raise NotPermitted("只有监督人员可以成批重算期限。")
    shifts = preview(by=by, on=timezone.localdate(at))
    records = preview_rectifications(by=by)
    if not shifts and not records:
        raise ActRefused("没有期限会变动的申请。")
    run = Redating.objects.create(reason=needed(reason, "重算的理由"), by=by, at=at)
    RedatedCase.objects.bulk_create(
        RedatedCase(redating=run, request=shift.request, due_before=shift.before)
        for shift in shifts
    )
    note_rectifications(run, records)
    record(
        action="requests.redating",
        summary=f"工作日历变动，重算{len(shifts)}件申请、{len(records)}件更正申请的期限",
        by=by,
        at=at,
        subject=run,
        basis=Article(33, 2),
        details={"reason": run.reason, "cases": len(shifts), "records": len(records)},
    )
    return run


def go_on(*, at: dt.datetime, limit: int = 500) -> int:
    """Do what unfinished runs have left, each case in a transaction of its own."""
    rows = RedatedCase.objects.filter(done_at__isnull=True).order_by("pk")
    done, terms = 0, load_terms()
    for number in list(rows.values_list("pk", flat=True)[:limit]):
        done += _redate(number, terms, at=at)
    done += redate_rectifications(terms, at=at, limit=limit - done)
    left = [
        Exists(model.objects.filter(redating=OuterRef("pk"), done_at=None))
        for model in (RedatedCase, RedatedRectification)
    ]
    for run in Redating.objects.exclude(left[0] | left[1]).filter(finished_at__isnull=True):
        run.finished_at = at
        run.save(update_fields=["finished_at"])
    return done


@transaction.atomic
def _redate(number: int, terms: TermsBook, *, at: dt.datetime) -> bool:
    row = (
        RedatedCase.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        .select_related("redating", "request")
        .filter(pk=number, done_at__isnull=True)
        .first()
    )
    if row is None:
        return False
    request = STEPS.locked(row.request)
    before = request.reply_due_on
    as_of = timezone.localdate(at)
    apply_clock(request, as_of=as_of, terms=terms.of(request.organ_id))
    request.save()
    row.due_before, row.due_after, row.done_at = before, request.reply_due_on, at
    row.save(update_fields=["due_before", "due_after", "done_at"])
    record(
        action="requests.redate",
        summary=f"工作日历变动，答复期限由{before}改为{request.reply_due_on}：{request.number}",
        by=None,
        at=at,
        organ=request.organ,
        subject=request,
        basis=Article(33, 2),
        details={"run": row.redating_id, "reason": row.redating.reason},
    )
    if told := those_in_charge(request):
        notify(
            kind="requests.redated",
            recipients=told,
            subject=f"答复期限变动：{request.number}",
            body=f"因工作日历变动（{row.redating.reason}），申请{request.number}的答复期限"
            f"由{before}改为{request.reply_due_on}。",
            url=f"/admin/requests_app/informationrequest/{request.pk}/change/",
            dedup_key=f"redated:{row.redating_id}:{request.pk}",
            at=at,
        )
    tell_redated(request, row.redating_id, at=at)
    return True
