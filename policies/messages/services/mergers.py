"""Messages that ask the same are answered together; each keeps its number, code and privacy."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from policies.messages.models import Message
from policies.messages.services import clock
from policies.messages.services.steps import STEPS
from policies.messages.services.supplements import reopen
from policies.messages.workflow import Status
from portal.acts.refusals import needed
from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from portal.accounts.models import User

TAKES: tuple[str, ...] = (
    Status.RECEIVED, Status.ASSIGNED, Status.ANSWERING, Status.ASKED, Status.REVIEW,
    Status.ANSWERED, Status.CLOSED,
)  # fmt: skip


@transaction.atomic
def merge(*, message: Message, into: Message, by: User, at: dt.datetime) -> Message:
    """Answer it with `into`, for which the earliest day of all of them holds; one that was answered
    already is taken up again, so that nobody waits at a case that is closed.
    """
    # Always in the order of their numbers, so that two who merge crosswise do not wait for ever.
    for row in sorted((message, into), key=lambda each: each.pk):
        STEPS.locked(row)
    held, act = STEPS.begin(message, "merge", by, at)
    target = Message.objects.get(pk=into.pk)
    if target.pk == held.pk or target.organ_id != held.organ_id:
        raise ActRefused("只能并入本机关正在办理的另一件留言。")
    if target.status not in TAKES:
        raise ActRefused(f"{target.number}{target.get_status_display()}，不能并入。")
    if target.status in (Status.ANSWERED, Status.CLOSED):
        target = reopen(message=target, reason=f"并入了{held.number}", by=by, at=at)
    held.merged_into, held.handler = target, None
    held.accept_due_on = None
    merged = STEPS.finish(held, act, by=by, at=at, details={"into": target.number})
    _date(target, at=at)
    return merged


@transaction.atomic
def unmerge(*, message: Message, reason: str, by: User, at: dt.datetime) -> Message:
    """Single again, with its own day: the clock has run on all the time; where it was answered
    with the other already, it begins anew.
    """
    held, act = STEPS.begin(message, "unmerge", by, at)
    reason, target = needed(reason, "拆回的理由"), held.merged_into
    held.merged_into = None
    if held.counts_from is None:
        clock.start(held, timezone.localdate(at), held.channel.reply_days)
    single = STEPS.finish(held, act, by=by, at=at, reason=reason)
    if target is not None:
        _date(STEPS.locked(target), at=at)
    return single


def let_go(target: Message, *, at: dt.datetime) -> None:
    """One that others were merged into has ended: they are single again, by nobody's hand."""
    act = STEPS.rules.workflow.actions["unmerge"]
    for member in target.members.order_by("pk"):
        held = STEPS.locked(member)
        held.merged_into = None
        STEPS.finish(held, act, by=None, at=at, reason=f"{target.number}不再办理")


def _date(target: Message, *, at: dt.datetime) -> None:
    """The day of one that others belong to, after one came or went."""
    if target.status in Status.open and target.status != Status.ASKED:
        clock.redate(target)
        target.updated_at = at
        target.save(update_fields=["due_on", "updated_at"])
