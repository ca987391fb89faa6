"""How far the news of each topic were put to the criteria."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.notifications.registry import OWN


class TopicLook(models.Model):
    """Up to which moment a topic's publications were looked for."""

    topic = models.CharField("订阅内容", max_length=32, primary_key=True)
    looked_at = models.DateTimeField("查到的时间")

    class Meta:
        verbose_name = verbose_name_plural = "订阅内容的查找"

    def __str__(self) -> str:
        return self.topic


class Occasion(models.Model):
    """One publication of one thing, put to the criteria once.

    `version` tells it from an earlier publication of the same thing. `reached` is the last
    criterion whose subscriptions are written down: a run that was killed goes on behind it.
    """

    topic = models.CharField("订阅内容", max_length=32)
    kind = models.CharField("消息种类", max_length=32, default=OWN)
    object_id = models.BigIntegerField("对象编号")
    version = models.CharField("哪一次公开", max_length=64)
    public_at = models.DateTimeField("公开时间")
    reached = models.BigIntegerField("已到的条件", default=0)
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "待告知的公开"
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "kind", "object_id", "version"], name="occasion_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["topic", "public_at"],
                condition=Q(finished_at__isnull=True),
                name="occasion_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.object_id}"
