"""A doubtful finding that a person answers for."""

from django.db import models
from django.db.models import Q

from policies.interpretations.models.interpretation import Interpretation
from portal.accounts.models import User


class Clearance(models.Model):
    """A person looked at one doubtful finding, or at one part no program could read.

    `content_sha256` is the hash of what it stands in: a later change makes it void. `shown` is
    masked.
    """

    interpretation = models.ForeignKey(
        Interpretation, on_delete=models.PROTECT, related_name="clearances"
    )
    content_sha256 = models.CharField(max_length=64)
    item_key = models.CharField(max_length=64)
    label = models.CharField("事项", max_length=200)
    place = models.CharField("位置", max_length=500, blank=True)
    shown = models.CharField("内容（已遮盖）", max_length=500, blank=True)
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey(User, verbose_name="确认人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "解读公开前逐项确认"
        verbose_name_plural = "解读公开前逐项确认"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="clearance_has_reason"),
            models.UniqueConstraint(
                fields=["interpretation", "content_sha256", "item_key"], name="item_cleared_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}：{self.reason}"
