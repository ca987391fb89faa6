"""What is gathered, the projects it comes to, and how far each is built."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from decisions.events.models import Event
from decisions.solicitations.choices import VOTED, Kind, Outcome
from decisions.solicitations.querysets import SolicitationQuerySet
from decisions.solicitations.workflow import WORKFLOW, Status
from decisions.surveys.models import Survey
from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.organs.models import Organ

LONGEST_TITLE = 80
_EARLY = [Status.DRAFT.value, Status.REVIEW.value, Status.DISCARDED.value]


class Solicitation(models.Model):
    """What is asked for and from when until when; `closes_at` is the first instant outside. `lines`
    is the last number given to a proposal. `poll` is the questionnaire in which people choose among
    the projects. Its row is the lock of every act on its proposals.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="征集机关", on_delete=models.PROTECT, related_name="solicitations"
    )
    kind = models.CharField("种类", max_length=8, choices=Kind)
    title = models.CharField("名称", max_length=LONGEST_TITLE)
    text = models.TextField("说明")
    conditions = models.TextField("条件", blank=True)
    phone = models.CharField("咨询电话", max_length=40, blank=True)
    opens_at = models.DateTimeField("开始")
    closes_at = models.DateTimeField("截止")
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.DRAFT.value
    )
    announced_at = models.DateTimeField("公告时间", null=True)
    lines = models.PositiveIntegerField("建议编号", default=0)
    sorted_at = models.DateTimeField("公布事项的时间", null=True)
    poll = models.OneToOneField(
        Survey, verbose_name="投票", null=True, on_delete=models.PROTECT,
        related_name="solicitation",
    )  # fmt: skip
    upshot = models.TextField("结果说明", blank=True)
    answered_at = models.DateTimeField("公布结果的时间", null=True)
    ended_reason = models.CharField("终止的原因", max_length=500, blank=True)
    updated_at = models.DateTimeField("更新时间")

    objects = SolicitationQuerySet.as_manager()

    class Meta:
        verbose_name = "征集"
        verbose_name_plural = "征集"
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="solicitation_state_known"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="solicitation_has_title"),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")), name="solicitation_opens_before_end"
            ),
            models.CheckConstraint(
                condition=Q(status__in=_EARLY) | Q(announced_at__isnull=False),
                name="solicitation_was_announced",
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "status"], name="solicitation_by_queue"),
            models.Index(fields=["-opens_at", "-id"], name="solicitation_newest_first"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="solicitation_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__announced_at__isnull=False),
            ),
            pgtrigger.Protect(
                name="solicitation_is_bound",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__announced_at__isnull=False)
                & (
                    pgtrigger.Q(old__kind__df=pgtrigger.F("new__kind"))
                    | pgtrigger.Q(old__organ_id__df=pgtrigger.F("new__organ_id"))
                    | pgtrigger.Q(old__opens_at__df=pgtrigger.F("new__opens_at"))
                    | pgtrigger.Q(old__closes_at__df=pgtrigger.F("new__closes_at"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the desk and the trail name it by."""
        return f"征集{self.pk}"

    @property
    def is_voted_on(self) -> bool:
        """Whether people choose among its projects."""
        return self.kind in VOTED

    def get_absolute_url(self) -> str:
        return reverse("decisions:solicitation", args=[self.pk])


class Project(models.Model):
    """What proposals come to, in the organ's words: read by everybody from the publication on.
    `votes` is None where it was not voted on, or where too few chose it to be told. `event` is the
    open day that came of a chosen topic.
    """

    solicitation = models.ForeignKey(
        Solicitation, verbose_name="征集", on_delete=models.PROTECT, related_name="projects"
    )
    number = models.PositiveSmallIntegerField("序号")
    title = models.CharField("名称", max_length=LONGEST_TITLE)
    text = models.TextField("内容")
    votes = models.PositiveIntegerField("得票", null=True)
    outcome = models.CharField("结果", max_length=12, choices=Outcome, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    event = models.ForeignKey(
        Event, verbose_name="办成的活动", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "归并的事项"
        verbose_name_plural = "归并的事项"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["solicitation", "number"], name="project_number_once"),
            models.UniqueConstraint(fields=["solicitation", "title"], name="project_title_once"),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(reason=""), name="project_outcome_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}件"


class Progress(models.Model):
    """How far a project has come, on a day; never changed, and read by everybody once another has
    shown it.
    """

    project = models.ForeignKey(
        Project, verbose_name="事项", on_delete=models.PROTECT, related_name="progress"
    )
    on = models.DateField("日期")
    words = models.TextField("进展")
    is_built = models.BooleanField("已经办成", default=False)
    noted_at = models.DateTimeField("登记时间")
    noted_by = models.ForeignKey(
        User, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    shown_at = models.DateTimeField("公布时间", null=True)

    class Meta:
        verbose_name = "事项进展"
        verbose_name_plural = "事项进展"
        ordering = ["on", "id"]
        triggers = [
            pgtrigger.Protect(name="progress_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="progress_is_as_it_was_noted",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "project", "on", "words", "is_built", "noted_at", "noted_by"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}：{self.on}"


class SolicitationAct(ActRow):
    """One step of the work on a solicitation."""

    workflow = WORKFLOW
    solicitation = models.ForeignKey(Solicitation, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("说明", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "征集办理记录"
        verbose_name_plural = "征集办理记录"
        triggers = unchanging("solicitation", "reason")
