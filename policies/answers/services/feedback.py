"""Questions beyond the base: taken in once, answered by an entry or told why not."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from policies.answers import handover
from policies.answers.choices import Audience
from policies.answers.models import Consumer, Entry, Feedback, FeedbackAct
from policies.answers.permissions import FEEDBACK_RULES
from policies.answers.services.pushed_events import push_outcome
from policies.answers.workflow import FEEDBACK_WORKFLOW, FeedbackStatus
from portal.acts.refusals import needed
from portal.acts.steps import Steps
from portal.common.errors import ActRefused
from portal.common.verdicts import ALLOWED, Verdict, no_occasion
from portal.statute import Article
from portal.workdays.calendar import deadline
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.accounts.models import User
    from portal.organs.models import Organ

_BASIS: Final[Article] = FEEDBACK_WORKFLOW.actions["answer"].basis
LONGEST: Final = 1000


def _in_hand(feedback: Feedback, _on: dt.date) -> Verdict:
    if feedback.handed_on_at:
        return no_occasion("这件反馈已转为留言，请在留言里办理。")
    return ALLOWED


def _undrafted(feedback: Feedback, on: dt.date) -> Verdict:
    if feedback.entry_id:
        return no_occasion("已经据这件反馈拟写问答。")
    return _in_hand(feedback, on)


STEPS: Final[Steps[Feedback]] = Steps(
    Feedback,
    FeedbackAct,
    "feedback",
    "answer_feedback",
    FEEDBACK_RULES,
    {"draft": _undrafted, "answer": _in_hand, "decline": _in_hand},
)


@transaction.atomic
def receive(
    *,
    consumer: Consumer,
    reference: str,
    question: str,
    organ: Organ,
    document: Document | None = None,
    at: dt.datetime,
) -> tuple[Feedback, bool]:
    """Keep a question, and whether it is new: the same number of the same consumer again is the
    same question. Raises ActRefused where that number was another question.
    """
    Consumer.objects.select_for_update(no_key=True).get(pk=consumer.pk)
    known = Feedback.objects.filter(consumer=consumer, reference=reference).first()
    if known is not None:
        if known.question != question or known.organ_id != organ.pk:
            raise ActRefused("这个来件编号已经用于另一个问题，请换一个编号。")
        return known, False
    feedback = Feedback.objects.create(
        consumer=consumer,
        reference=reference,
        question=question,
        organ=organ,
        document=document,
        due_on=_due_on(at),
        received_at=at,
        updated_at=at,
    )
    STEPS.opened(feedback, "receive", by=None, at=at, summary="收到知识库反馈", basis=_BASIS)
    carry = handover.carrier()
    if carry and carry(feedback, at):
        feedback.handed_on_at = at
        feedback.save(update_fields=["handed_on_at", "due_on"])
    return feedback, True


@transaction.atomic
def link_draft(*, feedback: Feedback, entry: Entry, by: User, at: dt.datetime) -> Feedback:
    """An entry is being drafted for it; released, it is the answer."""
    return STEPS.perform(feedback, "draft", entry=entry, by=by, at=at)


@transaction.atomic
def answer(*, feedback: Feedback, entry: Entry, by: User, at: dt.datetime) -> Feedback:
    """Answer with an entry that the consumer may read."""
    _readable_by_consumer(feedback, entry)
    done = STEPS.perform(feedback, "answer", entry=entry, settled_at=at, by=by, at=at)
    push_outcome(done, at=at)
    return done


@transaction.atomic
def decline(*, feedback: Feedback, reason: str, by: User, at: dt.datetime) -> Feedback:
    """Tell the consumer why the base will not answer it, and where to ask."""
    told = needed(reason, "不纳入的说明")
    done = STEPS.perform(
        feedback, "decline", reason=told, told=told[:500], settled_at=at, by=by, at=at
    )
    push_outcome(done, at=at)
    return done


@transaction.atomic
def settle(
    *, feedback: Feedback, reply: str = "", told: str = "", by: User | None, at: dt.datetime
) -> Feedback:
    """What came of a question that was handed on: a reply, or why there is none. Whoever carried it
    has judged who may do so; a later reply takes the place of the one before.

    Raises ActRefused for one that was not handed on, or for no words at all.
    """
    held = STEPS.locked(feedback)
    if held.handed_on_at is None:
        raise ActRefused("这件反馈没有转出，请在知识库反馈里办理。")
    if not reply:
        told = needed(told, "不纳入的说明")
    held.reply = reply
    return _settled(held, "answer" if reply else "decline", told=told, by=by, at=at)


def settle_by_release(entry: Entry, *, by: User, at: dt.datetime) -> None:
    """Questions for which the entry was drafted are answered by its release, within its act.

    One whose consumer may not read the entry stays open.
    """
    rows = Feedback.objects.select_for_update(no_key=True).filter(
        entry=entry, status=FeedbackStatus.RECEIVED, handed_on_at=None
    )
    for feedback in rows.order_by("pk"):
        if Audience(entry.audience) in Audience(feedback.consumer.scope).reads:
            _settled(feedback, "answer", told="", by=by, at=at)


def complete_dates(*, at: dt.datetime) -> int:
    """Give the open ones a last day that the calendar did not reach when they came."""
    waiting = Feedback.objects.filter(status=FeedbackStatus.RECEIVED, due_on=None)
    found = [(row, _due_on(row.received_at)) for row in waiting]
    known = [(row, due) for row, due in found if due]
    for row, due in known:
        Feedback.objects.filter(pk=row.pk, due_on=None).update(due_on=due, updated_at=at)
    return len(known)


def _settled(
    feedback: Feedback, action: str, *, told: str, by: User | None, at: dt.datetime
) -> Feedback:
    feedback.told, feedback.settled_at = told[:500], at
    act = FEEDBACK_WORKFLOW.actions[action]
    done = STEPS.finish(feedback, act, by=by, at=at, reason=told)
    push_outcome(done, at=at)
    return done


def _due_on(at: dt.datetime) -> dt.date | None:
    """None while the calendar does not reach so far: no day is ever guessed."""
    start = timezone.localdate(at)
    days = settings.ANSWER_FEEDBACK_DAYS
    return deadline(load_calendar(), start=start, days=days, basis=_BASIS).due_on


def _readable_by_consumer(feedback: Feedback, entry: Entry) -> None:
    scope = Audience(feedback.consumer.scope)
    if not Entry.objects.readable(*scope.reads).filter(pk=entry.pk).exists():
        raise ActRefused(
            f"{feedback.consumer}读不到{entry}：没有公开，已经失效，或者不在它的可读范围。"
        )
