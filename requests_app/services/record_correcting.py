"""The acts of 第四十一条: accept, forward, decide and approve, tell, withdraw, archive, hold.

What a handler decides is only proposed until a reviewer, another person, has approved it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.common.errors import ActRefused
from requests_app import record_workflow as flow
from requests_app.choices import DeclineGround, TellingWay
from requests_app.models import RecordCorrection, RecordDecision, RecordForwarding, RecordTelling
from requests_app.selectors import organs_to_ask
from requests_app.services.record_filing import internal_term
from requests_app.services.record_stepping import begin_act, finish_act, locked_record
from requests_app.services.stepping import needed, not_after
from requests_app.services.wording import impersonal

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

UNTOLD = "请先把办理结果告知申请人并登记，再归档（条例第四十一条）。"
LONGEST_HOLD = 300


@transaction.atomic
def accept(
    *, correction: RecordCorrection, handler: User, by: User, at: dt.datetime, reason: str = ""
) -> RecordCorrection:
    """Take it on and give it to a handler of the organ, or to another one."""
    held = begin_act(correction, "accept", by)
    if not holds(handler, held.organ, Role.REQUEST_HANDLER):
        raise ActRefused("只能分派给本机关的承办人员。")
    if held.handler_id and held.handler_id != handler.pk:
        needed(reason, "改派的理由")
    held.handler = handler
    details = {"handler": handler.pk}
    return finish_act(held, "accept", by=by, at=at, reason=reason.strip(), details=details)


@transaction.atomic
def forward(
    *,
    correction: RecordCorrection,
    target: Organ,
    reason: str,
    told_by: str,
    by: User,
    at: dt.datetime,
) -> RecordCorrection:
    """Send it to the organ that may correct the record, where its term begins anew.

    The applicant is told at once (并告知申请人). It never comes back to where it was.
    """
    held, day = begin_act(correction, "forward", by), timezone.localdate(at)
    if target.pk in organs_been_at(held) or not organs_to_ask().filter(pk=target.pk).exists():
        raise ActRefused(
            "只能转送给本网站的其他机关，且不能转回办理过的机关；"
            "本机关和该机关都无权更正的，请告知申请人向有权更正的机关提出。"
        )
    source, way = held.organ, _way(held, told_by)
    RecordForwarding.objects.create(
        correction=held,
        source=source,
        target=target,
        reason=needed(reason, "转送的理由"),
        forwarded_on=day,
        told_by=way,
        by=by,
        at=at,
    )
    held.organ, held.handler = target, None
    held.started_on, held.due_on = day, internal_term(target, day)
    details = {"from": source.code, "to": target.code, "told_by": str(way)}
    return finish_act(held, "forward", by=by, at=at, organ=source, details=details)


def organs_been_at(correction: RecordCorrection) -> set[int]:
    """Where it is and where it was."""
    past = correction.forwardings.values_list("source_id", flat=True)
    return {correction.organ_id, *past}


@transaction.atomic
def correct(
    *, correction: RecordCorrection, text: str, corrected_on: dt.date, by: User, at: dt.datetime
) -> RecordCorrection:
    """The record was wrong: what was corrected and when, for the reviewer to confirm."""
    held = begin_act(correction, "correct", by)
    day = not_after(corrected_on, timezone.localdate(at), "更正日期")
    if day < timezone.localdate(held.submitted_at):
        raise ActRefused("更正日期早于提交日期，请核对。")
    decision = RecordDecision(kind="correct", text=needed(text, "更正了什么"), corrected_on=day)
    return _propose(held, decision, by=by, at=at)


@transaction.atomic
def decline(
    *, correction: RecordCorrection, ground: str, text: str, by: User, at: dt.datetime
) -> RecordCorrection:
    """The record stays: the evidence is not enough, or the record is right."""
    held = begin_act(correction, "decline", by)
    if ground not in DeclineGround.values:
        raise ActRefused("请选择不予更正的情形。")
    decision = RecordDecision(kind="decline", text=needed(text, "不予更正的理由"), ground=ground)
    return _propose(held, decision, by=by, at=at)


@transaction.atomic
def refer(
    *,
    correction: RecordCorrection,
    right_organ: str,
    right_contacts: str,
    text: str,
    by: User,
    at: dt.datetime,
) -> RecordCorrection:
    """Not this organ's to correct, nor another's here: name the one that may, with contacts."""
    held = begin_act(correction, "refer", by)
    decision = RecordDecision(
        kind="refer",
        text=needed(text, "理由"),
        right_organ=needed(right_organ, "有权更正的机关")[:200],
        right_contacts=needed(right_contacts, "该机关的联系方式")[:300],
    )
    return _propose(held, decision, by=by, at=at)


@transaction.atomic
def approve(*, correction: RecordCorrection, by: User, at: dt.datetime) -> RecordCorrection:
    """What was decided takes effect; an account is told at once, others by the organ."""
    decision = locked_record(correction).decisions.order_by("-id").first()
    action = flow.approval_of(decision.kind if decision else "correct")
    held = begin_act(correction, action, by)
    decision = held.decisions.order_by("-id")[0]
    decision.approved_by, decision.approved_at = by, at
    decision.save(update_fields=["approved_by", "approved_at"])
    held.closed_on = timezone.localdate(at)
    finish_act(held, action, by=by, at=at)
    if held.user:
        _told(held, TellingWay.SITE, held.closed_on, by=None, at=at)
    return held


@transaction.atomic
def send_back(
    *, correction: RecordCorrection, reason: str, by: User, at: dt.datetime
) -> RecordCorrection:
    """The decision is not sound: the handler verifies again."""
    held = begin_act(correction, "return", by)
    return finish_act(held, "return", by=by, at=at, reason=needed(reason, "退回的理由"))


@transaction.atomic
def tell(
    *, correction: RecordCorrection, way: str, told_on: dt.date, by: User, at: dt.datetime
) -> RecordCorrection:
    """Write down that the applicant was told the result, how and when."""
    held = begin_act(correction, "tell", by)
    day = not_after(told_on, timezone.localdate(at), "告知日期")
    if held.closed_on and day < held.closed_on:
        raise ActRefused("告知日期早于作出决定的日期，请核对。")
    _told(held, _way(held, way), day, by=by, at=at)
    return finish_act(held, "tell", by=by, at=at, details={"way": way, "told_on": str(day)})


@transaction.atomic
def withdraw_correction(*, correction: RecordCorrection, at: dt.datetime) -> RecordCorrection:
    """The applicant takes it back."""
    held = begin_act(correction, "withdraw", None)
    held.closed_on = timezone.localdate(at)
    return finish_act(held, "withdraw", by=None, at=at)


@transaction.atomic
def record_withdrawal(
    *, correction: RecordCorrection, reason: str, by: User, at: dt.datetime
) -> RecordCorrection:
    """The applicant took it back by letter or telephone: how, and on what day, is written down."""
    held = begin_act(correction, "record_withdrawal", by)
    held.closed_on = timezone.localdate(at)
    told = needed(reason, "申请人怎样提出撤回")
    return finish_act(held, "record_withdrawal", by=by, at=at, reason=told)


@transaction.atomic
def archive(*, correction: RecordCorrection, by: User, at: dt.datetime) -> RecordCorrection:
    """Put it away, once the applicant knows what became of it."""
    held = begin_act(correction, "archive", by)
    if not is_told(held):
        raise ActRefused(UNTOLD)
    return finish_act(held, "archive", by=by, at=at)


@transaction.atomic
def hold_record(
    *, correction: RecordCorrection, reason: str, by: User, at: dt.datetime
) -> RecordCorrection:
    """Keep its personal data beyond their term, for a review, a suit or an inspection."""
    held = begin_act(correction, "hold", by)
    if held.legal_hold or held.purged_at:
        raise ActRefused("本件已经延长保存，或者个人信息已经清除。")
    held.legal_hold = impersonal(reason, "延长保存的理由", of=[held])
    if len(held.legal_hold) > LONGEST_HOLD:
        raise ActRefused(f"延长保存的理由最多{LONGEST_HOLD}字，请删减。")
    return finish_act(held, "hold", by=by, at=at, reason=held.legal_hold)


@transaction.atomic
def lift_record_hold(
    *, correction: RecordCorrection, reason: str, by: User, at: dt.datetime
) -> RecordCorrection:
    """Let the ordinary term apply again."""
    held = begin_act(correction, "lift_hold", by)
    if not held.legal_hold:
        raise ActRefused("本件没有延长保存。")
    held.legal_hold = ""
    return finish_act(held, "lift_hold", by=by, at=at, reason=needed(reason, "解除的理由"))


def is_told(correction: RecordCorrection) -> bool:
    """Whether the applicant knows the result; who took it back knows it."""
    if correction.status == flow.WITHDRAWN:
        return True
    return correction.tellings.filter(outcome=correction.status).exists()


def _propose(
    held: RecordCorrection, decision: RecordDecision, *, by: User, at: dt.datetime
) -> RecordCorrection:
    decision.correction, decision.by, decision.at = held, by, at
    decision.save()
    return finish_act(held, decision.kind, by=by, at=at)


def _way(held: RecordCorrection, way: str) -> TellingWay:
    if way not in TellingWay.values:
        raise ActRefused("请选择告知申请人的方式。")
    if way == TellingWay.SITE and held.user is None:
        raise ActRefused("申请人没有用账号提交，请用电话、当面、信函或者电子邮件告知。")
    return TellingWay(way)


def _told(
    held: RecordCorrection, way: str, day: dt.date, *, by: User | None, at: dt.datetime
) -> None:
    RecordTelling.objects.create(
        correction=held, outcome=held.status, way=way, told_on=day, by=by, at=at
    )
