"""本月热点问题: what an organ and those below it were asked most in a month, in sums only.

Nothing that a person wrote is in these tables: titles of policies, themes, questions of the base,
and words looked for in vain by systems, masked where they were taken in.
"""

from __future__ import annotations

import datetime as dt

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from disclosure.models import Document
from policies.answers.models import Entry
from policies.concerns.choices import HotKind
from policies.concerns.models.concern import Concern
from policies.concerns.querysets import HotListQuerySet
from policies.interpretations.models import Series
from portal.accounts.models import User
from portal.organs.models import Organ
from portal.taxonomy.models import Theme


class HotList(models.Model):
    """The month of an organ and of all below it. `kept_by` is the highest of them with somebody to
    attach answers and to make it public.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="hot_lists"
    )
    kept_by = models.ForeignKey(
        Organ, verbose_name="办理机关", on_delete=models.PROTECT, related_name="+"
    )
    month = models.DateField("月份")
    made_at = models.DateTimeField("统计时间")
    released_at = models.DateTimeField("公开时间", null=True)
    released_by = models.ForeignKey(
        User, verbose_name="公开人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField("收回时间", null=True)

    objects = HotListQuerySet.as_manager()

    class Meta:
        verbose_name = "热点问题"
        verbose_name_plural = "本月热点问题"
        ordering = ["-month", "organ__path"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "month"], name="hot_list_once_a_month"),
            models.CheckConstraint(
                condition=Q(month__day=1), name="hot_list_begins_with_its_month"
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="hot_list_released_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ.short_name}{self.month.year}年{self.month.month}月热点问题"

    def get_absolute_url(self) -> str:
        return reverse("policies:hot_list", args=[self.month.year, self.month.month])

    @property
    def after(self) -> dt.date:
        """The first day of the month after."""
        return (self.month + dt.timedelta(days=31)).replace(day=1)


_ONE = {
    HotKind.POLICY: "document",
    HotKind.THEME: "theme",
    HotKind.QUESTION: "entry",
}


def _about(kind: HotKind) -> Q:
    """What a line of a kind names, and nothing else."""
    named = _ONE.get(kind, "")
    others = {f"{name}__isnull": name != named for name in _ONE.values()}
    return Q(kind=kind, **others) & (~Q(words="") if kind == HotKind.WORDS else Q(words=""))


class HotLine(models.Model):
    """One line: what it is about, how often it was asked, and what answers it."""

    hot_list = models.ForeignKey(HotList, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField("怎样统计", max_length=12, choices=HotKind)
    place = models.PositiveSmallIntegerField("名次")
    document = models.ForeignKey(
        Document, verbose_name="政策", null=True, on_delete=models.PROTECT, related_name="+"
    )
    theme = models.ForeignKey(
        Theme, verbose_name="主题", null=True, on_delete=models.PROTECT, related_name="+"
    )
    entry = models.ForeignKey(
        Entry, verbose_name="问题", null=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.CharField("词语", max_length=100, blank=True)
    asked = models.PositiveIntegerField("留言", default=0)
    also_asked = models.PositiveIntegerField("也想问", default=0)
    sought = models.PositiveIntegerField("检索", default=0)
    answer = models.ForeignKey(
        Entry, verbose_name="问答", null=True, on_delete=models.PROTECT, related_name="+"
    )
    concern = models.ForeignKey(
        Concern, verbose_name="回应", null=True, on_delete=models.PROTECT, related_name="+"
    )
    series = models.ForeignKey(
        Series, verbose_name="解读", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "热点问题的一行"
        verbose_name_plural = "热点问题的行"
        ordering = ["kind", "place"]
        constraints = [
            models.UniqueConstraint(fields=["hot_list", "kind", "place"], name="hot_line_place"),
            models.CheckConstraint(
                condition=_about(HotKind.POLICY)
                | _about(HotKind.THEME)
                | _about(HotKind.QUESTION)
                | _about(HotKind.WORDS),
                name="hot_line_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(concern__isnull=True, series__isnull=True)
                | Q(answer__isnull=True, series__isnull=True)
                | Q(answer__isnull=True, concern__isnull=True),
                name="hot_line_has_one_answer",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="hot_line_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="hot_line_keeps_its_figures",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "hot_list", "kind", "place", "document", "theme", "entry", "words", "asked",
                    "also_asked", "sought",
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.hot_list_id} {self.kind} {self.place}"

    @property
    def total(self) -> int:
        """How often in all."""
        return self.asked + self.also_asked + self.sought

    @property
    def theme_words(self) -> str:
        """The theme as pages print it, with the one above it."""
        return self.theme.path.replace("\\", "／") if self.theme else ""
