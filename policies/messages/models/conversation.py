"""What is said in a message after it came: questions back, answers, ratings, calls afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from policies.messages.choices import Outcome, Revisited, Said, Score
from policies.messages.models.message import Message
from portal.accounts.models import User
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel


class MessageWord(SealedModel):
    """A question of the organ, or what the writer added; without a person it was the writer."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="words")
    kind = models.CharField("种类", max_length=12, choices=Said)
    text = SealedTextField("内容")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.message} {self.get_kind_display()}"


class MessageAnswer(SealedModel):
    """A draft until another person approves it; then what the writer reads."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField("结果", max_length=16, choices=Outcome)
    text = SealedTextField("答复")
    by = models.ForeignKey(User, verbose_name="拟稿人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("拟稿时间")
    approved_by = models.ForeignKey(
        User, verbose_name="审核人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("by")),
                name="message_answer_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="message_answer_approved_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message} {self.get_outcome_display()}"


class MessageRating(SealedModel):
    """What the writer says of an answer, once; of those that were merged each for themselves."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="ratings")
    answer = models.ForeignKey(MessageAnswer, on_delete=models.PROTECT, related_name="ratings")
    score = models.CharField("评价", max_length=8, choices=Score)
    text = SealedTextField("说明", blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["message", "answer"], name="message_rated_once")
        ]

    def __str__(self) -> str:
        return f"{self.message} {self.get_score_display()}"


class Revisit(SealedModel):
    """回访: what was found when somebody asked afterwards."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="revisits")
    found = models.CharField("结果", max_length=12, choices=Revisited)
    text = SealedTextField("说明")
    by = models.ForeignKey(User, verbose_name="回访人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.message} {self.get_found_display()}"
