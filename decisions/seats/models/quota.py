"""How often an organ is to have representatives at its meetings in a year, where it is not the
usual number.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.organs.models import Organ


class SittingQuota(models.Model):
    """`months` are those in which the meetings are planned, as 6,11; without them they are spread
    over the year.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="sitting_quotas"
    )
    year = models.PositiveSmallIntegerField("年度")
    least = models.PositiveSmallIntegerField("至少几次")
    months = models.CharField("计划的月份", max_length=40, blank=True)

    class Meta:
        verbose_name = "列席次数"
        verbose_name_plural = "列席次数"
        ordering = ["-year", "organ"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "year"], name="sitting_quota_once_a_year"),
            models.CheckConstraint(condition=Q(least__lte=100), name="sitting_quota_counts"),
        ]
        indexes = [models.Index(fields=["year", "organ"], name="sitting_quota_by_year")]

    def __str__(self) -> str:
        return f"{self.year}年至少{self.least}次"

    @property
    def planned(self) -> tuple[int, ...]:
        """The planned months."""
        return tuple(int(each) for each in self.months.split(",") if each)
