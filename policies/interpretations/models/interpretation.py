"""An interpretation: one identity, editions that are each reviewed, the steps of each."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from disclosure.choices import Language
from policies.interpretations.choices import PolicyKind, Stage
from policies.interpretations.querysets import InterpretationQuerySet
from policies.interpretations.workflow import WORKFLOW, Status
from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.organs.models import Organ


class Series(models.Model):
    """What stays the same through all editions: the address, the search entry, the ratings."""

    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField("开始时间")

    class Meta:
        verbose_name = "解读"
        verbose_name_plural = "解读"

    def __str__(self) -> str:
        return f"解读 {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("policies:interpretation", args=[self.pk])


class Interpretation(models.Model):
    """One edition: drafted, reviewed, released; of one series at most one is public.

    `filing_due_on` and `filed_on` are those of 报备; the day is empty where the calendar did not
    reach it. `note` tells readers what a later edition changed.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="editions")
    edition = models.PositiveSmallIntegerField("版次", default=1)
    organ = models.ForeignKey(
        Organ, verbose_name="解读机关", on_delete=models.PROTECT, related_name="interpretations"
    )
    title = models.CharField("标题", max_length=200)
    summary = models.CharField("一句话说明", max_length=300, blank=True)
    stage = models.CharField("解读阶段", max_length=12, choices=Stage, default=Stage.RELEASE)
    kind = models.CharField(
        "政策类型", max_length=12, choices=PolicyKind, default=PolicyKind.NORMATIVE
    )
    language = models.CharField("语种", max_length=12, choices=Language, default=Language.CHINESE)
    explainer = models.CharField("解读人", max_length=100, blank=True)
    older = models.ForeignKey(
        "disclosure.Document",
        verbose_name="对照的旧文本",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.CharField("更新说明", max_length=300, blank=True)
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.DRAFT.value
    )
    first_published_at = models.DateTimeField("首次公开时间", null=True)
    published_at = models.DateTimeField("公开时间", null=True)
    withdrawn_at = models.DateTimeField("撤下时间", null=True)
    filing_due_on = models.DateField("报备期限", null=True)
    filed_on = models.DateField("报备日期", null=True)
    begun_by = models.ForeignKey(
        User, verbose_name="起草人", on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField("开始时间")
    updated_at = models.DateTimeField("更新时间")

    objects = InterpretationQuerySet.as_manager()

    class Meta:
        verbose_name = "政策解读"
        verbose_name_plural = "政策解读"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="interpretation_has_title"),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED)
                | Q(first_published_at__isnull=False, published_at__isnull=False),
                name="public_interpretation_has_its_times",
            ),
            models.UniqueConstraint(
                fields=["series", "edition"], name="interpretation_edition_once"
            ),
            models.UniqueConstraint(
                fields=["series"],
                condition=Q(status=Status.PUBLISHED),
                name="one_public_edition",
            ),
            models.UniqueConstraint(
                fields=["series"],
                condition=Q(status__in=Status.open),
                name="one_open_edition",
                violation_error_message="已有新的一版正在办理。",
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "status"]),
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(status=Status.PUBLISHED),
                name="interpretation_by_release",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="first_release_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__first_published_at__isnull=False)
                & pgtrigger.Q(old__first_published_at__df=pgtrigger.F("new__first_published_at")),
                func="RAISE EXCEPTION 'first_published_at never changes';",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        if self.status == Status.PUBLISHED:
            return reverse("policies:interpretation", args=[self.series_id])
        return reverse("policies:interpretation_edition", args=[self.series_id, self.edition])

    @property
    def number(self) -> str:
        """What the desk names it by."""
        later = f"（第{self.edition}版）" if self.edition > 1 else ""
        return f"{self.title}{later}"

    @property
    def is_public(self) -> bool:
        """Whether anyone may read it now."""
        return self.status == Status.PUBLISHED


class InterpretationAct(ActRow):
    """One step of an edition."""

    workflow = WORKFLOW
    interpretation = models.ForeignKey(
        Interpretation, on_delete=models.PROTECT, related_name="acts"
    )
    reason = models.CharField("意见", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "解读办理记录"
        verbose_name_plural = "解读办理记录"
        triggers = unchanging("interpretation", "reason")
