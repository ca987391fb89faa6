"""A correction: the next edition of a public document as it is drafted and reviewed."""

from __future__ import annotations

from django.db import models
from django.db.models import Deferrable, Q

from disclosure.correction.choices import CorrectionKind
from disclosure.correction.workflow import WORKFLOW, Status
from disclosure.models.document import Document
from disclosure.models.edition import Edition
from disclosure.models.error_report import ErrorReport
from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.files.models import StoredFile
from portal.organs.models import Organ


class Correction(models.Model):
    """What is proposed in place of what is public; nothing public ever reads this table.

    `elements` are kept as `disclosure.editions.values_of` gives them. `reason` is why, for the
    office; `note` is what readers will be told.
    """

    document = models.ForeignKey(
        Document, verbose_name="文件", on_delete=models.PROTECT, related_name="corrections"
    )
    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("更正种类", max_length=8, choices=CorrectionKind)
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.DRAFT.value
    )
    reason = models.CharField("更正的原因", max_length=500)
    note = models.CharField("更正说明", max_length=500, blank=True)
    elements = models.JSONField("要素")
    error_report = models.ForeignKey(
        ErrorReport,
        verbose_name="据以更正的纠错",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
    )
    edition = models.OneToOneField(
        Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="correction"
    )
    begun_by = models.ForeignKey(
        User, verbose_name="起草人", on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField("开始时间")
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = "更正"
        verbose_name_plural = "更正"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(status__in=Status.open),
                name="one_open_correction",
                violation_error_message="这份文件已有一项更正正在办理。",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
            models.CheckConstraint(
                condition=Q(status=Status.SIGNED, edition__isnull=False)
                | (~Q(status=Status.SIGNED) & Q(edition__isnull=True)),
                name="signed_correction_has_its_edition",
            ),
            models.CheckConstraint(
                condition=~Q(kind=CorrectionKind.CONTENT, status=Status.SIGNED) | ~Q(note=""),
                name="signed_content_has_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.document}"

    @property
    def number(self) -> str:
        """What the desk names it by."""
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_of_content(self) -> bool:
        return self.kind == CorrectionKind.CONTENT


class CorrectionAct(ActRow):
    """One step of a correction."""

    workflow = WORKFLOW
    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("意见", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "更正办理记录"
        verbose_name_plural = "更正办理记录"
        triggers = unchanging("correction", "reason")


class CorrectionAttachment(models.Model):
    """An attachment of the proposed edition: one that is public now, or one that may become so."""

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(
        StoredFile, verbose_name="文件", on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField("次序")
    title = models.CharField("名称", max_length=200)

    class Meta:
        verbose_name = "更正稿的附件"
        verbose_name_plural = "更正稿的附件"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["correction", "position"],
                name="proposed_position_once",
                deferrable=Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["correction", "file"], name="proposed_file_once"),
        ]

    def __str__(self) -> str:
        return self.title


class CorrectionFigure(models.Model):
    """A picture brought in for the proposed text; it becomes the document's if the text that is
    signed shows it.
    """

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="figures")
    file = models.OneToOneField(
        StoredFile, verbose_name="图片", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "更正稿的图片"
        verbose_name_plural = "更正稿的图片"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.file.name
