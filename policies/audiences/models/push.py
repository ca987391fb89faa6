"""A push of one policy: for whom, who released it, and how far it was carried out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from disclosure.models import Document
from policies.audiences.models.term import AudienceTerm
from policies.audiences.workflow import WORKFLOW, Status
from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.organs.models import Organ


class Push(models.Model):
    """`reached` is the last profile to whom it was written, behind which a run that was killed goes
    on; `finished_at` says that nobody is left, or that the policy was withdrawn meanwhile.
    """

    document = models.ForeignKey(
        Document, verbose_name="文件", on_delete=models.PROTECT, related_name="pushes"
    )
    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.DRAFT.value
    )
    within = models.ForeignKey(
        Organ, verbose_name="只推送给这个区域", null=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    handler = models.ForeignKey(
        User, verbose_name="承办人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("拟定时间")
    updated_at = models.DateTimeField("更新时间")
    sent_at = models.DateTimeField("发送时间", null=True)
    reached = models.BigIntegerField("已写到", default=0)
    finished_at = models.DateTimeField("写完时间", null=True)

    class Meta:
        verbose_name = "政策推送"
        verbose_name_plural = "政策推送"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(status__in=[state.value for state in Status.open]),
                name="one_open_push_of_a_policy",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.SENT.value, sent_at__isnull=False)
                | ~Q(status=Status.SENT.value) & Q(sent_at=None, reached=0, finished_at=None),
                name="push_is_carried_out_when_sent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sent_at"],
                condition=Q(sent_at__isnull=False, finished_at=None),
                name="push_under_way",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the desk names it by."""
        return f"推送{self.pk}"


class PushTerm(models.Model):
    """A term of a push: those of its policy when it was begun. Taken away it stays on record, and
    none is ever added.
    """

    push = models.ForeignKey(Push, on_delete=models.CASCADE, related_name="terms")
    term = models.ForeignKey(
        AudienceTerm, verbose_name="推送对象", on_delete=models.PROTECT, related_name="+"
    )
    is_dropped = models.BooleanField("已去掉", default=False)

    class Meta:
        verbose_name = "推送的对象"
        verbose_name_plural = "推送的对象"
        ordering = ["term__kind", "term__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["push", "term"], name="push_term_once")]

    def __str__(self) -> str:
        return f"{self.push_id} {self.term}"


class PushAct(ActRow):
    """One step of a push."""

    workflow = WORKFLOW
    push = models.ForeignKey(Push, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("说明", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "推送办理记录"
        verbose_name_plural = "推送办理记录"
        triggers = unchanging("push", "reason")
