"""协办: what another organ is asked, and what it answers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import needed, workdays_after
from portal.common.errors import ActRefused, NotPermitted
from requests_app.models import (
    Assistance,
    InformationRequest,
)
from requests_app.permissions import may_assist
from requests_app.services.impersonal import without_applicant
from requests_app.services.steps import STEPS
from requests_app.workflow import WORKFLOW

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ


@transaction.atomic
def ask_assistance(
    *,
    request: InformationRequest,
    organ: Organ,
    question: str,
    days: int,
    by: User,
    at: dt.datetime,
) -> Assistance:
    """Ask another organ for help, with an internal day; the statutory clock runs on."""
    request, act = STEPS.begin(request, "ask_assistance", by, at)
    today = timezone.localdate(at)
    if organ.pk == request.organ_id:
        raise ActRefused("请选择另一个机关协办。")
    if days < 1:
        raise ActRefused("协办的内部期限至少一个工作日。")
    row = Assistance.objects.create(
        request=request,
        organ=organ,
        question=without_applicant(question, "需要协办的事项", request),
        asked_on=today,
        due_on=workdays_after(today, days, "内部期限"),
        by=by,
        at=at,
    )
    STEPS.finish(request, act, by=by, at=at, details={"organ": organ.code})
    return row


@transaction.atomic
def give_assistance(
    *, assistance: Assistance, answer: str, by: User, at: dt.datetime
) -> Assistance:
    """What the organ that was asked says; its handlers write it, or those of the case for it."""
    request, act = STEPS.locked(assistance.request), WORKFLOW.actions["give_assistance"]
    row = Assistance.objects.select_for_update(of=("self",), no_key=True).get(pk=assistance.pk)
    verdict = may_assist(by, row, request)
    if not verdict:
        raise NotPermitted(verdict.reason)
    if row.answered_on:
        raise ActRefused("该协办事项已经答复。")
    row.answer = needed(answer, "协办意见")
    row.answered_on = timezone.localdate(at)
    row.save(update_fields=["answer", "answered_on"])
    STEPS.finish(request, act, by=by, at=at, details={"assistance": row.pk})
    return row
