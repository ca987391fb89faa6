"""What readers ask the search, counted: no person, no address, no text that few wrote."""

from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.asking.texts import LONGEST


class AskedQuery(models.Model):
    """One question in one stretch of days beginning with `since`: how often, how often in vain,
    by how many askers.

    `key` is a hash of the text under the salt of the stretch. The text itself is empty until so
    many askers wrote it that it tells of none of them (settings.SEARCH_LOG_LEAST_ASKERS).
    """

    since = models.DateField("起日")
    key = models.CharField("散列", max_length=64)
    text = models.CharField("搜索词", max_length=LONGEST, blank=True)
    times = models.PositiveIntegerField("次数", default=0)
    in_vain = models.PositiveIntegerField("没有结果的次数", default=0)
    askers = models.PositiveIntegerField("人次", default=0)

    class Meta:
        verbose_name = "读者搜的词"
        verbose_name_plural = "读者搜的词"
        constraints = [
            models.UniqueConstraint(fields=["since", "key"], name="asked_once_in_a_stretch"),
            models.CheckConstraint(
                condition=Q(in_vain__lte=models.F("times"), askers__lte=models.F("times")),
                name="asked_numbers_agree",
            ),
        ]
        indexes = [
            models.Index(
                fields=["text", "since"],
                opclasses=["varchar_pattern_ops", "date_ops"],
                condition=~Q(text=""),
                name="asked_by_text",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Asker(models.Model):
    """That somebody asked something: a hash of both under the salt of the stretch, so that neither
    the askers of two questions nor one asker in two stretches can be told to be the same.
    """

    since = models.DateField("起日")
    digest = models.CharField("散列", max_length=64)

    class Meta:
        verbose_name = "提问的痕迹"
        verbose_name_plural = "提问的痕迹"
        constraints = [
            models.UniqueConstraint(fields=["since", "digest"], name="asker_once_in_a_stretch")
        ]

    def __str__(self) -> str:
        return self.digest


class MutedQuery(models.Model):
    """A question that is not offered to others while they type, however often it is asked."""

    text = models.CharField("搜索词", max_length=LONGEST, unique=True)
    by = models.ForeignKey(User, verbose_name="办理人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "不作提示的词"
        verbose_name_plural = "不作提示的词"

    def __str__(self) -> str:
        return self.text
