"""The last number given to an application, by organ and year: no gaps, none twice."""

from django.db import models

from portal.organs.models import Organ


class RequestCounter(models.Model):
    """One row an organ and year, locked while a number is taken."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "申请编号"
        verbose_name_plural = "申请编号"
        constraints = [
            models.UniqueConstraint(fields=["organ", "year"], name="request_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.year}: {self.last}"
