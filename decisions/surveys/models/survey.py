"""A questionnaire: whose it is, its instants, its versions, its steps."""

from __future__ import annotations

import datetime as dt

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from decisions.dossiers.models import Decision
from decisions.events.models import Event
from decisions.surveys.choices import Method
from decisions.surveys.querysets import SurveyQuerySet
from decisions.surveys.questions import Questionnaire, from_data
from decisions.surveys.workflow import WORKFLOW, Status
from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.organs.models import Organ

LONGEST_TITLE = 120


class Survey(models.Model):
    """What is asked of everybody, and when; the end is the first instant outside.

    `figures` is what may be shown of the answers, made once when the result is published; every
    page and file is written from it. `outcome` says what becomes of it. `ended_reason` is what
    readers are told of one that was stopped, or whose result was taken back.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="主办机关", on_delete=models.PROTECT, related_name="surveys"
    )
    decision = models.ForeignKey(
        Decision, verbose_name="有关的决策", null=True, on_delete=models.PROTECT,
        related_name="surveys",
    )  # fmt: skip
    event = models.ForeignKey(
        Event, verbose_name="有关的活动", null=True, on_delete=models.PROTECT,
        related_name="surveys",
    )  # fmt: skip
    title = models.CharField("名称", max_length=LONGEST_TITLE)
    gist = models.TextField("说明", blank=True)
    method = models.CharField("谁能答", max_length=8, choices=Method, default=Method.MAIL)
    opens_at = models.DateTimeField("开始", null=True)
    closes_at = models.DateTimeField("截止", null=True)
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.DRAFT.value
    )
    released_at = models.DateTimeField("发布时间", null=True)
    announced_at = models.DateTimeField("公布结果时间", null=True)
    outcome = models.TextField("结果怎样用", blank=True)
    figures = models.JSONField("公布的数字", null=True)
    ended_reason = models.CharField("终止、撤回的理由", max_length=500, blank=True)
    texts_purged_at = models.DateTimeField("清除原话的时间", null=True)
    updated_at = models.DateTimeField("更新时间")

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = "问卷"
        verbose_name_plural = "问卷"
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="survey_state_known"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="survey_has_title"),
            models.CheckConstraint(
                condition=Q(status__in=(Status.DRAFT.value, Status.DISCARDED.value))
                | Q(opens_at__lt=F("closes_at")),
                name="survey_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(status__in=(Status.PUBLISHED.value, Status.WITHDRAWN.value))
                | Q(figures__isnull=True),
                name="survey_has_no_figures_before",
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "status"], name="survey_by_queue"),
            models.Index(
                fields=["-closes_at", "-id"],
                condition=Q(released_at__isnull=False),
                name="survey_by_end",
            ),
        ]
        triggers = [
            # Its result is as it was told: a count that changed would show who came in between.
            pgtrigger.Protect(
                name="published_figures_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status="published")
                & pgtrigger.Q(old__figures__df=pgtrigger.F("new__figures")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the desk and the trail name it by."""
        return f"问卷{self.pk}"

    def is_open(self, at: dt.datetime) -> bool:
        """Whether it may be answered at an instant."""
        if self.status != Status.RUNNING or self.opens_at is None or self.closes_at is None:
            return False
        return self.opens_at <= at < self.closes_at

    def has_closed(self, at: dt.datetime) -> bool:
        """Whether its end is past."""
        return self.closes_at is not None and self.closes_at <= at

    def get_absolute_url(self) -> str:
        return reverse("decisions:survey", args=[self.pk])


class SurveyVersion(models.Model):
    """The questions as they are asked, and which are crossed in the result, chosen before anybody
    answered. Once it was released it never changes: what is changed is the next one.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("第几版")
    questions = models.JSONField("问题", default=list)
    crossings = models.JSONField("交叉表", default=list)
    written_by = models.ForeignKey(
        User, verbose_name="拟定人", on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField("拟定时间")
    released_at = models.DateTimeField("启用时间", null=True)

    class Meta:
        verbose_name = "问卷的一版"
        verbose_name_plural = "问卷的各版"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_version_once"),
            models.UniqueConstraint(
                fields=["survey"],
                condition=Q(released_at__isnull=True),
                name="survey_has_one_version_in_hand",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="released_version_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__released_at__isnull=False),
            ),
            pgtrigger.Protect(name="version_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"第{self.number}版"

    @property
    def questionnaire(self) -> Questionnaire:
        """Its questions."""
        return from_data(self.questions)


class SurveyAct(ActRow):
    """One step of a questionnaire."""

    workflow = WORKFLOW
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("说明", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "问卷办理记录"
        verbose_name_plural = "问卷办理记录"
        triggers = unchanging("survey", "reason")
