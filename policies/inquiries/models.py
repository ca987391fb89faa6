"""An inquiry, the messages that gave rise to it, and its acts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from disclosure.models import Document
from policies.inquiries.querysets import InquiryQuerySet
from policies.inquiries.workflow import WORKFLOW, Status
from policies.messages.models import Message
from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.organs.models import Organ

# Fewer messages are not counted in public: one could be told from its subject.
FEW = 5


class Inquiry(models.Model):
    """`organ` looks into it, `office` ordered it. What it asks and what was found are written to be
    read by everybody, and nothing of a message goes into them by itself.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="调查机关", on_delete=models.PROTECT, related_name="+"
    )
    office = models.ForeignKey(
        Organ, verbose_name="交办机关", on_delete=models.PROTECT, related_name="+"
    )
    handler = models.ForeignKey(
        User, verbose_name="承办人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.ORDERED.value
    )
    title = models.CharField("题目", max_length=100)
    question = models.TextField("调查什么")
    policy = models.ForeignKey(
        Document, verbose_name="有关文件", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    messages = models.ManyToManyField(Message, verbose_name="起因的留言", related_name="+")
    findings = models.TextField("查明的情况", blank=True)
    measures = models.TextField("采取的措施", blank=True)
    ordered_on = models.DateField("交办日期")
    due_on = models.DateField("公布期限")
    published_at = models.DateTimeField("公布时间", null=True)
    updated_at = models.DateTimeField("更新时间")

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = "专题调查"
        verbose_name_plural = "专题调查"
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="inquiry_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED.value)
                | ~Q(findings="") & ~Q(measures="") & Q(published_at__isnull=False),
                name="inquiry_published_says_what_was_found",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("ordered_on")), name="inquiry_due_after_order"
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "status", "due_on"], name="inquiry_by_queue"),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(status=Status.PUBLISHED.value),
                name="inquiry_published",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the desk names it by."""
        return f"专题调查{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("policies:inquiry", args=[self.pk])


class InquiryAct(ActRow):
    """One step of an inquiry."""

    workflow = WORKFLOW
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("说明", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "专题调查办理记录"
        verbose_name_plural = "专题调查办理记录"
        triggers = unchanging("inquiry", "reason")
