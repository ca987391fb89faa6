"""A question beyond the base, fed back by a system that reads it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from disclosure.models import Document
from policies.answers.models.consumer import Consumer
from policies.answers.models.entry import Entry
from policies.answers.workflow import FEEDBACK_WORKFLOW, FeedbackStatus
from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.organs.models import Organ
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel

LONGEST_REFERENCE = 64


class Feedback(SealedModel):
    """What was asked and could not be answered, and what became of it.

    `reference` is the consumer's own number: the same again is the same question. What is asked
    is sealed, for a caller's words may name the caller. `entry` is what is drafted for it, and
    once it is answered what answers it; `told` is what the consumer is told where nothing is.
    `handed_on_at` says that a message carries it on (`policies.answers.handover`), whose answer
    is `reply`.
    """

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    consumer = models.ForeignKey(
        Consumer, verbose_name="来自", on_delete=models.PROTECT, related_name="feedback"
    )
    reference = models.CharField("来件编号", max_length=LONGEST_REFERENCE)
    organ = models.ForeignKey(
        Organ, verbose_name="办理机关", on_delete=models.PROTECT, related_name="+"
    )
    document = models.ForeignKey(
        Document, verbose_name="有关文件", null=True, on_delete=models.PROTECT, related_name="+"
    )
    question = SealedTextField("问题")
    status = models.CharField(
        "状态", max_length=16, choices=FeedbackStatus.choices,
        default=FeedbackStatus.RECEIVED.value,
    )  # fmt: skip
    handler = models.ForeignKey(
        User, verbose_name="承办人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    entry = models.ForeignKey(
        Entry, verbose_name="问答", null=True, on_delete=models.PROTECT, related_name="feedback"
    )
    reply = SealedTextField("答复", blank=True)
    told = models.CharField("不纳入的说明", max_length=500, blank=True)
    due_on = models.DateField("答复期限", null=True)
    received_at = models.DateTimeField("收到时间")
    handed_on_at = models.DateTimeField("转为留言的时间", null=True)
    settled_at = models.DateTimeField("办结时间", null=True)
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = "知识库反馈"
        verbose_name_plural = "知识库反馈"
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["consumer", "reference"], name="feedback_once"),
            models.CheckConstraint(
                condition=Q(status=FeedbackStatus.RECEIVED.value, told="", settled_at=None)
                | Q(
                    Q(entry__isnull=False) | Q(handed_on_at__isnull=False),
                    status=FeedbackStatus.ANSWERED.value,
                    settled_at__isnull=False,
                )
                | Q(status=FeedbackStatus.DECLINED.value, settled_at__isnull=False) & ~Q(told=""),
                name="feedback_is_answered_or_told_why_not",
            ),
        ]
        indexes = [models.Index(fields=["organ", "status"], name="feedback_by_organ")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the desk names it by: never what was asked."""
        return f"反馈{self.pk}"


class FeedbackAct(ActRow):
    """One step of a question fed back."""

    workflow = FEEDBACK_WORKFLOW
    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("说明", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "反馈办理记录"
        verbose_name_plural = "反馈办理记录"
        triggers = unchanging("feedback", "reason")
