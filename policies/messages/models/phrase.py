"""常用说法: wording that the reviewers of an organ agreed on, for those who draft answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.organs.models import Organ


class StockPhrase(models.Model):
    """One of them; the organs below use it as well. It goes out of use, and is not deleted."""

    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+",
        help_text="它的下级写答复时也看得到。",
    )  # fmt: skip
    title = models.CharField("什么时候用", max_length=60)
    text = models.TextField("说法", max_length=1000)
    position = models.PositiveSmallIntegerField("次序", default=0)
    is_active = models.BooleanField("使用中", default=True)
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = "常用说法"
        verbose_name_plural = "常用说法"
        ordering = ["organ__path", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "title"], name="stock_phrase_once",
                violation_error_message="这个机关已有同名的说法。",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""), name="stock_phrase_says_something"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
