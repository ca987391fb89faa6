"""Editors hear of answers to be looked at again, and of questions fed back that fall due."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.urls import reverse
from django.utils import timezone

from policies.answers.models import Entry, Feedback
from policies.answers.workflow import FeedbackStatus, Status
from portal.accounts.choices import Role
from portal.notifications.services.reminders import Concern, Term, Words, remind

REVIEW: Final = "answers.review"
FEEDBACK: Final = "answers.feedback_due"
# Far enough ahead for the first stage of a reminder.
_AHEAD: Final = dt.timedelta(days=30)

_REVIEW: Final[Term[Entry]] = Term(
    Concern(
        REVIEW,
        lambda row: reverse("admin:policies_entry_change", args=[row.pk]),
        handler_role=Role.MESSAGE_RESPONDER,
        substitute=Role.SUPERVISOR,
    ),
    Status,
    "review_on",
    Words("answers:{row.pk}:{due}:left:{stage}", "问答复核提醒：{row}",
          "{row}应在{due}复核，还有{left}个工作日。"),
    Words("answers:{row.pk}:{due}:late:{today}", "问答过了复核日：{row}",
          "{row}应在{due}复核，请核对依据后修订，或者复核无误。"),
)  # fmt: skip
_FEEDBACK: Final[Term[Feedback]] = Term(
    Concern(
        FEEDBACK,
        lambda row: reverse("admin:policies_feedback_change", args=[row.pk]),
        handler_role=Role.MESSAGE_RESPONDER,
        substitute=Role.SUPERVISOR,
    ),
    FeedbackStatus,
    "due_on",
    Words("answer_feedback:{row.pk}:left:{stage}", "知识库反馈期限提醒：{row}",
          "{row}应在{due}前答复，还有{left}个工作日。"),
    Words("answer_feedback:{row.pk}:late:{today}", "知识库反馈逾期：{row}",
          "{row}的期限是{due}，请尽快答复。"),
)  # fmt: skip


def remind_of_reviews(*, at: dt.datetime) -> int:
    """Queue what public answers call for today; returns how many people were told."""
    soon = timezone.localdate(at) + _AHEAD
    rows = Entry.objects.due_for_review(on=soon).select_related("organ", "handler")
    return remind(_REVIEW, rows, at=at).people


def remind_of_feedback(*, at: dt.datetime) -> int:
    """The same of questions fed back that are still open here."""
    rows = Feedback.objects.filter(status=FeedbackStatus.RECEIVED, handed_on_at=None)
    return remind(_FEEDBACK, rows.select_related("organ", "handler"), at=at).people
