"""A day that comes for a document: its period ends soon, or it holds no longer as it did."""

from __future__ import annotations

from django.db import models

from disclosure.choices import Turning, Validity
from disclosure.models.document import Document


class DocumentTurn(models.Model):
    """That a document's last day comes, or that its 有效性 became another, noticed once for each
    day and state: what those who follow it are told of.
    """

    document = models.ForeignKey(
        Document, verbose_name="文件", on_delete=models.CASCADE, related_name="turns"
    )
    turning = models.CharField("什么事", max_length=8, choices=Turning)
    state = models.CharField("有效性", max_length=12, choices=Validity, blank=True)
    day = models.DateField("日期")
    noticed_at = models.DateTimeField("发现时间")

    class Meta:
        verbose_name = verbose_name_plural = "文件有效性的变化"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "turning", "state", "day"], name="document_turns_once"
            ),
            models.CheckConstraint(
                condition=models.Q(turning=Turning.ENDING.value, state="")
                | (models.Q(turning=Turning.CHANGED.value) & ~models.Q(state="")),
                name="document_turn_has_its_state",
            ),
        ]
        indexes = [models.Index(fields=["turning", "noticed_at"], name="document_turn_noticed")]

    def __str__(self) -> str:
        return f"{self.get_turning_display()} {self.day}"
