"""A request to rectify what an organ has recorded about the applicant (第四十一条)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.accounts.models import User
from portal.common.text_pairs import pairs_index
from portal.organs.models import Organ
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from requests_app.choices import ApplicantKind, Channel, IdentityKind
from requests_app.rectification.choices import DecisionKind, DeclineGround
from requests_app.rectification.querysets import RectificationQuerySet
from requests_app.rectification.workflow import Status


class Rectification(SealedModel):
    """Who asks, which record, what is wrong in it and what it should say: all of it sealed."""

    organ = models.ForeignKey(
        Organ, verbose_name="办理机关", on_delete=models.PROTECT, related_name="rectifications"
    )
    number = models.CharField("更正申请编号", max_length=80, unique=True)
    code_index = models.CharField("查询码索引", max_length=64)
    code_key = models.UUIDField(
        "换发的查询码来源", null=True, help_text="查询码丢失后换发的；空的用提交键"
    )
    submission_key = models.UUIDField("提交键", unique=True)
    user = models.ForeignKey(
        User, verbose_name="账号", null=True, on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField("来件方式", max_length=16, choices=Channel, default=Channel.ONLINE)
    taken_in_by = models.ForeignKey(
        User, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    on_paper = models.BooleanField(
        "有纸质材料", default=False, help_text="身份证明、证明材料以纸质交来，扫描件可以随后补录"
    )
    submitted_at = models.DateTimeField("提交时间")

    applicant_kind = models.CharField("申请人类别", max_length=12, choices=ApplicantKind)
    name = SealedTextField("姓名或者名称", bound_to="requests_app.recordcorrection.name")
    identity_kind = models.CharField("证件类型", max_length=16, choices=IdentityKind)
    identity_number = SealedTextField(
        "证件号码", bound_to="requests_app.recordcorrection.identity_number"
    )
    identity_index = models.CharField("证件号码索引", max_length=64, blank=True, db_index=True)
    name_index = models.CharField("姓名索引", max_length=64, blank=True, db_index=True)
    phone_index = models.CharField("电话索引", max_length=64, blank=True, db_index=True)
    phone = SealedTextField("联系电话", blank=True, bound_to="requests_app.recordcorrection.phone")
    email = SealedTextField("电子邮箱", blank=True, bound_to="requests_app.recordcorrection.email")
    address = SealedTextField(
        "通信地址", blank=True, bound_to="requests_app.recordcorrection.address"
    )
    agent_name = SealedTextField(
        "代理人姓名", blank=True, bound_to="requests_app.recordcorrection.agent_name"
    )
    agent_number = SealedTextField(
        "代理人证件号码", blank=True, bound_to="requests_app.recordcorrection.agent_number"
    )

    record = SealedTextField("哪一项记录", bound_to="requests_app.recordcorrection.record")
    inaccurate = SealedTextField(
        "记录中哪里不准确", bound_to="requests_app.recordcorrection.inaccurate"
    )
    should_be = SealedTextField("应当是什么", bound_to="requests_app.recordcorrection.should_be")

    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.SUBMITTED.value
    )
    handler = models.ForeignKey(
        User, verbose_name="承办人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    started_on = models.DateField("本机关收到之日", help_text="转送的，为转送之日")
    due_on = models.DateField("内部办理期限", null=True, help_text="本机关自定的期限，法律没有规定")
    closed_on = models.DateField("办结日期", null=True)
    legal_hold = models.CharField("保留理由", max_length=300, blank=True)
    purged_at = models.DateTimeField("个人信息清除时间", null=True)
    updated_at = models.DateTimeField("更新时间")

    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = "信息更正申请"
        verbose_name_plural = "信息更正申请"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="record_state_known"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=False)
                | Q(
                    status__in=(
                        Status.SUBMITTED,
                        Status.FORWARDED,
                        Status.VERIFYING,
                        Status.REVIEW,
                    )
                ),
                name="record_closed_has_day",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.ONLINE, taken_in_by__isnull=True, on_paper=False)
                | ~Q(channel=Channel.ONLINE) & Q(taken_in_by__isnull=False, user__isnull=True),
                name="record_taken_in_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "status", "due_on"], name="record_by_queue"),
            models.Index(fields=["status", "closed_on"], name="record_by_closing"),
            models.Index(fields=["organ", "due_on", "id"], name="record_of_organ_by_due"),
            models.Index(fields=["due_on", "id"], name="record_by_due"),
            pairs_index("number", name="record_text_pairs"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("requests:record_case", kwargs={"number": self.number})

    @property
    def key_of_code(self) -> uuid.UUID:
        """From what its query code follows: the submission, or the last replacement."""
        key: uuid.UUID = self.code_key or self.submission_key
        return key


class RectificationDecision(SealedModel):
    """What a handler found; the last one is the one that is judged, and takes effect approved."""

    rectification = models.ForeignKey(
        Rectification, on_delete=models.PROTECT, related_name="decisions"
    )
    kind = models.CharField("决定", max_length=12, choices=DecisionKind)
    text = SealedTextField("更正了什么、理由", bound_to="requests_app.recorddecision.text")
    corrected_on = models.DateField("更正日期", null=True)
    ground = models.CharField("不予更正的情形", max_length=12, choices=DeclineGround, blank=True)
    right_organ = models.CharField("有权更正的机关", max_length=200, blank=True)
    right_contacts = models.CharField("该机关的联系方式", max_length=300, blank=True)
    by = models.ForeignKey(User, verbose_name="承办人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    approved_by = models.ForeignKey(
        User, verbose_name="审核人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField("审核时间", null=True)

    class Meta:
        verbose_name = "更正决定"
        verbose_name_plural = "更正决定"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=DecisionKind.CORRECT) | Q(corrected_on__isnull=False),
                name="record_corrected_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind=DecisionKind.DECLINE) | ~Q(ground=""),
                name="record_declined_on_a_ground",
            ),
            models.CheckConstraint(
                condition=~Q(kind=DecisionKind.REFER) | ~Q(right_organ="") & ~Q(right_contacts=""),
                name="record_referred_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("by")),
                name="record_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rectification} {self.get_kind_display()}"
