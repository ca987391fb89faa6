"""What a reader says of an interpretation."""

from django.db import models

from policies.interpretations.choices import Understood
from policies.interpretations.models.interpretation import Interpretation, Series


class Rating(models.Model):
    """One a day and browser: `reader` is a keyed hash of a random number, of the day and of what
    is rated, so that it says neither who it was nor what else they rated.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="ratings")
    edition = models.ForeignKey(Interpretation, on_delete=models.CASCADE, related_name="ratings")
    day = models.DateField("日期")
    reader = models.CharField(max_length=64)
    understood = models.CharField("评价", max_length=8, choices=Understood)
    reason = models.CharField("哪里不明白", max_length=300, blank=True)

    class Meta:
        verbose_name = "读者评价"
        verbose_name_plural = "读者评价"
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "day", "reader"], name="rated_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_understood_display()}"
