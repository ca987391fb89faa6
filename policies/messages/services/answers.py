"""The answer: drafted by one, approved by another; its term lengthened once, with a reason."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from policies.messages.choices import Outcome
from policies.messages.models import Message, MessageAnswer
from policies.messages.services import clock
from policies.messages.services.steps import STEPS
from portal.acts.refusals import needed
from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from portal.accounts.models import User

# Words that put off without a day; the draft is marked, and its reviewer sees them.
VAGUE: Final = re.compile(r"近期|尽快|适时|择机|正在研究|下一步将")


@transaction.atomic
def propose(*, message: Message, text: str, outcome: str, by: User, at: dt.datetime) -> Message:
    """Write the answer, for another person to judge."""
    held, act = STEPS.begin(message, "propose", by, at)
    if outcome not in Outcome.values:
        raise ActRefused("请选择结果。")
    held.answers.filter(approved_at=None).delete()
    MessageAnswer.objects.create(
        message=held, outcome=outcome, text=needed(text, "答复"), by=by, at=at
    )
    return STEPS.finish(held, act, by=by, at=at, details={"outcome": outcome})


@transaction.atomic
def approve(*, message: Message, by: User, at: dt.datetime) -> Message:
    """It goes out, to the writer and to those whose messages were merged into this one."""
    held, act = STEPS.begin(message, "approve", by, at)
    draft = held.answers.filter(approved_at=None).latest("pk")
    draft.approved_by, draft.approved_at = by, at
    draft.save()
    clock.stop(held)
    held.answered_on = held.answered_on or timezone.localdate(at)
    return STEPS.finish(held, act, by=by, at=at, details={"outcome": draft.outcome})


@transaction.atomic
def extend(*, message: Message, reason: str, by: User, at: dt.datetime) -> Message:
    """More time, once, with the reason that the writer reads."""
    held, act = STEPS.begin(message, "extend", by, at)
    reason = needed(reason, "延期的理由")
    clock.lengthen(held, held.channel.extension_days)
    return STEPS.finish(held, act, by=by, at=at, reason=reason)
