"""Systems that read the base: 12345, 一网通办, windows and halls; and how they use it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from policies.answers.choices import Asked, Audience


class Consumer(models.Model):
    """One system. Its token was shown once and is kept as a hash; `token_start` tells tokens
    apart. Without a hash it has none and reads nothing.
    """

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=100)
    scope = models.CharField("可读范围", max_length=16, choices=Audience, default=Audience.PUBLIC)
    rate = models.PositiveIntegerField("每分钟次数上限", default=120)
    token_hash = models.CharField("令牌散列", max_length=64, blank=True)
    token_start = models.CharField("令牌开头", max_length=12, blank=True)
    token_at = models.DateTimeField("令牌签发时间", null=True)
    is_active = models.BooleanField("启用", default=True)
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = "知识库接入系统"
        verbose_name_plural = "知识库接入系统"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="consumer_token_once"
            ),
            models.CheckConstraint(condition=Q(rate__gte=1), name="consumer_may_ask"),
        ]

    def __str__(self) -> str:
        return self.name


class Usage(models.Model):
    """How often a consumer asked for something on a day."""

    consumer = models.ForeignKey(Consumer, on_delete=models.CASCADE, related_name="usage")
    day = models.DateField("日期")
    asked = models.CharField("调用", max_length=16, choices=Asked)
    count = models.PositiveIntegerField("次数")

    class Meta:
        verbose_name = "知识库用量"
        verbose_name_plural = "知识库用量"
        ordering = ["-day", "asked"]
        constraints = [
            models.UniqueConstraint(fields=["consumer", "day", "asked"], name="usage_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.consumer} {self.day} {self.get_asked_display()}"


class ZeroHit(models.Model):
    """Words that a consumer looked for without finding anything, personal data masked."""

    consumer = models.ForeignKey(Consumer, on_delete=models.CASCADE, related_name="zero_hits")
    words = models.CharField("词语", max_length=100)
    count = models.PositiveIntegerField("次数")
    last_on = models.DateField("最近一次")

    class Meta:
        verbose_name = "零结果词"
        verbose_name_plural = "零结果词"
        ordering = ["-count", "-last_on", "words"]
        constraints = [models.UniqueConstraint(fields=["consumer", "words"], name="zero_hit_once")]

    def __str__(self) -> str:
        return self.words


class ZeroHitMonth(models.Model):
    """How often words found nothing in a month, over all consumers: a sum, of nobody."""

    month = models.DateField("月份")
    words = models.CharField("词语", max_length=100)
    count = models.PositiveIntegerField("次数", default=0)

    class Meta:
        verbose_name = "零结果词的月度合计"
        verbose_name_plural = "零结果词的月度合计"
        ordering = ["-month", "-count", "words"]
        constraints = [
            models.UniqueConstraint(fields=["month", "words"], name="zero_hit_month_once")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.words}"
