"""The last index number given out, by organ and year."""

from django.db import models

from portal.organs.models import Organ


class IndexCounter(models.Model):
    """Locked while a number is taken, so that numbers have no gaps and no doubles."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "索引号序列"
        verbose_name_plural = "索引号序列"
        constraints = [models.UniqueConstraint(fields=["organ", "year"], name="index_counter_once")]

    def __str__(self) -> str:
        return f"{self.organ_id}/{self.year}: {self.last}"
