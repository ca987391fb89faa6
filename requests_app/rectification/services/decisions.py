"""What was found when a record was verified: decided, approved by another or sent back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import needed, past_day
from portal.common.errors import ActRefused
from requests_app.rectification import workflow as flow
from requests_app.rectification.choices import DeclineGround, TellingWay
from requests_app.rectification.models import Rectification, RectificationDecision
from requests_app.rectification.services.result import note_told
from requests_app.rectification.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.workflow import Act


@transaction.atomic
def correct(
    *, rectification: Rectification, text: str, corrected_on: dt.date, by: User, at: dt.datetime
) -> Rectification:
    """The record was wrong: what was corrected and when, for the reviewer to confirm."""
    held, act = STEPS.begin(rectification, "correct", by, at)
    day = past_day(corrected_on, timezone.localdate(at), "更正日期")
    if day < timezone.localdate(held.submitted_at):
        raise ActRefused("更正日期早于提交日期，请核对。")
    decision = RectificationDecision(
        kind="correct", text=needed(text, "更正了什么"), corrected_on=day
    )
    return _propose(held, act, decision, by=by, at=at)


@transaction.atomic
def decline(
    *, rectification: Rectification, ground: str, text: str, by: User, at: dt.datetime
) -> Rectification:
    """The record stays: the evidence is not enough, or the record is right."""
    held, act = STEPS.begin(rectification, "decline", by, at)
    if ground not in DeclineGround.values:
        raise ActRefused("请选择不予更正的情形。")
    decision = RectificationDecision(
        kind="decline", text=needed(text, "不予更正的理由"), ground=ground
    )
    return _propose(held, act, decision, by=by, at=at)


@transaction.atomic
def refer(
    *,
    rectification: Rectification,
    right_organ: str,
    right_contacts: str,
    text: str,
    by: User,
    at: dt.datetime,
) -> Rectification:
    """Not this organ's to correct, nor another's here: name the one that may, with contacts."""
    held, act = STEPS.begin(rectification, "refer", by, at)
    decision = RectificationDecision(
        kind="refer",
        text=needed(text, "理由"),
        right_organ=needed(right_organ, "有权更正的机关")[:200],
        right_contacts=needed(right_contacts, "该机关的联系方式")[:300],
    )
    return _propose(held, act, decision, by=by, at=at)


@transaction.atomic
def approve(
    *, rectification: Rectification, by: User, at: dt.datetime, kind: str = ""
) -> Rectification:
    """What was decided takes effect; an account is told at once, others by the organ.

    `kind` is the decision that is agreed to; without it, the one that stands.
    """
    decision = STEPS.locked(rectification).decisions.order_by("-id").first()
    action = flow.approval_of(kind or (decision.kind if decision else "correct"))
    held, act = STEPS.begin(rectification, action, by, at)
    decision = held.decisions.order_by("-id")[0]
    decision.approved_by, decision.approved_at = by, at
    decision.save(update_fields=["approved_by", "approved_at"])
    held.closed_on = timezone.localdate(at)
    STEPS.finish(held, act, by=by, at=at)
    if held.user:
        note_told(held, TellingWay.SITE, held.closed_on, by=None, at=at)
    return held


@transaction.atomic
def send_back(
    *, rectification: Rectification, reason: str, by: User, at: dt.datetime
) -> Rectification:
    """The decision is not sound: the handler verifies again."""
    held, act = STEPS.begin(rectification, "return", by, at)
    return STEPS.finish(held, act, by=by, at=at, reason=needed(reason, "退回的理由"))


def _propose(
    held: Rectification, act: Act, decision: RectificationDecision, *, by: User, at: dt.datetime
) -> Rectification:
    decision.rectification, decision.by, decision.at = held, by, at
    decision.save()
    return STEPS.finish(held, act, by=by, at=at)
