"""A file made ready to be handed over: read, redacted where need be, not yet of an answer."""

from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.personal.sealed_papers import SealedPaper
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from requests_app.models.answer import Answer, AnswerFile
from requests_app.models.request import InformationRequest


class PreparedFile(SealedModel, SealedPaper):
    """One file as it was given, or as a redaction of `original` left it; sealed like its answer.

    What an answer hands over is a copy. The row stays, so that whoever asks later finds what the
    redacted file was made from, until the case is purged.
    """

    folder = "prepared"

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="prepared_files"
    )
    original = models.OneToOneField(
        "self", verbose_name="原件", null=True, on_delete=models.PROTECT, related_name="redacted"
    )
    taken_from = models.OneToOneField(
        AnswerFile, verbose_name="上一稿的附件", null=True, on_delete=models.PROTECT,
        related_name="taken_up",
    )  # fmt: skip
    answer = models.ForeignKey(
        Answer, verbose_name="已提供", null=True, on_delete=models.PROTECT, related_name="prepared"
    )
    title = SealedTextField("名称", max_length=200)
    kind = models.CharField("格式", max_length=12)
    found = models.JSONField("发现的个人信息", default=list, help_text="种类和处数，不含内容")
    marks = models.JSONField("遮盖的范围", default=list, help_text="页码和位置，不含内容")
    words = models.PositiveSmallIntegerField("遮盖的文字", default=0, help_text="处数，不含内容")
    by = models.ForeignKey(User, verbose_name="经手人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "拟提供的文件"
        verbose_name_plural = "拟提供的文件"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(original__isnull=True, marks=[], words=0)
                | Q(original__isnull=False) & (~Q(marks=[]) | Q(words__gt=0)),
                name="prepared_file_redacted_from_its_original",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def before_sha256(self) -> str:
        """The digest of what it was redacted from; empty when it was not."""
        return self.original.sha256 if self.original else ""

    @property
    def after_sha256(self) -> str:
        """The digest of this file."""
        return self.sha256
