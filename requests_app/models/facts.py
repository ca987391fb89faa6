"""The dated facts of a case: each a row of its own, with who, when and why.

Everything the clock reckons with is here; the audit trail is a second witness, not the source.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from portal.accounts.models import User
from portal.organs.models import Organ
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from requests_app.choices import ConsultationKind, ContactWay, FeeScale, Opinion, ServiceWay
from requests_app.deadlines.laws import LONGEST_EXTENSION
from requests_app.models.filled import filled
from requests_app.models.request import InformationRequest


class CorrectionNotice(SealedModel):
    """补正告知: there is one at most (第三十条), so the application itself is the key."""

    request = models.OneToOneField(
        InformationRequest, on_delete=models.PROTECT, related_name="correction_notice"
    )
    unclear = SealedTextField("需要补正的事项")
    guidance = SealedTextField("指导和释明")
    noticed_on = models.DateField("告知日期")
    respond_by = models.DateField("补正期限", help_text="合理的期限，法律没有规定天数")
    received_on = models.DateField("收到补正日期", null=True)
    supplied = SealedTextField("补正内容", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "补正告知"
        verbose_name_plural = "补正告知"
        constraints = [
            models.CheckConstraint(
                condition=Q(respond_by__gt=F("noticed_on")), name="correction_period_follows_notice"
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("noticed_on")),
                name="correction_follows_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} 补正"


class Extension(SealedModel):
    """延期: once, at most 20 working days, approved by the head of the disclosure office."""

    request = models.OneToOneField(
        InformationRequest, on_delete=models.PROTECT, related_name="extension"
    )
    days = models.PositiveSmallIntegerField("延长的工作日")
    reason = SealedTextField("理由", max_length=500)
    approved_on = models.DateField("同意日期")
    by = models.ForeignKey(User, verbose_name="同意人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "延期"
        verbose_name_plural = "延期"
        constraints = [
            models.CheckConstraint(
                condition=Q(filled("reason"), days__gte=1, days__lte=LONGEST_EXTENSION),
                name="extension_is_lawful",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request} 延期{self.days}个工作日"


class ExtensionProposal(SealedModel):
    """延期建议: what the handler asks the head of the disclosure office to agree to."""

    request = models.OneToOneField(
        InformationRequest, on_delete=models.PROTECT, related_name="extension_proposal"
    )
    days = models.PositiveSmallIntegerField("建议延长的工作日")
    reason = SealedTextField("理由", max_length=500)
    proposed_on = models.DateField("提出日期")
    by = models.ForeignKey(User, verbose_name="提出人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "延期建议"
        verbose_name_plural = "延期建议"
        constraints = [
            models.CheckConstraint(
                condition=Q(filled("reason"), days__gte=1, days__lte=LONGEST_EXTENSION),
                name="extension_proposal_is_lawful",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request} 建议延期{self.days}个工作日"


class Consultation(SealedModel):
    """征求意见: a letter to a third party or a co-maker; its time is not counted."""

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="consultations"
    )
    number = models.CharField("征求意见书编号", max_length=90, unique=True)
    key = models.UUIDField("查询码来源", default=uuid.uuid4, unique=True, editable=False)
    code_index = models.CharField("查询码索引", max_length=64, blank=True)
    kind = models.CharField("对象", max_length=16, choices=ConsultationKind)
    party = SealedTextField("被征求意见人")
    organ = models.ForeignKey(
        Organ, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    question = SealedTextField("征求意见的内容")
    sent_on = models.DateField("发出日期")
    served_on = models.DateField("送达日期", null=True)
    served_how = models.CharField("送达方式", max_length=12, choices=ServiceWay, blank=True)
    closed_on = models.DateField("收到意见日期", null=True)
    opinion = models.CharField("意见", max_length=12, choices=Opinion, blank=True)
    opinion_text = SealedTextField("意见内容", blank=True)
    opinion_at = models.DateTimeField("意见登记时间", null=True)
    answered_online_at = models.DateTimeField("网上提出意见时间", null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "征求意见"
        verbose_name_plural = "征求意见"
        ordering = ["sent_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(served_on__isnull=True) | Q(served_on__gte=F("sent_on")),
                name="consultation_served_after_sent",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, opinion="")
                | (Q(closed_on__gte=F("sent_on")) & ~Q(opinion="")),
                name="consultation_closed_by_an_opinion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} 征求{self.get_kind_display()}意见"


class Assistance(SealedModel):
    """协办: another organ is asked inside the administration; its day is internal."""

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="assistances"
    )
    organ = models.ForeignKey(
        Organ, verbose_name="协办机关", on_delete=models.PROTECT, related_name="+"
    )
    question = SealedTextField("需要协办的事项")
    asked_on = models.DateField("请求日期")
    due_on = models.DateField("内部期限")
    answered_on = models.DateField("答复日期", null=True)
    answer = SealedTextField("协办意见", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "协办"
        verbose_name_plural = "协办"
        ordering = ["asked_on", "id"]

    def __str__(self) -> str:
        return f"{self.request} 协办：{self.organ}"


class ReasonsDemand(SealedModel):
    """要求说明理由 of one who asks far too much or too often (第三十五条)."""

    request = models.OneToOneField(
        InformationRequest, on_delete=models.PROTECT, related_name="reasons_demand"
    )
    why = SealedTextField("为何认为超过合理范围", max_length=500)
    asked_on = models.DateField("要求日期")
    respond_by = models.DateField("说明期限")
    supplied_on = models.DateField("说明日期", null=True)
    supplied = SealedTextField("申请人的理由", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "要求说明理由"
        verbose_name_plural = "要求说明理由"

    def __str__(self) -> str:
        return f"{self.request} 说明理由"


class Deferral(SealedModel):
    """延迟答复: the reasons are sound, the term cannot be kept, so another one is set and told
    to the applicant (第三十五条).
    """

    request = models.OneToOneField(
        InformationRequest, on_delete=models.PROTECT, related_name="deferral"
    )
    until = models.DateField("延迟至")
    reason = SealedTextField("理由", max_length=500)
    decided_on = models.DateField("确定日期")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "延迟答复"
        verbose_name_plural = "延迟答复"
        constraints = [
            models.CheckConstraint(
                condition=Q(filled("reason"), until__gt=F("decided_on")),
                name="deferral_is_reasoned",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request} 延迟至{self.until}"


class FeeNotice(models.Model):
    """收费通知: the amount, by which scale, when it reached the applicant, when it was paid."""

    request = models.OneToOneField(
        InformationRequest, on_delete=models.PROTECT, related_name="fee_notice"
    )
    amount = models.DecimalField("金额（元）", max_digits=9, decimal_places=2)
    scale = models.CharField("计收方式", max_length=8, choices=FeeScale)
    quantity = models.PositiveIntegerField("件数或页数")
    sent_on = models.DateField("发出日期")
    received_on = models.DateField("申请人收到日期", null=True)
    paid_on = models.DateField("缴费日期", null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "收费通知"
        verbose_name_plural = "收费通知"
        constraints = [
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("sent_on")),
                name="fee_notice_received_after_sent",
            ),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | Q(paid_on__gte=F("received_on")),
                name="fee_paid_after_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} 收费{self.amount}元"


class ContactLog(SealedModel):
    """Every contact with the applicant: how, when, what was said."""

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="contacts"
    )
    way = models.CharField("方式", max_length=12, choices=ContactWay)
    happened_at = models.DateTimeField("联系时间")
    summary = SealedTextField("内容")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "联系记录"
        verbose_name_plural = "联系记录"
        ordering = ["happened_at", "id"]

    def __str__(self) -> str:
        return f"{self.request} {self.get_way_display()}"
