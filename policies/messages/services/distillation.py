"""What one person was answered, as an answer for all: a draft of the base of answers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction

from policies.answers.choices import Audience, Source
from policies.answers.services import entries
from policies.messages.services.publication import proposed
from policies.messages.services.steps import STEPS
from portal.text.lines import from_lines

if TYPE_CHECKING:
    from policies.messages.models import Message
    from portal.accounts.models import User

_SHORT: Final = 100


@transaction.atomic
def distill(*, message: Message, question: str, by: User, at: dt.datetime) -> Message:
    """Draft an entry with the question as it is to be asked and the answer that was given, all that
    is personal masked; another person releases it, as every entry. Raises ActRefused where the base
    asks it already.
    """
    held, act = STEPS.begin(message, "distill", by, at)
    lines = proposed(held)["answer"].splitlines()
    policy = held.policy if held.policy and held.policy.is_public else None
    named = [policy.get_absolute_url()] if policy else []
    entry = entries.draft(
        organ=held.organ, audience=Audience.PUBLIC, question=question, source=Source.MESSAGES,
        policies=named, by=by, at=at,
    )  # fmt: skip
    entries.write(
        entry=entry, question=question, short_answer="".join(lines)[:_SHORT],
        answer=from_lines(lines), policies=named, review_on=entry.review_on, by=by, at=at,
    )  # fmt: skip
    return STEPS.finish(held, act, by=by, at=at, details={"entry": entry.pk})
