"""An import: the files that came together, and what became of each."""

from django.db import models
from django.db.models import Q

from disclosure.choices import ImportState
from disclosure.models.document import Document
from portal.accounts.models import User
from portal.files.models import StoredFile
from portal.organs.models import Organ


class ImportBatch(models.Model):
    """Files handed in together by one person."""

    organ = models.ForeignKey(Organ, verbose_name="机关", null=True, on_delete=models.PROTECT)
    by = models.ForeignKey(User, verbose_name="导入人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("导入时间")

    class Meta:
        verbose_name = "导入批次"
        verbose_name_plural = "导入批次"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"导入批次{self.pk}"


class ImportItem(models.Model):
    """One file of a batch: what was read from it, or why it could not be read.

    `elements` is the parser's answer with confidence and place of every element; the clerk
    confirms or corrects the document made from it.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="items")
    name = models.CharField("文件名", max_length=300)
    sha256 = models.CharField("SHA-256", max_length=64)
    state = models.CharField("状态", max_length=12, choices=ImportState)
    reason = models.CharField("原因", max_length=500, blank=True)
    elements = models.JSONField("识别结果", default=dict)
    source = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(
        Document, null=True, on_delete=models.SET_NULL, related_name="import_items"
    )
    read_at = models.DateTimeField("读取时间", null=True)

    class Meta:
        verbose_name = "导入文件"
        verbose_name_plural = "导入文件"
        ordering = ["id"]
        constraints = [
            # The same content becomes a document once, however often it is handed in.
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(state=ImportState.FILED), name="imported_once"
            )
        ]
        indexes = [models.Index(fields=["state"]), models.Index(fields=["sha256"])]

    def __str__(self) -> str:
        return self.name
