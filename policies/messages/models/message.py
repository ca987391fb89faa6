"""A message: who writes what, through which channel, and until when it is answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from disclosure.models import Document
from policies.answers.models import Feedback
from policies.messages.choices import Category
from policies.messages.models.channel import MessageChannel
from policies.messages.querysets import MessageQuerySet
from policies.messages.workflow import WORKFLOW, Status
from policies.partners.models import Partner
from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.common.text_pairs import pairs_index
from portal.organs.models import Organ
from portal.personal.sealed_papers import SealedPaper
from portal.taxonomy.models import Theme
from portal.tracking.cases import TrackedCase
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel

_KEPT = ("status", Status.MERGED.value)


class Message(TrackedCase):
    """`organ` is where it is handled now, `office` which organ distributed it and takes it back.

    `counts_from` and `counts_days` are its clock as it runs, from which `due_on` follows, which is
    empty while the calendar does not reach so far; `days_left` is what the clock held when it was
    stopped to wait for the writer. What a system passed on names the `partner`, with its own number
    in `outside_number`, or the `feedback` to the base of answers that it carries on.
    """

    channel = models.ForeignKey(
        MessageChannel, verbose_name="渠道", on_delete=models.PROTECT, related_name="+"
    )
    office = models.ForeignKey(
        Organ, verbose_name="分办机关", on_delete=models.PROTECT, related_name="+"
    )
    policy = models.ForeignKey(
        Document, verbose_name="政策", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    theme = models.ForeignKey(
        Theme, verbose_name="主题", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    category = models.CharField("类别", max_length=12, choices=Category)
    text = SealedTextField("内容")
    may_publish = models.BooleanField("同意公开", default=False)
    consent_ended_at = models.DateTimeField("不再同意公开的时间", null=True)
    outside_number = models.CharField("原编号", max_length=80, blank=True)
    partner = models.ForeignKey(
        Partner, verbose_name="转入的系统", null=True, on_delete=models.PROTECT, related_name="+"
    )
    feedback = models.OneToOneField(
        Feedback, verbose_name="知识库反馈", null=True, on_delete=models.PROTECT,
        related_name="message",
    )  # fmt: skip
    taken_in_by = models.ForeignKey(
        User, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.RECEIVED.value
    )
    held_for = models.CharField("甄别的缘由", max_length=120, blank=True)
    received_on = models.DateField("收到日期")
    accept_due_on = models.DateField("签收期限", null=True)
    counts_from = models.DateField("期限起算", null=True)
    counts_days = models.PositiveSmallIntegerField("期限工作日", null=True)
    due_on = models.DateField("答复期限", null=True)
    paused_on = models.DateField("期限停计之日", null=True)
    days_left = models.PositiveSmallIntegerField("停计时剩余工作日", null=True)
    was_extended = models.BooleanField("延期过", default=False)
    ruled_on = models.DateField("分办机关裁定之日", null=True)
    answered_on = models.DateField("首次答复日期", null=True)
    merged_into = models.ForeignKey(
        "self", verbose_name="并入", null=True, on_delete=models.PROTECT, related_name="members"
    )
    person_index = models.CharField("留言人索引", max_length=64, blank=True)
    text_index = models.CharField("内容索引", max_length=64, blank=True)
    closed_on = models.DateField("办结日期", null=True)
    legal_hold = models.CharField("保留理由", max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "留言"
        verbose_name_plural = "留言"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="message_state_known"
            ),
            models.CheckConstraint(
                condition=Q(_KEPT, merged_into__isnull=False)
                | ~Q(_KEPT) & Q(merged_into__isnull=True),
                name="message_merged_into_one",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="message_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(consent_ended_at__isnull=True) | Q(may_publish=False),
                name="message_consent_ended",
            ),
            models.UniqueConstraint(
                fields=["partner", "outside_number"],
                condition=Q(partner__isnull=False),
                name="message_of_partner_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "status", "due_on"], name="message_by_queue"),
            models.Index(fields=["status", "closed_on"], name="message_by_closing"),
            models.Index(fields=["organ", "received_on"], name="message_by_month"),
            models.Index(fields=["received_on"], name="message_by_day"),
            models.Index(fields=["person_index", "submitted_at"], name="message_by_person"),
            models.Index(fields=["text_index", "submitted_at"], name="message_by_text"),
            models.Index(fields=["organ", "due_on", "id"], name="message_of_organ_by_due"),
            models.Index(fields=["due_on", "id"], name="message_by_due"),
            pairs_index("number", "outside_number", name="message_text_pairs"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("policies:message_case", args=[self.number])


class MessageAct(ActRow, SealedModel):
    """A row for every act, with the organ whose act it was."""

    workflow = WORKFLOW
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="acts")
    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+"
    )
    reason = SealedTextField("说明", blank=True)

    class Meta(ActRow.Meta):
        triggers = unchanging("message", "organ")


class MessagePaper(SealedPaper):
    """A picture or paper that came with a message."""

    folder: ClassVar[str] = "messages"

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="papers")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "留言附件"
        verbose_name_plural = "留言附件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.message}的附件{self.pk}"
