"""Distributing messages, signing for them, handing back what is not one's own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from policies.messages.models import Message
from policies.messages.selectors import organs_that_answer
from policies.messages.services import clock
from policies.messages.services.steps import STEPS
from portal.acts.refusals import needed
from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ


@transaction.atomic
def assign(*, message: Message, organ: Organ | None = None, by: User, at: dt.datetime) -> Message:
    """Give it to the organ that answers, without one to the own; one that had handed it back gets
    it for good. The clock goes on as it ran: it is the writer's.
    """
    held, act = STEPS.begin(message, "assign", by, at)
    came_from, today = held.organ, timezone.localdate(at)
    target = organ or came_from
    if not organs_that_answer().filter(pk=target.pk).exists():
        raise ActRefused(f"{target.short_name}没有留言分办、答复人员，不能分给它办理。")
    if _handed_back_by(held, target):
        held.ruled_on = today
    held.organ, held.handler = target, None
    if target != came_from:
        held.office = came_from
    if held.accept_due_on is None:
        clock.expect_signature(held, today)
    return STEPS.finish(
        held, act, by=by, at=at, organ=came_from,
        details={"to": target.pk, "ruled": held.ruled_on is not None},
    )  # fmt: skip


def accept(*, message: Message, by: User, at: dt.datetime) -> Message:
    """Sign for it: who does so has it."""
    return STEPS.perform(message, "accept", by=by, at=at, handler=by, accept_due_on=None)


@transaction.atomic
def hand_back(*, message: Message, reason: str, by: User, at: dt.datetime) -> Message:
    """It is not ours: back to the office that distributes, once, with the reason."""
    held, act = STEPS.begin(message, "hand_back", by, at)
    reason, came_from = needed(reason, "退回的理由"), held.organ
    held.organ, held.handler, held.accept_due_on = held.office, None, None
    return STEPS.finish(held, act, by=by, at=at, reason=reason, organ=came_from)


def _handed_back_by(message: Message, organ: Organ) -> bool:
    return message.acts.filter(action="hand_back", organ=organ).exists()
