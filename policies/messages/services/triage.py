"""Looking at what the rules of spam hold, and taking messages back: nothing is ever deleted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from policies.messages.models import Message
from policies.messages.services import clock
from policies.messages.services.mergers import let_go
from policies.messages.services.publication import take_off
from policies.messages.services.routes import first_organ
from policies.messages.services.steps import STEPS
from portal.acts.refusals import needed

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.workflow import Act


@transaction.atomic
def release(*, message: Message, by: User, at: dt.datetime) -> Message:
    """A person found it in order: it goes where it would have gone at once."""
    held, act = STEPS.begin(message, "release", by, at)
    came_from = held.organ
    held.organ = first_organ(held.channel, held.policy, held.theme) or held.office
    held.closed_on = None
    clock.start(held, held.received_on, held.channel.reply_days)
    return STEPS.finish(held, act, by=by, at=at, organ=came_from)


@transaction.atomic
def set_aside(*, message: Message, reason: str, by: User, at: dt.datetime) -> Message:
    """A person found it void; it stays, and can be released later."""
    held, act = STEPS.begin(message, "set_aside", by, at)
    reason = needed(reason, "认定无效的理由")
    return _ended(held, act, by=by, at=at, reason=reason)


@transaction.atomic
def withdraw(*, message: Message, at: dt.datetime) -> Message:
    """The writer takes it back."""
    held, act = STEPS.begin(message, "withdraw", None, at)
    return _ended(held, act, by=None, at=at)


@transaction.atomic
def record_withdrawal(*, message: Message, reason: str, by: User, at: dt.datetime) -> Message:
    """The writer took it back by telephone or letter."""
    held, act = STEPS.begin(message, "record_withdrawal", by, at)
    reason = needed(reason, "留言人怎样提出撤回")
    return _ended(held, act, by=by, at=at, reason=reason)


def _ended(
    held: Message, act: Act, *, by: User | None, at: dt.datetime, reason: str = ""
) -> Message:
    """No clock, nothing public, and those that were merged into it are single again."""
    clock.stop(held)
    held.closed_on = timezone.localdate(at)
    take_off(held, at=at)
    let_go(held, at=at)
    return STEPS.finish(held, act, by=by, at=at, reason=reason)
