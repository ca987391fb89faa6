"""A decision: what is to be decided by whom, what its start asked, and its acts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from decisions.catalogues.choices import Matter
from decisions.catalogues.models import CatalogueItem
from decisions.dossiers.choices import Origin, Question
from decisions.dossiers.querysets import DecisionQuerySet
from decisions.dossiers.workflow import WORKFLOW, Status
from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.organs.choices import OrganKind, OrganLevel
from portal.organs.models import Organ

LONGEST_TITLE = 200


class Decision(models.Model):
    """`maker` decides, `organ` prepares it and keeps its file here. `round` counts how often its
    steps began: a major change of the draft, or of the decision in force, begins them anew.
    `disclosed_at` is when anything of it was first taken to the public; nobody outside sees it
    before.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="承办单位", on_delete=models.PROTECT, related_name="decisions"
    )
    handler = models.ForeignKey(
        User, verbose_name="承办人", on_delete=models.PROTECT, related_name="+"
    )
    maker = models.ForeignKey(
        Organ, verbose_name="决策机关", on_delete=models.PROTECT, related_name="made_decisions"
    )
    joint = models.ManyToManyField(Organ, verbose_name="会办单位", blank=True, related_name="+")
    title = models.CharField("事项名称", max_length=LONGEST_TITLE)
    matter = models.CharField("类别", max_length=12, choices=Matter)
    gist = models.TextField("要解决什么", blank=True)
    origin = models.CharField("由谁提出", max_length=8, choices=Origin)
    origin_words = models.CharField("提出的情况", max_length=500, blank=True)
    item = models.OneToOneField(
        CatalogueItem, verbose_name="目录事项", null=True, on_delete=models.PROTECT,
        related_name="decision",
    )  # fmt: skip
    started_on = models.DateField("启动日期")
    wants_hearing = models.BooleanField("计划听证", default=False)
    adaptation = models.CharField("适应调整期", max_length=500, blank=True)
    round = models.PositiveSmallIntegerField("第几轮", default=1)
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.PREPARING.value
    )
    disclosed_at = models.DateTimeField("首次公开时间", null=True)
    public_at = models.DateTimeField("最近公开时间", null=True)
    decided_on = models.DateField("决定日期", null=True)
    updated_at = models.DateTimeField("更新时间")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "重大行政决策"
        verbose_name_plural = "重大行政决策"
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="decision_state_known"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="decision_has_title"),
            models.CheckConstraint(
                condition=Q(public_at__isnull=True) | Q(disclosed_at__lte=F("public_at")),
                name="decision_first_public_first",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.PREPARING.value, Status.SUBMITTED.value,
                                        Status.STOPPED.value])
                | Q(decided_on__isnull=False),
                name="decision_was_decided_on_a_day",
            ),
            models.CheckConstraint(condition=Q(round__gte=1), name="decision_has_a_round"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["organ", "status"], name="decision_by_queue"),
            models.Index(
                fields=["-public_at", "-id"],
                condition=Q(public_at__isnull=False),
                name="decision_newest_first",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the desk and the trail name it by."""
        return f"决策{self.pk}"

    @property
    def is_of_government(self) -> bool:
        """Whether a government of the county level or above decides."""
        governs = self.maker.kind in (OrganKind.GOVERNMENT, OrganKind.OFFICE)
        return governs and self.maker.level in (OrganLevel.CITY, OrganLevel.DISTRICT)

    def get_absolute_url(self) -> str:
        return reverse("decisions:decision", args=[self.pk])


class Screening(models.Model):
    """The answer to one question of the start: whether a step applies, and if not, why."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="screenings")
    question = models.CharField("问题", max_length=12, choices=Question)
    applies = models.BooleanField("须办理")
    reason = models.CharField("不须办理的理由", max_length=500, blank=True)

    class Meta:
        verbose_name = "要走的步骤"
        verbose_name_plural = "要走的步骤"
        constraints = [
            models.UniqueConstraint(fields=["decision", "question"], name="screened_once"),
            models.CheckConstraint(
                condition=Q(applies=True) | ~Q(reason=""), name="no_step_is_left_out_in_silence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_question_display()}：{'是' if self.applies else '否'}"


class DecisionAct(ActRow):
    """One step of the work on a decision."""

    workflow = WORKFLOW
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("说明", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "决策办理记录"
        verbose_name_plural = "决策办理记录"
        triggers = unchanging("decision", "reason")
