"""What a reader found wrong on a document's page."""

from django.db import models
from django.db.models import Q

from disclosure.choices import ErrorReportState
from disclosure.models.document import Document
from portal.accounts.models import User
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel


class ErrorReport(SealedModel):
    """One report of an error, without an account; `contact` only if its writer wants an answer.

    `key` was given out with the form: the same form sent twice is one report.
    """

    document = models.ForeignKey(
        Document, verbose_name="文件", on_delete=models.PROTECT, related_name="error_reports"
    )
    place = models.CharField("错误位置", max_length=100, blank=True)
    text = models.TextField("纠错内容", max_length=1000)
    contact = SealedTextField(
        "联系方式", max_length=100, blank=True, bound_to="disclosure.correctionreport.contact"
    )
    key = models.UUIDField("提交标识", unique=True, editable=False)
    received_at = models.DateTimeField("收到时间", editable=False)
    state = models.CharField(
        "状态",
        max_length=8,
        choices=ErrorReportState,
        default=ErrorReportState.OPEN,
        editable=False,
    )
    reply = models.TextField("处理结果", max_length=1000, blank=True)
    handled_by = models.ForeignKey(
        User,
        verbose_name="处理人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    handled_at = models.DateTimeField("处理时间", null=True, editable=False)

    class Meta:
        verbose_name = "纠错"
        verbose_name_plural = "纠错"
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="error_report_has_text"),
            models.CheckConstraint(
                condition=Q(state=ErrorReportState.OPEN, reply="", handled_by=None, handled_at=None)
                | (
                    Q(state=ErrorReportState.HANDLED, handled_by__isnull=False)
                    & Q(handled_at__isnull=False)
                    & ~Q(reply="")
                ),
                name="handled_error_report_has_reply",
            ),
        ]
        indexes = [models.Index(fields=["state", "received_at"])]

    def __str__(self) -> str:
        return f"纠错{self.pk}：{self.document}"
