"""The units asked in writing, one by one: silence is kept as silence."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from decisions.dossiers.choices import Reply, UnitKind
from decisions.dossiers.models.decision import Decision

LONGEST_NAME = 120


class AskedUnit(models.Model):
    """A unit that was asked for its opinion in one round."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="units")
    round = models.PositiveSmallIntegerField("第几轮")
    kind = models.CharField("类别", max_length=12, choices=UnitKind)
    name = models.CharField("单位", max_length=LONGEST_NAME)
    asked_on = models.DateField("发出日期")
    reply = models.CharField("回复", max_length=8, choices=Reply, default=Reply.WAITING.value)
    replied_on = models.DateField("回复日期", null=True)

    class Meta:
        verbose_name = "征求意见的单位"
        verbose_name_plural = "征求意见的单位"
        ordering = ["round", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "round", "name"], name="unit_asked_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(reply__in=[Reply.OPINIONS.value, Reply.NONE.value],
                            replied_on__gte=models.F("asked_on"))
                | Q(reply__in=[Reply.WAITING.value, Reply.SILENT.value], replied_on__isnull=True),
                name="unit_replied_on_a_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
