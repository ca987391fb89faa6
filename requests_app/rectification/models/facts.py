"""What belongs to a request for rectification: papers, where it went, who did what, its number."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.organs.models import Organ
from portal.personal.sealed_papers import SealedPaper
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from requests_app.rectification.choices import TellingWay
from requests_app.rectification.models.case import Rectification
from requests_app.rectification.workflow import WORKFLOW, Status


class RectificationEvidence(SealedPaper):
    """One file handed in: who they are, and what proves the record wrong. Kept sealed."""

    folder = "records"

    class Purpose(models.TextChoices):
        IDENTITY = "identity", "身份证明"
        PROOF = "proof", "证明记录不准确的材料"
        AUTHORISATION = "authorisation", "授权委托书"
        SCAN = "scan", "来件扫描件"
        OTHER = "other", "其他材料"

    rectification = models.ForeignKey(
        Rectification, on_delete=models.PROTECT, related_name="evidence"
    )
    purpose = models.CharField("用途", max_length=16, choices=Purpose)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "更正申请材料"
        verbose_name_plural = "更正申请材料"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.rectification} {self.get_purpose_display()}"


class RectificationForwarding(SealedModel):
    """From which organ to which, when and why: what stays with the organ that sent it on."""

    rectification = models.ForeignKey(
        Rectification, on_delete=models.PROTECT, related_name="forwardings"
    )
    source = models.ForeignKey(
        Organ, verbose_name="转送机关", on_delete=models.PROTECT, related_name="+"
    )
    target = models.ForeignKey(
        Organ, verbose_name="转送至", on_delete=models.PROTECT, related_name="+"
    )
    reason = SealedTextField("转送的理由", bound_to="requests_app.recordforwarding.reason")
    forwarded_on = models.DateField("转送日期")
    told_by = models.CharField("告知申请人的方式", max_length=12, choices=TellingWay)
    by = models.ForeignKey(User, verbose_name="办理人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "转送记录"
        verbose_name_plural = "转送记录"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rectification", "source"], name="record_forwarded_once_by_an_organ"
            ),
            models.UniqueConstraint(
                fields=["rectification", "target"], name="record_forwarded_once_to_an_organ"
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="record_forwarded_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rectification}：{self.source} → {self.target}"


class RectificationTelling(models.Model):
    """The applicant was told the result (并告知申请人): how, on which day."""

    rectification = models.ForeignKey(
        Rectification, on_delete=models.PROTECT, related_name="tellings"
    )
    outcome = models.CharField("告知的结果", max_length=16, choices=Status.choices)
    way = models.CharField("告知方式", max_length=12, choices=TellingWay)
    told_on = models.DateField("告知日期")
    by = models.ForeignKey(
        User, verbose_name="办理人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "告知记录"
        verbose_name_plural = "告知记录"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.rectification} {self.get_way_display()}"


class RectificationAct(ActRow, SealedModel):
    """A row for every act, with the organ whose act it was."""

    workflow = WORKFLOW

    rectification = models.ForeignKey(Rectification, on_delete=models.PROTECT, related_name="acts")
    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+"
    )
    reason = SealedTextField("说明", blank=True, bound_to="requests_app.recordact.reason")

    class Meta(ActRow.Meta):
        verbose_name = "更正办理记录"
        verbose_name_plural = "更正办理记录"
        triggers = unchanging("rectification", "organ")

    @property
    def sentence(self) -> str:
        """Who begins one may be the applicant or a clerk."""
        if self.action == "submit":
            return "登记来件的更正申请" if self.by_id else "提交更正申请"
        return super().sentence
