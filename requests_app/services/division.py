"""One case made several, one thing each; several cases of one applicant made one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.models import Counter
from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from portal.common.typed import said
from portal.tracking.codes import code_from, index_of
from requests_app.models import (
    CorrectionNotice,
    Extension,
    InformationRequest,
)
from requests_app.numbers import SERIES, request_number
from requests_app.services.clock import apply_clock
from requests_app.services.steps import STEPS
from requests_app.workflow.states import Status

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_PARTS = 50
_COPIED = (
    "organ", "user", "channel", "submitted_at", "arrived_on", "received_on", "taken_in_by",
    "applicant_kind", "name", "identity_kind", "identity_number", "identity_index", "phone",
    "email", "address", "agent_name", "agent_number", "medium", "delivery_way", "help_needed",
)  # fmt: skip


@transaction.atomic
def split(
    *, request: InformationRequest, parts: Sequence[str], by: User, at: dt.datetime
) -> list[InformationRequest]:
    """一事一申请: one case for each thing asked for, each with a number and the same dates."""
    request, act = STEPS.begin(request, "split", by, at)
    wanted = [said(text) for text in parts if said(text)]
    if len(wanted) < 2:
        raise ActRefused("请至少写出两项，每项一件。")
    if len(wanted) > MOST_PARTS:
        raise ActRefused(f"一次最多拆成{MOST_PARTS}件，请按最小的合理单位合并后再拆分。")
    year = timezone.localdate(at).year
    counter = Counter.hold(organ=request.organ, series=SERIES, year=year)
    children = []
    for text in wanted:
        key = uuid.uuid4()
        child = InformationRequest(
            number=request_number(request.organ.code, year, counter.take()),
            submission_key=key,
            code_index=index_of(code_from(key)),
            description=text,
            parent=request,
            status=Status.REGISTERED,
            created_at=at,
            updated_at=at,
            **{name: getattr(request, name) for name in _COPIED},
        )
        child.save()
        _hand_down_terms(request, child)
        apply_clock(child, as_of=timezone.localdate(at))
        child.save()
        STEPS.opened(
            child,
            "part",
            by=by,
            at=at,
            summary=f"由{request.number}拆分而成",
            basis=act.basis,
            details={"whole": request.number},
        )
        children.append(child)
    request.closed_on = timezone.localdate(at)
    STEPS.finish(request, act, by=by, at=at, details={"parts": [c.number for c in children]})
    return children


@transaction.atomic
def join(
    *,
    request: InformationRequest,
    into: InformationRequest,
    reason: str,
    by: User,
    at: dt.datetime,
) -> InformationRequest:
    """Handle it together with another open case of the same applicant."""
    request, act = STEPS.begin(request, "join", by, at)
    if into.pk == request.pk or into.organ_id != request.organ_id:
        raise ActRefused("只能并入本机关的另一件申请。")
    if not into.identity_index or into.identity_index != request.identity_index:
        raise ActRefused("只能并入同一申请人的申请。")
    if into.status not in (Status.REGISTERED, Status.HANDLING):
        raise ActRefused("所并入的申请已不在办理中。")
    _refuse_later_term(request, into)
    request.joined_to = into
    request.closed_on = timezone.localdate(at)
    text = needed(reason, "并案的理由")
    return STEPS.finish(request, act, by=by, at=at, reason=text, details={"into": into.number})


def _hand_down_terms(request: InformationRequest, child: InformationRequest) -> None:
    """A part stands where the whole stood: the correction that was asked once, the extension."""
    for model in (CorrectionNotice, Extension):
        row = model.objects.filter(request=request).first()
        if row:
            given = {column.attname: getattr(row, column.attname) for column in row._meta.fields}
            # Sealed words are bound to their row: the copy has a seal of its own.
            own = {"id": None, "seal_id": uuid.uuid4(), "request_id": child.pk}
            model.objects.create(**given | own)


def _refuse_later_term(request: InformationRequest, into: InformationRequest) -> None:
    """Joining never gives the organ more time than it had."""
    if request.reply_due_on and into.reply_due_on and into.reply_due_on > request.reply_due_on:
        raise ActRefused(
            f"所并入申请的答复期限（{into.reply_due_on.isoformat()}）更晚，"
            f"请反过来并入本件（{request.reply_due_on.isoformat()}）。"
        )
