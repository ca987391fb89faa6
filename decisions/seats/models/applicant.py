"""An application for a seat, what came of calling, what its person said at the meeting."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from decisions.seats.choices import Answer, Channel, worded
from decisions.seats.models import guards
from decisions.seats.models.sitting import Sitting
from decisions.seats.querysets import ApplicantQuerySet
from decisions.seats.workflow import APPLICANT_WORKFLOW, Place
from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.common.text_pairs import pairs_index
from portal.tracking.cases import TrackedCase

_COUNTED = [state.value for state in Place if state != Place.WITHDRAWN]


class Applicant(TrackedCase):
    """`line` is the number in the list, given once and never again; `leaf` is what the receipt and
    the list both show, made with `salt`. `seat_group` is the group for which a seat is kept that
    the person was asked to take. `answer_by` runs from the first call on record.
    """

    sitting = models.ForeignKey(
        Sitting, verbose_name="列席", on_delete=models.PROTECT, related_name="applicants"
    )
    line = models.PositiveIntegerField("名单编号")
    group = models.CharField("组别", max_length=40, blank=True)
    salt = models.CharField("盐", max_length=64)
    leaf = models.CharField("叶", max_length=64)
    person_index = models.CharField("报名人索引", max_length=64, blank=True)
    may_name = models.BooleanField("同意公开称呼", default=False)
    status = models.CharField("状态", max_length=16, choices=Place.choices)
    seat_group = models.CharField("占用哪一组的席位", max_length=40, blank=True)
    invited_at = models.DateTimeField("邀请时间", null=True)
    answer_by = models.DateTimeField("答复截止", null=True)
    closed_on = models.DateField("保存期限起算", null=True)
    legal_hold = models.CharField("保留理由", max_length=300, blank=True)

    objects = ApplicantQuerySet.as_manager()

    class Meta:
        verbose_name = "列席和听证报名"
        verbose_name_plural = "列席和听证报名"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Place.values), name="applicant_state_known"
            ),
            models.UniqueConstraint(fields=["sitting", "line"], name="applicant_line_once"),
            models.UniqueConstraint(
                fields=["sitting", "person_index"],
                condition=Q(status__in=_COUNTED) & ~Q(person_index=""),
                name="applicant_person_once",
            ),
        ]
        indexes = [
            models.Index(fields=["sitting", "status", "line"], name="applicant_by_line"),
            models.Index(fields=["organ", "status"], name="applicant_by_queue"),
            models.Index(fields=["closed_on"], name="applicant_by_closing"),
            models.Index(fields=["organ", "-submitted_at", "-id"], name="applicant_of_organ"),
            models.Index(fields=["-submitted_at", "-id"], name="applicant_by_submission"),
            pairs_index("number", name="applicant_text_pairs"),
        ]
        triggers = [
            pgtrigger.Protect(name="applicant_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="applicant_keeps_its_number",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("sitting", "line", "group", "salt", "leaf"),
            ),
            guards.none_added("no_applicant_later", guards.CLOSED, "the list is closed"),
        ]

    @property
    def standing(self) -> str:
        """Where it stands, in the words of the kind of meeting."""
        return worded(self.get_status_display(), self.sitting.kind)

    def get_absolute_url(self) -> str:
        return reverse("decisions:applicant_case", args=[self.number])


class ApplicantAct(ActRow):
    """A row for every act on an application."""

    workflow = APPLICANT_WORKFLOW
    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("说明", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "列席报名记录"
        verbose_name_plural = "列席报名记录"
        triggers = unchanging("applicant")

    @property
    def sentence(self) -> str:
        return worded(super().sentence, self.applicant.sitting.kind)


class Call(models.Model):
    """One line of the log: who was asked how, and what came of it; the log is public."""

    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="calls")
    channel = models.CharField("方式", max_length=8, choices=Channel)
    answer = models.CharField("结果", max_length=16, choices=Answer)
    note = models.CharField("情况", max_length=300, blank=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        User, verbose_name="登记人", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "联系记录"
        verbose_name_plural = "联系记录"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer=Answer.NOT_ELIGIBLE.value) | ~Q(note=""),
                name="call_says_why_not_eligible",
            ),
        ]
        triggers = [guards.never_again("call_stays")]

    def __str__(self) -> str:
        return f"{self.applicant_id}：{self.get_answer_display()}"


class RecordSignature(models.Model):
    """Whether one who was at a hearing confirmed its record by signing it, or why not."""

    applicant = models.OneToOneField(
        Applicant, verbose_name="参加人", on_delete=models.PROTECT, related_name="signature"
    )
    why_not = models.CharField("没有签名的原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "听证笔录的签名"
        verbose_name_plural = "听证笔录的签名"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.applicant_id}"


class Remark(models.Model):
    """What one said at the meeting, and what became of it."""

    applicant = models.OneToOneField(
        Applicant, verbose_name="代表", on_delete=models.PROTECT, related_name="statement"
    )
    said = models.TextField("说了什么")
    became = models.TextField("采纳情况", blank=True)
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = "代表的意见"
        verbose_name_plural = "代表的意见"
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(said=""), name="statement_says")]

    def __str__(self) -> str:
        return f"{self.applicant_id}"
