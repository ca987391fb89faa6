"""A selection of one organ and year: its rules, its instants, its steps."""

from __future__ import annotations

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from policies.selection.deadlines import Course
from policies.selection.querysets import SelectionQuerySet
from policies.selection.workflow import ENDED, WORKFLOW, Status
from portal.acts.models import ActRow, unchanging
from portal.organs.models import Organ


class Selection(models.Model):
    """What is selected, how, and when; each end is the first instant outside.

    The instants are empty until the draft says them. `voters` is how many voted, known with the
    result; `ended_reason` is what readers are told of a selection that was stopped or withdrawn.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="主办机关", on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=100)
    rules = models.TextField("评选办法", blank=True)
    nominations_until = models.DateTimeField("提名截止", null=True)
    voting_from = models.DateTimeField("投票开始", null=True)
    voting_until = models.DateTimeField("投票截止", null=True)
    marking_until = models.DateTimeField("打分截止", null=True)
    votes_weight = models.PositiveSmallIntegerField("公众投票所占百分比", default=50)
    marks_weight = models.PositiveSmallIntegerField("专家打分所占百分比", default=50)
    awards = models.PositiveSmallIntegerField("入选名次", default=10)
    votes_each = models.PositiveSmallIntegerField("每人最多选几件", default=5)
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.DRAFT.value
    )
    voters = models.PositiveIntegerField("投票人数", null=True)
    announced_at = models.DateTimeField("公布时间", null=True)
    ended_at = models.DateTimeField("终止、撤回时间", null=True)
    ended_reason = models.CharField("终止、撤回的理由", max_length=500, blank=True)
    updated_at = models.DateTimeField("更新时间")

    objects = SelectionQuerySet.as_manager()

    class Meta:
        verbose_name = "好解读评选"
        verbose_name_plural = "好解读评选"
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "year"],
                condition=~Q(status__in=[each.value for each in ENDED]),
                name="selection_once_a_year",
                violation_error_message="本机关这一年已有一次评选。",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="selection_has_title"),
            models.CheckConstraint(
                condition=Q(votes_weight=100 - F("marks_weight"), votes_weight__gte=1,
                            marks_weight__gte=1),
                name="selection_weights_are_a_hundred",
            ),
            models.CheckConstraint(
                condition=Q(awards__gte=1, votes_each__gte=1), name="selection_counts_from_one"
            ),
            models.CheckConstraint(
                condition=Q(status__in=(Status.DRAFT.value, Status.DISCARDED.value))
                | Q(
                    nominations_until__lte=F("voting_from"),
                    voting_from__lt=F("voting_until"),
                    voting_until__lt=F("marking_until"),
                ),
                name="selection_in_its_order",
            ),
        ]  # fmt: skip
        triggers = [
            # Who votes knows until when, for how much, and by what rules: none of it moves.
            pgtrigger.Trigger(
                name="announced_selection_keeps_its_rules",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__status__in=("draft", "review"))
                & (
                    pgtrigger.Q(old__rules__df=pgtrigger.F("new__rules"))
                    | pgtrigger.Q(old__voting_from__df=pgtrigger.F("new__voting_from"))
                    | pgtrigger.Q(old__voting_until__df=pgtrigger.F("new__voting_until"))
                    | pgtrigger.Q(old__votes_weight__df=pgtrigger.F("new__votes_weight"))
                    | pgtrigger.Q(old__awards__df=pgtrigger.F("new__awards"))
                    | pgtrigger.Q(old__votes_each__df=pgtrigger.F("new__votes_each"))
                ),
                func="RAISE EXCEPTION 'an announced selection keeps its rules';",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.title}"

    def get_absolute_url(self) -> str:
        return reverse("policies:selection", args=[self.year, self.organ.code])

    @property
    def number(self) -> str:
        """What the desk names it by."""
        return str(self)

    @property
    def course(self) -> Course | None:
        """Its instants; None where the draft does not say all of them."""
        given = (self.nominations_until, self.voting_from, self.voting_until, self.marking_until)
        first, begins, closes, last = given
        if first is None or begins is None or closes is None or last is None:
            return None
        return Course(first, begins, closes, last)


class MarkCriterion(models.Model):
    """What experts mark by; the weights of a selection are 100 together."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField("次序")
    name = models.CharField("标准", max_length=60)
    weight = models.PositiveSmallIntegerField(
        "所占百分比", validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = verbose_name_plural = "打分标准"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["selection", "name"], name="mark_criterion_once"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100), name="mark_criterion_weighs"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.weight}%）"


class SelectionAct(ActRow):
    """One step of a selection."""

    workflow = WORKFLOW
    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("意见", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "评选办理记录"
        verbose_name_plural = "评选办理记录"
        triggers = unchanging("selection", "reason")
