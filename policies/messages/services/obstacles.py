"""What in a message stands in the way of an act, whoever would do it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from policies.messages.choices import Door, Publication
from policies.messages.models import Message, Referral
from portal.acts.refusals import may_be_urged
from portal.acts.steps import Obstacle
from portal.common.verdicts import ALLOWED, Verdict, no_occasion, refuse
from portal.personal import holds


def _hand_back(message: Message, on: dt.date) -> Verdict:
    """Once, in time, and never after the office's ruling."""
    if message.organ_id == message.office_id:
        return no_occasion("本件由本机关分办，没有可以退回的机关。")
    if message.ruled_on:
        return refuse("本件退回过一次，分办机关已经裁定由本机关办理，不能再退回。")
    last = message.accept_due_on or message.due_on
    if last and on > last:
        return refuse(f"退回应当在{last.isoformat()}以前提出，现在已经过了期限，请办理。")
    return ALLOWED


def _extend(message: Message, on: dt.date) -> Verdict:
    if message.was_extended:
        return no_occasion("本件已经延期过一次，不能再延期。")
    if message.due_on and on > message.due_on:
        return no_occasion("本件已经过了答复期限，不能再延期，请尽快答复。")
    return ALLOWED


def _publish(message: Message, _on: dt.date) -> Verdict:
    if not message.may_publish:
        return no_occasion("留言人没有同意公开，不能公开。")
    if message.channel.publication == Publication.NEVER:
        return no_occasion(f"{message.channel.name}的留言不公开。")
    if message.answered_on is None or message.purged_at:
        return no_occasion("没有可以公开的答复。")
    return ALLOWED


def _take_down(message: Message, _on: dt.date) -> Verdict:
    return ALLOWED if _is_public(message) else no_occasion("本件没有公开。")


def _drop_typical(message: Message, _on: dt.date) -> Verdict:
    if _is_public(message) and message.published.typical_on:
        return ALLOWED
    return no_occasion("本件没有列为典型案例。")


def _keep_private(message: Message, on: dt.date) -> Verdict:
    if _is_public(message):
        return no_occasion("本件已经公开；不再公开的，请撤下。")
    if not (verdict := _publish(message, on)):
        return verdict
    if any(act.action == "keep_private" for act in message.acts.all()):
        return no_occasion("本件已经决定不公开。")
    return ALLOWED


def _revisit(message: Message, _on: dt.date) -> Verdict:
    """Somebody who left no way of being reached is not called."""
    if message.purged_at or not (message.user_id or message.phone or message.email):
        return no_occasion("留言人没有留联系方式，不能回访。")
    return ALLOWED


def _close(message: Message, on: dt.date) -> Verdict:
    is_due = message.channel.revisits and _revisit(message, on) and message.status == "answered"
    if is_due and not message.revisits.exists():
        return refuse(f"{message.channel.name}的留言办结以前要回访，请先登记回访。")
    return ALLOWED


def _rate(message: Message, _on: dt.date) -> Verdict:
    last = message.answers.filter(approved_at__isnull=False).last()
    if last is None:
        return no_occasion("还没有答复。")
    rated = message.ratings.filter(answer=last).exists()
    return refuse("这次答复您已经评价过了，谢谢。") if rated else ALLOWED


def _withdraw_consent(message: Message, _on: dt.date) -> Verdict:
    return ALLOWED if message.may_publish else no_occasion("您没有同意公开这件留言。")


def _record_acceptance(message: Message, _on: dt.date) -> Verdict:
    referral = _petition(message)
    if referral is None:
        return no_occasion("本件没有转到信访。")
    return no_occasion("已经登记过受理。") if referral.accepted_on else ALLOWED


def _extend_petition(message: Message, on: dt.date) -> Verdict:
    referral = _petition(message)
    if referral is None or referral.accepted_on is None or referral.is_extended:
        return no_occasion("没有可以延长的信访办理期限。")
    if referral.finish_by and on > referral.finish_by:
        return no_occasion("信访办理期限已经过了。")
    return ALLOWED


def _merge(message: Message, _on: dt.date) -> Verdict:
    if message.members.exists():
        return refuse("已有别的留言并入本件，请把本件作为并入的去处。")
    return ALLOWED


def _is_public(message: Message) -> bool:
    return hasattr(message, "published") and message.published.is_live


def _petition(message: Message) -> Referral | None:
    referral: Referral | None = getattr(message, "referral", None)
    return referral if referral and referral.door == Door.PETITION else None


OBSTACLES: Final[Mapping[str, Obstacle]] = {
    "hand_back": _hand_back,
    "extend": _extend,
    "publish": _publish,
    "take_down": _take_down,
    "choose_typical": _take_down,
    "drop_typical": _drop_typical,
    "keep_private": _keep_private,
    "revisit": _revisit,
    "close": _close,
    "rate": _rate,
    "withdraw_consent": _withdraw_consent,
    "record_acceptance": _record_acceptance,
    "extend_petition": _extend_petition,
    "merge": _merge,
    **holds.OBSTACLES,
    "urge": may_be_urged("due_on"),
}
