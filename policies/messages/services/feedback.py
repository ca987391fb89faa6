"""What the writer says of the answer, what a call afterwards found, and the end of the case."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from policies.messages.choices import Revisited, Score
from policies.messages.models import Message, MessageAnswer, MessageRating, Revisit
from policies.messages.services.steps import STEPS
from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from portal.common.typed import said

if TYPE_CHECKING:
    from portal.accounts.models import User

_LONGEST = 500


@transaction.atomic
def rate(*, message: Message, score: str, text: str = "", at: dt.datetime) -> Message:
    """Rate the last answer, once; who is not content says why, and it is asked for again."""
    held, act = STEPS.begin(message, "rate", None, at)
    if score not in Score.values:
        raise ActRefused("请选择满意、基本满意或者不满意。")
    text = said(text)[:_LONGEST]
    if score == Score.BAD:
        text = needed(text, "不满意的原因")
    answer = held.answers.filter(approved_at__isnull=False).latest("pk")
    MessageRating.objects.create(message=held, answer=answer, score=score, text=text, at=at)
    return STEPS.finish(held, act, by=None, at=at, details={"score": score})


@transaction.atomic
def revisit(*, message: Message, found: str, text: str, by: User, at: dt.datetime) -> Message:
    """Write down what was found when the writer was called."""
    held, act = STEPS.begin(message, "revisit", by, at)
    if found not in Revisited.values:
        raise ActRefused("请选择回访的结果。")
    text = needed(text, "回访的情况")
    Revisit.objects.create(message=held, found=found, text=text, by=by, at=at)
    return STEPS.finish(held, act, by=by, at=at, details={"found": found})


def close(*, message: Message, by: User, at: dt.datetime) -> Message:
    """Nothing more is to be done; from here the term of keeping runs."""
    return STEPS.perform(message, "close", by=by, at=at, closed_on=timezone.localdate(at))


def last_answer(message: Message) -> MessageAnswer | None:
    """What the writer was told last: of one that was merged, what was told of the other."""
    told = message.merged_into or message
    return told.answers.filter(approved_at__isnull=False).last()
