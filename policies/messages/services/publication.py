"""留言选登: a masked copy that a person released, and its end, each with the search at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from policies.messages import search_entries
from policies.messages.models import GramCount, Message, MessageAnswer, PublishedMessage
from policies.messages.services.notices import tell_askers
from policies.messages.services.steps import STEPS
from policies.messages.titles import title_of
from portal.acts.refusals import needed, refuse_if
from portal.common.alike import bigrams
from portal.common.errors import ActRefused
from portal.common.verdicts import Blocker
from portal.personal.free_text import grave, masked
from portal.workdays.calendar import BeyondCalendar
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST_TITLE = 60
_LABELS = {"title": "标题", "question": "留言", "answer": "答复"}


def proposed(message: Message) -> dict[str, str]:
    """Title, question and answer with all that is personal masked: where a person begins."""
    names = [message.name] if message.name else []
    told = _answer(message)
    return {
        "title": masked(title_of(message.text), names=names),
        "question": masked(message.text, names=names),
        "answer": masked(told.text, names=names) if told else "",
    }


@transaction.atomic
def publish(
    *, message: Message, title: str, question: str, answer: str, by: User, at: dt.datetime
) -> Message:
    """Release question and answer as they stand here. Raises Blocked for numbers of persons."""
    held, act = STEPS.begin(message, "publish", by, at)
    texts = {"title": title, "question": question, "answer": answer}
    texts = {name: needed(text, _LABELS[name]) for name, text in texts.items()}
    if len(texts["title"]) > LONGEST_TITLE:
        raise ActRefused(f"标题最多{LONGEST_TITLE}字，请删减。")
    refuse_if(
        [
            Blocker(
                "personal", f"{_LABELS[name]}里还有{spot.kind}（{spot.masked}），请先隐去。", name
            )
            for name, text in texts.items()
            for spot in grave(text)
        ]
    )
    told = _answer(held)
    if told is None or told.approved_at is None:
        raise ActRefused("没有可以公开的答复。")
    row = PublishedMessage.objects.filter(message=held).first() or PublishedMessage(message=held)
    _forget_grams(row)
    was_live, former = bool(row.pk and row.is_live), row.answer
    row.channel, row.organ, row.policy, row.theme = (
        held.channel, held.organ, held.policy, held.theme,
    )  # fmt: skip
    row.category, row.outcome = held.category, told.outcome
    for name, text in texts.items():
        setattr(row, name, text)
    row.asked_on = held.received_on
    row.answered_on = timezone.localdate(told.approved_at)
    row.days_taken = _days_taken(held)
    row.is_live, row.taken_down_at = True, None
    row.published_by, row.updated_at = by, at
    row.published_at = row.published_at or at
    grams = sorted(bigrams(f"{row.title}{row.question}"))
    row.grams = grams
    row.save()
    _count_grams(grams, 1)
    search_entries.index(row, at=at)
    finished = STEPS.finish(held, act, by=by, at=at)
    if was_live and former != row.answer:
        tell_askers(row, at=at)
    return finished


@transaction.atomic
def take_down(*, message: Message, reason: str, by: User, at: dt.datetime) -> Message:
    """It is public no more."""
    held, act = STEPS.begin(message, "take_down", by, at)
    reason = needed(reason, "撤下的理由")
    take_off(held, at=at)
    return STEPS.finish(held, act, by=by, at=at, reason=reason)


@transaction.atomic
def withdraw_consent(*, message: Message, at: dt.datetime) -> Message:
    """The writer does not want it public any more: page, search and feed lose it at once."""
    held, act = STEPS.begin(message, "withdraw_consent", None, at)
    take_off(held, at=at)
    held.may_publish, held.consent_ended_at = False, at
    return STEPS.finish(held, act, by=None, at=at)


def take_off(message: Message, *, at: dt.datetime) -> None:
    """Take the public copy away, if there is one: only its number stays, and who asked as well is
    forgotten. Call within the transaction of the act.
    """
    row = PublishedMessage.objects.filter(message=message, is_live=True).first()
    if row is None:
        return
    _forget_grams(row)
    row.title = row.question = row.answer = row.typical_note = ""
    row.typical_on = None
    row.is_live, row.taken_down_at, row.updated_at = False, at, at
    row.also_asked, row.grams = 0, []
    row.save()
    row.askers.all().delete()
    search_entries.unindex(row, at=at)


def _answer(message: Message) -> MessageAnswer | None:
    return message.answers.filter(approved_at__isnull=False).last()


def _days_taken(message: Message) -> int | None:
    """Working days from the day after it came to its first answer; None beyond the calendar."""
    if message.answered_on is None:
        return None
    try:
        return max(load_calendar().count(message.received_on, message.answered_on), 0)
    except BeyondCalendar:
        return None


def _forget_grams(row: PublishedMessage) -> None:
    if row.pk and row.is_live:
        _count_grams(row.grams, -1)


def _count_grams(grams: Iterable[str], step: int) -> None:
    """Add to the counts; in the order of the pairs, so that two who publish do not wait for each
    other crosswise.
    """
    grams = sorted(grams)
    if step > 0:
        rows = [GramCount(gram=gram) for gram in grams]
        GramCount.objects.bulk_create(rows, ignore_conflicts=True)
    held = GramCount.objects.select_for_update(no_key=True).filter(pk__in=grams).order_by("pk")
    GramCount.objects.filter(pk__in=[row.pk for row in held]).update(count=F("count") + step)
