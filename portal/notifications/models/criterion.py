"""What people ask for: each criterion once, filed so that a new thing finds the few it may meet."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from portal.notifications.registry import OWN

LONGEST_CRITERION = 1800


def digest_of(text: str, kinds: Sequence[str] = ()) -> str:
    """What stands for a criterion in the index: 64 hexadecimal digits."""
    return hashlib.sha256("\n".join((text, *kinds)).encode()).hexdigest()


class Criterion(models.Model):
    """A query string in its one spelling, with the kinds of news it asks for; whoever asks the same
    points to the same row.

    A thing that meets it bears all of `needs` and one term of each of its `choices`; `is_exact`
    says that this decides, else the topic looks once more, as for the order of words. One that was
    not filed yet (`filed_at`) is filed before anything new is put to it.
    """

    topic = models.CharField("订阅内容", max_length=32)
    text = models.CharField("条件", max_length=LONGEST_CRITERION, blank=True)
    kinds = ArrayField(
        models.CharField(max_length=32), verbose_name="消息种类", default=list, blank=True,
        help_text="空的只要订阅内容自己的",
    )  # fmt: skip
    digest = models.CharField("条件的散列", max_length=64)
    needs = ArrayField(models.TextField(), verbose_name="都要有的", default=list)
    has_choices = models.BooleanField("有任选其一的", default=False)
    is_exact = models.BooleanField("不必再看", default=False)
    filed_at = models.DateTimeField("编排时间", null=True)
    lapsed_at = models.DateTimeField("发现不再有结果的时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "订阅条件"
        constraints = [
            models.UniqueConstraint(fields=["topic", "digest"], name="criterion_once"),
        ]
        indexes = [
            models.Index(
                fields=["topic"], condition=Q(filed_at__isnull=True), name="criterion_unfiled"
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def asks_for(self) -> Sequence[str]:
        """The kinds of news it asks for."""
        return self.kinds or [OWN]


class CriterionKey(models.Model):
    """Under which terms a criterion is found: those of the group that the fewest things meet."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="keys")
    term = models.TextField("由此找到")

    class Meta:
        verbose_name = verbose_name_plural = "订阅条件的检索键"
        constraints = [
            models.UniqueConstraint(fields=["term", "criterion"], name="criterion_key_once"),
        ]

    def __str__(self) -> str:
        return self.term


class CriterionChoice(models.Model):
    """Several terms of which a thing must bear one."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="choices")
    terms = ArrayField(models.TextField(), verbose_name="其中之一")

    class Meta:
        verbose_name = verbose_name_plural = "订阅条件的任选项"
        constraints = [
            models.CheckConstraint(condition=Q(terms__len__gt=1), name="criterion_choice_is_one"),
        ]

    def __str__(self) -> str:
        return "、".join(self.terms)
