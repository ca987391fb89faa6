"""What a draw is reckoned from and what came of it: written once, kept by the database itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from decisions.seats.models import guards
from decisions.seats.models.sitting import Sitting
from portal.accounts.models import User


class ListLine(models.Model):
    """A line of the published list."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="list_lines")
    number = models.PositiveIntegerField("编号")
    group = models.CharField("组别", max_length=40, blank=True)
    leaf = models.CharField("叶", max_length=64)

    class Meta:
        verbose_name = "名单的一行"
        verbose_name_plural = "名单"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "number"], name="list_line_once"),
        ]
        triggers = [
            guards.never_again("list_line_stays"),
            guards.none_added("no_line_later", guards.CLOSED, "the list is closed"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class OutMark(models.Model):
    """An objection that was found right: the line stays in the list and says so."""

    line = models.OneToOneField(ListLine, on_delete=models.PROTECT, related_name="out")
    reason = models.CharField("理由", max_length=300)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(User, verbose_name="登记人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "名单上的标注"
        verbose_name_plural = "名单上的标注"
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="out_mark_says_why")]
        triggers = [guards.never_again("out_mark_stays")]

    def __str__(self) -> str:
        return self.reason


class DiceEntry(models.Model):
    """What one officer typed of the throws. `round` is 2 after a code that was lost; of two series
    that differ neither counts, and both are typed again.
    """

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="dice")
    round = models.PositiveSmallIntegerField("第几轮")
    is_check = models.BooleanField("第二人录入")
    throws = models.CharField("点数", max_length=40)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(User, verbose_name="录入人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "骰子点数"
        verbose_name_plural = "骰子点数"
        ordering = ["id"]
        triggers = [
            guards.never_again("throws_stay"),
            guards.none_added("no_throws_before", guards.OPEN, "the list is not closed"),
            guards.none_added("no_throws_after", guards.DRAWN, "the draw is over"),
        ]

    def __str__(self) -> str:
        return self.throws


class Drawn(models.Model):
    """A number's place in the order, chosen or substitute; of a choice with reasons the reason."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="drawn")
    rank = models.PositiveIntegerField("次序")
    number = models.PositiveIntegerField("编号")
    group = models.CharField("组别", max_length=40, blank=True)
    key = models.CharField("键", max_length=64, blank=True)
    is_chosen = models.BooleanField("入选")
    by_quota = models.CharField("按哪一组的名额", max_length=40, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "抽签次序"
        verbose_name_plural = "抽签次序"
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "rank"], name="drawn_rank_once"),
            models.UniqueConstraint(fields=["sitting", "number"], name="drawn_number_once"),
            models.CheckConstraint(condition=~Q(key="") | ~Q(reason=""), name="drawn_somehow"),
        ]
        triggers = [
            guards.never_again("drawn_stays"),
            guards.none_added("no_second_draw", guards.DRAWN, "the draw is over"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}：{self.number}"
