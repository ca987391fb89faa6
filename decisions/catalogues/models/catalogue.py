"""A catalogue of a year, its acts, and the days by which catalogues are published."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from decisions.catalogues.deadlines import Term, account_due
from decisions.catalogues.querysets import CatalogueQuerySet
from decisions.catalogues.workflow import ENDED, PUBLIC, WORKFLOW, Status
from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.organs.models import Organ


class Catalogue(models.Model):
    """`maker` decides, `organ` keeps its catalogue here: of a government its office. Who collects
    and who approves differs from place to place, and so are words; that the 同级党委 agreed is a
    day, the paper stays where it is.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="编制单位", on_delete=models.PROTECT, related_name="catalogues"
    )
    handler = models.ForeignKey(
        User, verbose_name="承办人", on_delete=models.PROTECT, related_name="+"
    )
    maker = models.ForeignKey(
        Organ, verbose_name="决策机关", on_delete=models.PROTECT, related_name="made_catalogues"
    )
    year = models.PositiveSmallIntegerField("年度")
    note = models.TextField("公开说明", blank=True)
    collected_by = models.CharField("由谁汇总", max_length=200, blank=True)
    approved_by = models.CharField("由谁批准", max_length=200, blank=True)
    approved_on = models.DateField("批准日期", null=True)
    party_on = models.DateField("同级党委同意日期", null=True)
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.DRAFT.value
    )
    published_on = models.DateField("公布日期", null=True)
    published_where = models.CharField("先在哪里公布", max_length=500, blank=True)
    released_at = models.DateTimeField("在本站公布的时间", null=True)
    changed_at = models.DateTimeField("最近公布变化的时间", null=True)
    closed_on = models.DateField("年终总公开日期", null=True)
    closing_note = models.TextField("年终说明", blank=True)
    withdrawn_on = models.DateField("撤回日期", null=True)
    withdrawn_why = models.CharField("撤回的理由", max_length=500, blank=True)
    updated_at = models.DateTimeField("更新时间")

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = "决策事项目录"
        verbose_name_plural = "决策事项目录"
        ordering = ["-year", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="catalogue_state_known"
            ),
            models.UniqueConstraint(
                fields=["maker", "year"],
                condition=~Q(status__in=[state.value for state in ENDED]),
                name="catalogue_once_a_year",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[state.value for state in PUBLIC])
                | Q(published_on__isnull=False, released_at__isnull=False),
                name="catalogue_was_published_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.WITHDRAWN.value)
                | Q(withdrawn_on__isnull=False) & ~Q(withdrawn_why=""),
                name="catalogue_is_withdrawn_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED.value) | Q(closed_on__isnull=False),
                name="catalogue_was_closed_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "status"], name="catalogue_by_queue"),
            models.Index(fields=["year", "maker"], name="catalogue_by_year"),
            models.Index(
                fields=["-changed_at", "-id"],
                condition=Q(changed_at__isnull=False),
                name="catalogue_newest_first",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the desk and the trail name it by."""
        return f"{self.maker.short_name}{self.year}年决策事项目录"

    @property
    def is_public(self) -> bool:
        """Whether anyone reads it now."""
        return self.status in PUBLIC

    @property
    def account_due_on(self) -> dt.date:
        """By when it is told of every item what became of it."""
        return account_due(self.year, settings.CATALOGUE_ACCOUNT_DAY)

    def get_absolute_url(self) -> str:
        return reverse("decisions:catalogue", args=[self.year, self.maker.code])


class CatalogueAct(ActRow):
    """One step of the work on a catalogue."""

    workflow = WORKFLOW
    catalogue = models.ForeignKey(Catalogue, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("说明", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "目录办理记录"
        verbose_name_plural = "目录办理记录"
        triggers = unchanging("catalogue", "reason")


class CatalogueTerm(models.Model):
    """By when an organ publishes its catalogue of a year; without a day it need not. A row that
    reaches below holds for every organ below that has no nearer one.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="catalogue_terms"
    )
    year = models.PositiveSmallIntegerField("年度")
    due_on = models.DateField("公布期限", null=True, blank=True)
    reaches_below = models.BooleanField("下级也按这一天", default=False)
    basis = models.CharField("依据或者理由", max_length=300)
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = "目录公布期限"
        verbose_name_plural = "目录公布期限"
        ordering = ["-year", "organ__path"]
        constraints = [
            models.UniqueConstraint(fields=["year", "organ"], name="catalogue_term_once"),
            models.CheckConstraint(condition=~Q(basis=""), name="catalogue_term_has_a_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.organ.short_name}{self.year}年：{self.due_on or '不要求'}"

    @property
    def term(self) -> Term:
        """The row as the rules read it."""
        return Term(self.organ.path, self.due_on, self.reaches_below, self.basis)
