"""The items of a catalogue: who they are, how they read from which day on, what became of them."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from decisions.catalogues.choices import Change, Matter, Outcome, Place, PlannedStep
from decisions.catalogues.models.catalogue import Catalogue
from decisions.catalogues.months import Span
from decisions.catalogues.querysets import ItemQuerySet
from disclosure.models import Document
from portal.accounts.models import User
from portal.organs.models import Organ

LONGEST_TITLE = 200


class CatalogueItem(models.Model):
    """An item as what it stays, whatever it is called: its decision and all that belongs to it
    point here. `number` is given when it is published; `former` is the item of an earlier year
    that was moved here.
    """

    catalogue = models.ForeignKey(Catalogue, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField("次序")
    number = models.PositiveSmallIntegerField("序号", null=True)
    former = models.ForeignKey(
        "self", verbose_name="以前年度的事项", null=True, on_delete=models.PROTECT,
        related_name="later",
    )  # fmt: skip

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = "目录事项"
        verbose_name_plural = "目录事项"
        ordering = ["catalogue", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "number"], name="item_number_once"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="item_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__number__isnull=False),
            ),
            pgtrigger.Protect(
                name="item_number_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__number__isnull=False)
                & pgtrigger.Q(old__number__df=pgtrigger.F("new__number")),
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number or self.position}项"

    def get_absolute_url(self) -> str:
        return reverse("decisions:catalogue_item", args=[self.pk])


class Adjustment(models.Model):
    """A change of a catalogue after it was published: proposed by one, made public by another on
    the day `on`, or returned. What was said is never changed.
    """

    catalogue = models.ForeignKey(Catalogue, on_delete=models.PROTECT, related_name="adjustments")
    item = models.ForeignKey(CatalogueItem, on_delete=models.PROTECT, related_name="adjustments")
    change = models.CharField("怎样调整", max_length=8, choices=Change)
    reason = models.CharField("理由", max_length=500)
    asked_by = models.CharField("提出单位", max_length=200, blank=True)
    approved_by = models.CharField("由谁批准", max_length=200, blank=True)
    party_on = models.DateField("同级党委同意日期", null=True)
    proposed_by = models.ForeignKey(
        User, verbose_name="拟定人", on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField("拟定时间")
    on = models.DateField("公布日期", null=True)
    released_at = models.DateTimeField("公布时间", null=True)
    dropped_at = models.DateTimeField("退回时间", null=True)

    class Meta:
        verbose_name = "目录调整"
        verbose_name_plural = "目录调整"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="adjustment_has_a_reason"),
            models.CheckConstraint(
                condition=Q(on__isnull=True, released_at__isnull=True)
                | Q(on__isnull=False, released_at__isnull=False, dropped_at__isnull=True),
                name="adjustment_is_public_or_returned",
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(released_at__isnull=True, dropped_at__isnull=True),
                name="adjustment_waits_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-released_at", "-id"],
                condition=Q(released_at__isnull=False),
                name="adjustment_newest_first",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="adjustment_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="adjustment_is_never_changed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "catalogue", "item", "change", "reason", "asked_by", "approved_by", "party_on",
                    "proposed_by", "proposed_at",
                ),
            ),
            pgtrigger.Protect(
                name="adjustment_stays_settled",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__released_at__isnull=False)
                | pgtrigger.Q(old__dropped_at__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_change_display()}{self.item}"


class ItemEdition(models.Model):
    """How an item reads from the day `on`; without one it is not public. What was public is never
    changed: the next edition holds from its own day.
    """

    item = models.ForeignKey(CatalogueItem, on_delete=models.CASCADE, related_name="editions")
    adjustment = models.OneToOneField(
        Adjustment, null=True, on_delete=models.PROTECT, related_name="edition"
    )
    on = models.DateField("自哪一天", null=True)
    place = models.CharField("在目录里", max_length=8, choices=Place, default=Place.LISTED)
    moved_to = models.PositiveSmallIntegerField("移到哪一年", null=True)
    title = models.CharField("事项名称", max_length=LONGEST_TITLE)
    matter = models.CharField("类别", max_length=12, choices=Matter)
    lead = models.ForeignKey(
        Organ, verbose_name="承办单位", on_delete=models.PROTECT, related_name="+"
    )
    joint = models.ManyToManyField(Organ, verbose_name="会办单位", blank=True, related_name="+")
    gist = models.TextField("主要内容", blank=True)
    basis = models.TextField("法律依据", blank=True)
    first_month = models.DateField("计划起始月")
    last_month = models.DateField("计划完成月")
    steps = ArrayField(
        models.CharField(max_length=12, choices=PlannedStep), default=list, blank=True,
        verbose_name="计划的程序",
    )  # fmt: skip
    hearing = models.BooleanField("计划听证", default=False)
    uninvited = models.CharField("不邀请利害关系人的理由", max_length=500, blank=True)

    class Meta:
        verbose_name = "事项的一版"
        verbose_name_plural = "事项的各版"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="item_has_a_title"),
            models.CheckConstraint(
                condition=Q(last_month__gte=F("first_month")), name="item_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(place=Place.MOVED.value, moved_to__isnull=False)
                | ~Q(place=Place.MOVED.value) & Q(moved_to__isnull=True),
                name="item_is_moved_to_a_year",
            ),
        ]
        indexes = [models.Index(fields=["item", "on"], name="item_edition_by_day")]
        triggers = [
            pgtrigger.Protect(
                name="edition_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__on__isnull=False),
            ),
            pgtrigger.Protect(
                name="edition_is_never_changed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def span(self) -> Span:
        """The months for which it is planned."""
        return Span(self.first_month, self.last_month)

    @property
    def step_words(self) -> list[str]:
        """The planned steps in their order."""
        return [step.label for step in PlannedStep if step in self.steps]


class Completion(models.Model):
    """What became of an item, as it was put on record: the last row of an item counts."""

    item = models.ForeignKey(CatalogueItem, on_delete=models.PROTECT, related_name="completions")
    outcome = models.CharField("完成情况", max_length=10, choices=Outcome)
    words = models.CharField("说明", max_length=500, blank=True)
    moved_to = models.PositiveSmallIntegerField("移到哪一年", null=True)
    document = models.ForeignKey(
        Document, verbose_name="公布的文件", null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey(
        User, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "事项完成情况"
        verbose_name_plural = "事项完成情况"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.DONE.value) | ~Q(words=""),
                name="completion_says_why_it_is_not_done",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.MOVED.value, moved_to__isnull=False)
                | ~Q(outcome=Outcome.MOVED.value) & Q(moved_to__isnull=True),
                name="completion_is_moved_to_a_year",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="completion_stays", operation=pgtrigger.Delete | pgtrigger.Update
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}：{self.get_outcome_display()}"
