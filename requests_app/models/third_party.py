"""What a third party or a co-maker sends back, and what a third party is told."""

import uuid

from django.db import models

from portal.accounts.models import User
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from portal.vault.storage import SealedStorage
from requests_app.models.answer import Answer
from requests_app.models.facts import Consultation
from requests_app.models.filled import filled


def consultation_file_path(file: "ConsultationFile", _name: str) -> str:
    """Named by a number of its own: the name it came with is not kept."""
    return f"opinions/{str(file.public_id)[:2]}/{file.public_id}"


class ConsultationFile(models.Model):
    """A paper that goes with an opinion; sealed, opened only by those who weigh the opinion."""

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="files")
    media_type = models.CharField("媒体类型", max_length=100)
    extension = models.CharField("扩展名", max_length=8)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField(
        "文件",
        upload_to=consultation_file_path,
        storage=SealedStorage(),
        max_length=200,
        blank=True,
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "意见材料"
        verbose_name_plural = "意见材料"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "sha256"], name="opinion_paper_kept_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.consultation} 材料"


class ThirdPartyNotice(SealedModel):
    """告知书: what is opened although the third party objected, and why (第三十二条)."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="notices")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="third_party_notices")
    told_on = models.DateField("告知日期")
    text = SealedTextField("决定公开的内容和理由")
    by = models.ForeignKey(User, verbose_name="告知人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "告知第三方"
        verbose_name_plural = "告知第三方"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "answer"], name="third_party_told_once_of_an_answer"
            ),
            models.CheckConstraint(condition=filled("text"), name="third_party_told_something"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation} 告知"
