"""An application for government information: who, what, how, and where it stands."""

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
from requests_app.choices import ApplicantKind, Channel, DeliveryWay, IdentityKind, Medium
from requests_app.outcomes import OUTCOMES
from requests_app.querysets import RequestQuerySet
from requests_app.workflow.states import Status


class InformationRequest(SealedModel):
    """One application with the elements of 第二十九条; never a purpose.

    What names or reaches the applicant is sealed in the database; the indexes let the same person
    be recognised and found without opening anything.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="收件机关", on_delete=models.PROTECT, related_name="requests"
    )
    number = models.CharField("申请编号", max_length=80, unique=True)
    code_index = models.CharField("查询码索引", max_length=64)
    code_key = models.UUIDField(
        "换发的查询码来源", null=True, help_text="查询码丢失后换发的；空的用提交键"
    )
    submission_key = models.UUIDField("提交键", unique=True)
    user = models.ForeignKey(
        User,
        verbose_name="账号",
        null=True,
        on_delete=models.PROTECT,
        related_name="information_requests",
    )
    channel = models.CharField("来件方式", max_length=16, choices=Channel)
    submitted_at = models.DateTimeField("提交时间")
    arrived_on = models.DateField("来件日期", help_text="提交、签收或收到信函、传真的日期")
    arrival_checked = models.BooleanField(
        "已核对来件日期", default=False, help_text="来件日期早得可疑、核对后确实如此的"
    )
    received_on = models.DateField("收到申请之日", null=True)
    taken_in_by = models.ForeignKey(
        User, verbose_name="代为登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )

    applicant_kind = models.CharField("申请人类别", max_length=12, choices=ApplicantKind)
    name = SealedTextField("姓名或者名称")
    identity_kind = models.CharField("证件类型", max_length=16, choices=IdentityKind)
    identity_number = SealedTextField("证件号码")
    identity_index = models.CharField("证件号码索引", max_length=64, db_index=True)
    name_index = models.CharField("姓名索引", max_length=64, blank=True, db_index=True)
    phone_index = models.CharField("电话索引", max_length=64, blank=True, db_index=True)
    phone = SealedTextField("联系电话", blank=True)
    email = SealedTextField("电子邮箱", blank=True)
    address = SealedTextField("通信地址", blank=True)
    agent_name = SealedTextField("代理人姓名", blank=True)
    agent_number = SealedTextField("代理人证件号码", blank=True)

    info_title = models.CharField("信息名称", max_length=300, blank=True)
    info_number = models.CharField("文号", max_length=100, blank=True)
    description = models.TextField("其他特征性描述", blank=True)
    medium = models.CharField("获取信息的形式", max_length=16, choices=Medium)
    delivery_way = models.CharField("获取信息的途径", max_length=16, choices=DeliveryWay)
    help_needed = SealedTextField(
        "需要的帮助", max_length=300, blank=True, help_text="阅读、视听有困难的，写明需要什么帮助"
    )
    written_down = models.BooleanField(
        "口头提出，由工作人员代为填写", default=False, help_text="书面确有困难的（第二十九条）"
    )
    suggests_publication = models.BooleanField("建议主动公开", default=False)

    status = models.CharField(
        "状态", max_length=24, choices=Status.choices, default=Status.AWAITING_CONFIRMATION.value
    )
    handler = models.ForeignKey(
        User, verbose_name="承办人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(
        "办理结果",
        max_length=8,
        blank=True,
        choices=[(found.code, found.label) for found in OUTCOMES],
    )
    # The clock as last reckoned, for lists; the rows of facts are the source.
    reply_due_on = models.DateField("答复期限", null=True)
    reply_due_provisional = models.BooleanField("期限为暂定", default=False)
    reply_not_before = models.DateField(
        "答复期限不早于", null=True, help_text="期限超出已载入的工作日历时，列表按这一天排列"
    )
    notice_due_on = models.DateField("补正告知期限", null=True)
    draft_due_on = models.DateField("内部拟稿期限", null=True)
    review_due_on = models.DateField("内部审核期限", null=True)
    parent = models.ForeignKey(
        "self", verbose_name="拆分自", null=True, on_delete=models.PROTECT, related_name="parts"
    )
    joined_to = models.ForeignKey(
        "self", verbose_name="并入", null=True, on_delete=models.PROTECT, related_name="joined"
    )
    closed_on = models.DateField("办结日期", null=True)
    legal_hold = models.CharField("保留理由", max_length=300, blank=True)
    purged_at = models.DateTimeField("个人信息清除时间", null=True)
    created_at = models.DateTimeField("录入时间")
    updated_at = models.DateTimeField("更新时间")

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "依申请公开申请"
        verbose_name_plural = "依申请公开申请"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="request_state_known"
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=False)
                | Q(status__in=(Status.AWAITING_CONFIRMATION, Status.WITHDRAWN, Status.ARCHIVED)),
                name="request_at_work_was_received",
            ),
            models.CheckConstraint(
                condition=~Q(info_title="", info_number="", description=""),
                name="request_describes_something",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.ANSWERED) | ~Q(outcome=""),
                name="answered_request_has_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "status", "reply_due_on"]),
            models.Index(fields=["status", "reply_due_on"]),
            models.Index(fields=["handler", "status"]),
            models.Index(fields=["-submitted_at", "-id"], name="request_by_submission"),
            # The list of all cases, of one organ and of many, in its order; what is due inside.
            models.Index(fields=["organ", "reply_due_on", "id"], name="request_of_organ_by_due"),
            models.Index(fields=["reply_due_on", "id"], name="request_by_due"),
            models.Index(fields=["status", "draft_due_on"], name="request_by_draft_due"),
            models.Index(fields=["status", "review_due_on"], name="request_by_review_due"),
            pairs_index(
                "number", "info_title", "info_number", "description", name="request_text_pairs"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("requests:case", kwargs={"number": self.number})

    @property
    def key_of_code(self) -> uuid.UUID:
        """From what its query code follows: the submission, or the last replacement."""
        key: uuid.UUID = self.code_key or self.submission_key
        return key

    @property
    def subject(self) -> str:
        """What is asked for, in one line; parts of one application differ in their description."""
        own = self.description if self.parent_id else ""
        text = own or self.info_title or self.info_number or self.description
        return " ".join(text.split())[:80]
