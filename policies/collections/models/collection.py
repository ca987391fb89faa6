"""A collection: its identity, and what it says, version by version."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from policies.collections.choices import Kind
from policies.collections.querysets import CollectionQuerySet
from policies.collections.workflow import WORKFLOW, Status
from portal.accounts.models import User
from portal.acts.models import ActRow, unchanging
from portal.organs.models import Organ
from portal.taxonomy.models import Audience, PolicyTag


class PolicyCollection(models.Model):
    """Its address, who keeps it, and the tags by which a new document becomes its editor's task."""

    organ = models.ForeignKey(
        Organ, verbose_name="责任机关", on_delete=models.PROTECT, related_name="collections"
    )
    slug = models.SlugField("网址中的名字", max_length=40, unique=True)
    kind = models.CharField("种类", max_length=8, choices=Kind, default=Kind.THEME)
    audience = models.ForeignKey(
        Audience, verbose_name="面向", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    tags = models.ManyToManyField(PolicyTag, verbose_name="标签", blank=True, related_name="+")
    editor = models.ForeignKey(
        User, verbose_name="责任编辑", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    position = models.PositiveSmallIntegerField("次序", default=0)
    changed_at = models.DateTimeField("最近变动")

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = "专题"
        verbose_name_plural = "专题和服务包"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=Kind.PACK) | Q(audience__isnull=False),
                name="pack_is_for_an_audience",
            )
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("policies:collection", args=[self.slug])


class CollectionVersion(models.Model):
    """What a collection says. Of a pack the four things the law asks for, what one gets, and how.

    Texts are lines, each a paragraph; conditions are rows, for they are asked one by one.
    """

    collection = models.ForeignKey(
        PolicyCollection, on_delete=models.PROTECT, related_name="versions"
    )
    organ = models.ForeignKey(
        Organ, verbose_name="责任机关", on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveSmallIntegerField("版次")
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.DRAFT.value
    )
    title = models.CharField("标题", max_length=100)
    summary = models.CharField("一句话说明", max_length=200, blank=True)
    intro = models.TextField("说明", blank=True)
    materials = models.TextField("所需材料", blank=True)
    rules = models.TextField("业务规则", blank=True)
    review_points = models.TextField("审查要点", blank=True)
    amounts = models.TextField("支持的内容和标准", blank=True)
    how_to_apply = models.TextField("怎样申请", blank=True)
    apply_url = models.URLField("申请网址", max_length=500, blank=True)
    contact = models.CharField("咨询方式", max_length=200, blank=True)
    opens_on = models.DateField("申请开始", null=True, blank=True)
    closes_on = models.DateField("申请截止", null=True, blank=True)
    released_at = models.DateTimeField("发布时间", null=True)
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = "专题的版本"
        verbose_name_plural = "专题和服务包"
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "version"],
                condition=~Q(status=Status.DISCARDED.value),
                name="collection_version_once",
            ),
            models.UniqueConstraint(
                fields=["collection"],
                condition=Q(status=Status.RELEASED.value),
                name="collection_has_one_released",
            ),
            models.UniqueConstraint(
                fields=["collection"],
                condition=Q(status__in=Status.open),
                name="collection_has_one_open",
                violation_error_message="本专题已有一版正在起草。",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="collection_has_title"),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(closes_on__gte=F("opens_on")),
                name="pack_closes_after_it_opens",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="released_collection_keeps_its_words",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__released_at__isnull=False)
                & (
                    pgtrigger.Q(old__title__df=pgtrigger.F("new__title"))
                    | pgtrigger.Q(old__intro__df=pgtrigger.F("new__intro"))
                    | pgtrigger.Q(old__rules__df=pgtrigger.F("new__rules"))
                    | pgtrigger.Q(old__amounts__df=pgtrigger.F("new__amounts"))
                    | pgtrigger.Q(old__released_at__df=pgtrigger.F("new__released_at"))
                ),
                func="RAISE EXCEPTION 'a released collection keeps its words';",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.version}版）"

    @property
    def number(self) -> str:
        """What the desk names it by."""
        return str(self)


class PackCondition(models.Model):
    """One condition; somebody who is not sure asks themselves one at a time."""

    version = models.ForeignKey(
        CollectionVersion, on_delete=models.CASCADE, related_name="conditions"
    )
    position = models.PositiveSmallIntegerField("次序")
    text = models.CharField("适用条件", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "适用条件"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="pack_condition_position_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="pack_condition_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class CollectionAct(ActRow):
    """One step of a version."""

    workflow = WORKFLOW
    collection_version = models.ForeignKey(
        CollectionVersion, on_delete=models.PROTECT, related_name="acts"
    )
    reason = models.CharField("意见", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "专题办理记录"
        verbose_name_plural = "专题办理记录"
        triggers = unchanging("collection_version", "reason")
