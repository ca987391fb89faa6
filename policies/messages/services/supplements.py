"""Asking the writer back: the clock stands still until they answer, or nobody waits any more."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from policies.messages.choices import Said
from policies.messages.models import Message, MessageWord
from policies.messages.services import clock
from policies.messages.services.intake import LONGEST_TEXT
from policies.messages.services.steps import STEPS
from portal.acts.refusals import needed
from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def ask_back(*, message: Message, text: str, by: User, at: dt.datetime) -> Message:
    """Ask what is missing; the days left are kept."""
    held, act = STEPS.begin(message, "ask_back", by, at)
    _say(held, Said.QUESTION, text, by=by, at=at)
    clock.pause(held, timezone.localdate(at))
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def supplement(*, message: Message, text: str, at: dt.datetime) -> Message:
    """The writer adds what was asked for."""
    held, act = STEPS.begin(message, "supplement", None, at)
    _say(held, Said.SUPPLEMENT, text, at=at)
    clock.resume(held, timezone.localdate(at))
    return STEPS.finish(held, act, by=None, at=at)


@transaction.atomic
def resume(*, message: Message, reason: str, by: User, at: dt.datetime) -> Message:
    """Go on without it, for a reason."""
    held, act = STEPS.begin(message, "resume", by, at)
    reason = needed(reason, "不再等候的理由")
    clock.resume(held, timezone.localdate(at))
    return STEPS.finish(held, act, by=by, at=at, reason=reason)


@transaction.atomic
def ask_again(*, message: Message, text: str, at: dt.datetime) -> Message:
    """A further word after the answer starts the shorter clock."""
    held, act = STEPS.begin(message, "ask_again", None, at)
    _say(held, Said.FURTHER, text, at=at)
    clock.start(held, timezone.localdate(at), held.channel.follow_up_days)
    held.was_extended = False
    return STEPS.finish(held, act, by=None, at=at)


@transaction.atomic
def reopen(*, message: Message, reason: str, by: User, at: dt.datetime) -> Message:
    """Work on it once more: nothing was done, or others ask the same now."""
    held, act = STEPS.begin(message, "reopen", by, at)
    reason = needed(reason, "再办的理由")
    clock.start(held, timezone.localdate(at), held.channel.follow_up_days)
    held.was_extended, held.closed_on = False, None
    return STEPS.finish(held, act, by=by, at=at, reason=reason)


def _say(
    message: Message, kind: Said, text: str, *, at: dt.datetime, by: User | None = None
) -> None:
    text = needed(text, kind.label)
    if len(text) > LONGEST_TEXT:
        raise ActRefused(f"最多{LONGEST_TEXT}字，请删减。")
    MessageWord.objects.create(message=message, kind=kind, text=text, by=by, at=at)
