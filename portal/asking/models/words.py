"""Words an office keeps for the search: what else a word means, what answers a question best."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.asking.texts import LONGEST
from portal.search.vocabulary import LONGEST_WORD, Line


class SynonymLine(models.Model):
    """Words that mean the same; with `meant`, words that also mean others, but not the other way
    round (`portal.search.vocabulary.Line`).
    """

    words = ArrayField(models.CharField(max_length=LONGEST_WORD), verbose_name="同义的词")
    meant = ArrayField(
        models.CharField(max_length=LONGEST_WORD), verbose_name="还指", default=list, blank=True
    )
    note = models.CharField("说明", max_length=200, blank=True)
    is_active = models.BooleanField("在用", default=True)
    by = models.ForeignKey(
        User, verbose_name="最后修改的人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("最后修改")

    class Meta:
        verbose_name = "同义词"
        verbose_name_plural = "同义词"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(words__len__gte=2) | Q(words__len__gte=1, meant__len__gte=1),
                name="synonyms_say_something",
            )
        ]

    def __str__(self) -> str:
        return str(self.line)

    @property
    def line(self) -> Line:
        """As the search reads it."""
        return Line(tuple(self.words), tuple(self.meant))


class BestBet(models.Model):
    """What is shown first to whoever asks one of these questions: an entry of the search, by kind
    and object, or another page of this site, by its path. `until` is the last day, if any.
    """

    questions = ArrayField(models.CharField(max_length=LONGEST), verbose_name="搜索词")
    path = models.CharField("网址", max_length=500)
    title = models.CharField("标题", max_length=200)
    kind = models.CharField("条目类别", max_length=32, blank=True)
    object_id = models.BigIntegerField("条目编号", null=True)
    reason = models.CharField("理由", max_length=200)
    until = models.DateField("到哪天（含当日）", null=True, blank=True)
    is_active = models.BooleanField("在用", default=True)
    by = models.ForeignKey(
        User, verbose_name="最后修改的人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("最后修改")

    class Meta:
        verbose_name = "优先结果"
        verbose_name_plural = "优先结果"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(questions__len__gte=1), name="best_bet_has_question"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="best_bet_has_reason"),
            models.CheckConstraint(
                condition=Q(path__startswith="/") & ~Q(path__startswith="//"),
                name="best_bet_is_of_this_site",
            ),
            models.CheckConstraint(
                condition=Q(kind="", object_id__isnull=True)
                | (~Q(kind="") & Q(object_id__isnull=False)),
                name="best_bet_entry_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{'、'.join(self.questions)} → {self.title}"


class WordsState(models.Model):
    """One row, anew with every change: by it each process sees that what it has read is old. A
    random token and no number, so that one that was rolled back never comes again.
    """

    token = models.UUIDField("标记", default=uuid.uuid4)

    class Meta:
        verbose_name = "词表的状态"
        verbose_name_plural = "词表的状态"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="words_state_is_one_row")]

    def __str__(self) -> str:
        return str(self.token)
