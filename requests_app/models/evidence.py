"""Files an applicant hands in: proof of identity, authorisation, scans. Kept sealed."""

from django.db import models

from portal.personal.sealed_papers import SealedPaper
from requests_app.models.request import InformationRequest


class Evidence(SealedPaper):
    """One file of an application, never public, opened only for those who handle the case."""

    folder = "evidence"

    class Purpose(models.TextChoices):
        IDENTITY = "identity", "身份证明"
        AUTHORISATION = "authorisation", "授权委托书"
        SCAN = "scan", "来件扫描件"
        CORRECTION = "correction", "补正材料"
        PROOF = "proof", "送达凭证"
        OTHER = "other", "其他材料"

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="evidence"
    )
    purpose = models.CharField("用途", max_length=16, choices=Purpose)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "申请材料"
        verbose_name_plural = "申请材料"

    def __str__(self) -> str:
        return f"{self.request} {self.get_purpose_display()}"
