"""历史公文: what came out before the portal stood, taken in by the batch (docs/library.md)."""

import pgtrigger
from django.db import models
from django.db.models import Q

from disclosure.choices import SampleVerdict
from disclosure.models.document import Document
from disclosure.models.imports import ImportBatch
from disclosure.workflow import WORKFLOW
from portal.accounts.models import User
from portal.organs.models import Organ

_STEPS = [(name, WORKFLOW.actions[name].label) for name in
          ("submit", "confirm_openness", "pass_secrecy", "publish")]  # fmt: skip


class HistoricalBatch(models.Model):
    """Historical documents of one organ that go the way to publication together."""

    organ = models.ForeignKey(Organ, verbose_name="机关", on_delete=models.PROTECT)
    name = models.CharField("名称", max_length=100)
    imported = models.ForeignKey(
        ImportBatch, verbose_name="导入批次", null=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(User, verbose_name="建立人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("建立时间")

    class Meta:
        verbose_name = "历史公文批次"
        verbose_name_plural = "历史公文批次"
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="historical_batch_named")]

    def __str__(self) -> str:
        return self.name


class HistoricalItem(models.Model):
    """One document of a batch; taken out it goes its way alone.

    `refused` is what the last attempt at the whole batch was answered for it.
    """

    batch = models.ForeignKey(HistoricalBatch, on_delete=models.PROTECT, related_name="items")
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="historical_items"
    )
    refused = models.TextField("没有办成的原因", blank=True)
    taken_out_at = models.DateTimeField("移出时间", null=True)
    taken_out_by = models.ForeignKey(
        User, verbose_name="移出人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_out_why = models.CharField("移出理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "历史公文"
        verbose_name_plural = "历史公文"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(taken_out_at__isnull=True),
                name="historical_document_in_one_batch",
            ),
            models.CheckConstraint(
                condition=Q(taken_out_at__isnull=True, taken_out_by__isnull=True, taken_out_why="")
                | Q(taken_out_at__isnull=False, taken_out_by__isnull=False) & ~Q(taken_out_why=""),
                name="taken_out_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.document)


class HistoricalSample(models.Model):
    """A sample drawn before one step of a batch, by and for the person who takes that step."""

    batch = models.ForeignKey(HistoricalBatch, on_delete=models.PROTECT, related_name="samples")
    action = models.CharField("步骤", max_length=20, choices=_STEPS)
    number = models.PositiveSmallIntegerField("第几次")
    by = models.ForeignKey(User, verbose_name="抽取人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("抽取时间")

    class Meta:
        verbose_name = "抽查"
        verbose_name_plural = "抽查"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "action", "number"], name="historical_sample_once"
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="sample_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}第{self.number}次抽查"


class SampledDocument(models.Model):
    """A document a sample speaks for, in the round of review it was in; and, if it was drawn, what
    was found in it.
    """

    sample = models.ForeignKey(HistoricalSample, on_delete=models.PROTECT, related_name="documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField("轮次")
    is_drawn = models.BooleanField("抽中", default=False)
    verdict = models.CharField("结论", max_length=4, choices=SampleVerdict, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    at = models.DateTimeField("看过的时间", null=True)

    class Meta:
        verbose_name = "抽查的文件"
        verbose_name_plural = "抽查的文件"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "document"], name="sampled_once"),
            models.CheckConstraint(
                condition=Q(verdict="", at__isnull=True) | Q(is_drawn=True, at__isnull=False),
                name="only_drawn_documents_are_judged",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=SampleVerdict.BAD) | ~Q(note=""), name="bad_sample_says_why"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="sampled_is_never_deleted", operation=pgtrigger.Delete),
            # A verdict is given once.
            pgtrigger.Protect(
                name="sampled_is_judged_once",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__verdict=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.document)


class HistoricalRun(models.Model):
    """One step taken for a whole batch at once: by whom, on which sample, with what result."""

    batch = models.ForeignKey(HistoricalBatch, on_delete=models.PROTECT, related_name="runs")
    action = models.CharField("步骤", max_length=20, choices=_STEPS)
    sample = models.ForeignKey(
        HistoricalSample, null=True, on_delete=models.PROTECT, related_name="runs"
    )
    opinion = models.CharField("意见", max_length=500, blank=True)
    done = models.PositiveIntegerField("办成")
    refused = models.PositiveIntegerField("没有办成")
    by = models.ForeignKey(User, verbose_name="办理人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "成批办理"
        verbose_name_plural = "成批办理"
        ordering = ["id"]
        constraints = [
            # Who submits prepared every document; who reviews looks at a sample first.
            models.CheckConstraint(
                condition=Q(action="submit") | Q(sample__isnull=False), name="review_run_has_sample"
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="run_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}（{self.at:%Y-%m-%d %H:%M}）"
