"""Sheets of paper: typed by one, a part of them by another, and only then counted."""

from __future__ import annotations

import json

from django.db import models
from django.db.models import F, Q

from decisions.surveys.answers import Given, from_data
from decisions.surveys.choices import BatchState
from decisions.surveys.models.survey import Survey, SurveyVersion
from portal.accounts.models import User
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel


class PaperBatch(models.Model):
    """A pile of sheets of one place. `sample` are the numbers of those that another types again,
    drawn when the pile was typed; one that differs holds the whole pile.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="batches")
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="+")
    place = models.CharField("收自", max_length=100)
    sheets = models.PositiveSmallIntegerField("份数")
    received_on = models.DateField("收到日期")
    state = models.CharField("状态", max_length=12, choices=BatchState, default=BatchState.TYPING)
    sample = models.JSONField("抽查的各份", default=list)
    told = models.CharField("说明", max_length=500, blank=True)
    opened_by = models.ForeignKey(
        User, verbose_name="录入人", on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField("开始录入时间")
    checked_by = models.ForeignKey(
        User, verbose_name="抽查人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField("抽查时间", null=True)

    class Meta:
        verbose_name = "一批纸质问卷"
        verbose_name_plural = "纸质问卷"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(sheets__gte=1), name="paper_batch_has_sheets"),
            models.CheckConstraint(
                condition=~Q(checked_by=F("opened_by")), name="paper_batch_checked_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.COUNTED.value) | Q(checked_by__isnull=False),
                name="paper_batch_counted_when_checked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}的{self.sheets}份"


class PaperSheet(SealedModel):
    """One sheet as it was typed, until the pile is counted: then it is an answer like the others,
    and the sheet goes.
    """

    batch = models.ForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="typed_sheets")
    number = models.PositiveSmallIntegerField("第几份")
    picks = models.JSONField("所选", default=dict)
    texts = SealedTextField("所写", blank=True)
    is_checked = models.BooleanField("抽查相符", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "一份纸质问卷"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="paper_sheet_once")]

    def __str__(self) -> str:
        return f"第{self.number}份"

    @property
    def given(self) -> dict[str, Given]:
        """The answers by question."""
        texts: dict[str, str] = json.loads(self.texts) if self.texts else {}
        return from_data(self.picks, texts)
