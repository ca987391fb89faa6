"""The plan of a year: what an organ means to hold in which month, and how often it must."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from decisions.events.choices import Every, Kind
from portal.accounts.models import User
from portal.organs.models import Organ


class EventPlan(models.Model):
    """Of one organ and year; public once another hand has published it. A change afterwards makes
    it wait for that again, and what was public stays until then.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="event_plans"
    )
    year = models.PositiveSmallIntegerField("年度")
    written_by = models.ForeignKey(
        User, verbose_name="拟定人", on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField("拟定时间")
    published_at = models.DateTimeField("公布时间", null=True)

    class Meta:
        verbose_name = "开放活动年度计划"
        verbose_name_plural = "开放活动年度计划"
        ordering = ["-year", "organ"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "year"], name="event_plan_once_a_year"),
        ]
        indexes = [models.Index(fields=["year", "organ"], name="event_plan_by_year")]

    def __str__(self) -> str:
        return f"{self.year}年开放活动计划"

    @property
    def waits(self) -> bool:
        """Whether what stands here was not published yet."""
        return self.published_at is None or self.published_at < self.written_at


class PlannedEvent(models.Model):
    """One line: what in which month. `is_public` marks the lines that everybody reads."""

    plan = models.ForeignKey(EventPlan, on_delete=models.CASCADE, related_name="lines")
    month = models.PositiveSmallIntegerField("月份")
    kind = models.CharField("形式", max_length=12, choices=Kind)
    theme = models.CharField("主题", max_length=100)
    is_public = models.BooleanField("已公布", default=False)

    class Meta:
        verbose_name = "计划的活动"
        verbose_name_plural = "计划的活动"
        ordering = ["month", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12) & ~Q(theme=""),
                name="event_planned_in_a_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month}月　{self.get_kind_display()}：{self.theme}"


class PlanTarget(models.Model):
    """At least so many of a kind in every stretch; `off_months` are those in which none is asked
    for, as 8 or 1,2.
    """

    plan = models.ForeignKey(EventPlan, on_delete=models.CASCADE, related_name="targets")
    kind = models.CharField("形式", max_length=12, choices=Kind)
    every = models.CharField("多久", max_length=8, choices=Every)
    least = models.PositiveSmallIntegerField("至少几场")
    off_months = models.CharField("不要求的月份", max_length=40, blank=True)

    class Meta:
        verbose_name = "次数要求"
        verbose_name_plural = "次数要求"
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind"], name="event_plan_target_once"),
            models.CheckConstraint(condition=Q(least__gte=1), name="event_plan_target_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.get_every_display()}至少{self.least}场"
