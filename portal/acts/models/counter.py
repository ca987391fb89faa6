"""Numbers given one after another, by organ, series and year: no gaps, none twice."""

from __future__ import annotations

from typing import Any

from django.db import models

from portal.organs.models import Organ


class Counter(models.Model):
    """The last number of a series. Its row is locked from `hold` until the transaction ends, so
    whatever the number was taken for is kept with it or not at all.
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    series = models.CharField("序列", max_length=80)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("最后一号", default=0)

    class Meta:
        verbose_name = "编号"
        verbose_name_plural = "编号"
        constraints = [
            models.UniqueConstraint(fields=["organ", "series", "year"], name="counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕{self.last}"

    @classmethod
    def hold(cls, *, organ: Organ, series: str, year: int) -> Counter:
        """The counter, locked. Call within the transaction that uses the number; whoever asks
        whether the same thing was numbered before asks after this, and gets a true answer.
        """
        key: dict[str, Any] = {"organ": organ, "series": series, "year": year}
        cls.objects.get_or_create(**key)
        return cls.objects.select_for_update(no_key=True).get(**key)

    @classmethod
    def reach(cls, *, organ_id: int, series: str, year: int, last: int) -> None:
        """Let the series go on after `last`: numbers up to it were given elsewhere."""
        counter, _ = cls.objects.get_or_create(organ_id=organ_id, series=series, year=year)
        counter.last = max(counter.last, last)
        counter.save(update_fields=["last"])

    def take(self) -> int:
        """The next number. The row must be held."""
        self.last += 1
        self.save(update_fields=["last"])
        return self.last
