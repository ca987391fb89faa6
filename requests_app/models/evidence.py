"""Files an applicant hands in: proof of identity, authorisation, scans. Kept sealed."""

import uuid

from django.db import models

from portal.vault.storage import SealedStorage
from requests_app.models.request import InformationRequest


def evidence_path(evidence: "Evidence", _name: str) -> str:
    """Named by a number of its own: the name the applicant gave is not kept."""
    return f"evidence/{str(evidence.public_id)[:2]}/{evidence.public_id}"


class Evidence(models.Model):
    """One file of an application, never public, opened only for those who handle the case."""

    class Purpose(models.TextChoices):
        IDENTITY = "identity", "身份证明"
        AUTHORISATION = "authorisation", "授权委托书"
        SCAN = "scan", "来件扫描件"
        CORRECTION = "correction", "补正材料"
        PROOF = "proof", "送达凭证"
        OTHER = "other", "其他材料"

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="evidence"
    )
    purpose = models.CharField("用途", max_length=16, choices=Purpose)
    media_type = models.CharField("媒体类型", max_length=100)
    extension = models.CharField("扩展名", max_length=8)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField(
        "文件", upload_to=evidence_path, storage=SealedStorage(), max_length=200, blank=True
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "申请材料"
        verbose_name_plural = "申请材料"

    def __str__(self) -> str:
        return f"{self.request} {self.get_purpose_display()}"
