"""What is put on record beside the page: notices of extensions, opinions in other ways."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from decisions.consultations.choices import Way
from decisions.consultations.models.consultation import Consultation
from portal.accounts.models import User


class Extension(models.Model):
    """The notice of an extension, read by everybody: until when before, until when now, and why."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="extensions"
    )
    former = models.DateTimeField("原来的截止")
    until = models.DateTimeField("新的截止")
    reason = models.CharField("理由", max_length=500)
    at = models.DateTimeField("公告时间")
    by = models.ForeignKey(User, verbose_name="公告人", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "延长公告"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("former")) & ~Q(reason=""), name="extension_extends"
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="extension_is_kept", operation=pgtrigger.Delete | pgtrigger.Update
            )
        ]

    def __str__(self) -> str:
        return f"延长到{self.until:%Y-%m-%d}"


class ChannelRecord(models.Model):
    """An occasion on which opinions came in other ways: how many people, how many opinions, which
    are then typed in one by one, and the minutes. Of a hearing what makes it complete.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="channels"
    )
    way = models.CharField("方式", max_length=8, choices=Way)
    first = models.DateField("开始日期")
    last = models.DateField("结束日期")
    people = models.PositiveIntegerField("参加人数", default=0)
    opinions = models.PositiveIntegerField("意见条数", default=0)
    minutes = models.TextField("记录摘要", blank=True)
    reference = models.CharField("材料编号", max_length=200, blank=True)
    selection = models.CharField("参加人的产生方式", max_length=500, blank=True)
    names_on = models.DateField("名单公布日期", null=True)
    materials_on = models.DateField("材料送达日期", null=True)
    signed_on = models.DateField("笔录签名日期", null=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        User, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    struck_at = models.DateTimeField("划去时间", null=True)
    struck_why = models.CharField("划去的理由", max_length=500, blank=True)

    class Meta:
        verbose_name = "其他听取意见的方式"
        verbose_name_plural = "其他听取意见的方式"
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="channel_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=~Q(way=Way.ONLINE.value), name="channel_is_not_the_page_itself"
            ),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True) | ~Q(struck_why=""),
                name="channel_is_struck_for_a_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="channel_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="channel_is_never_changed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "consultation", "way", "first", "last", "people", "opinions", "minutes",
                    "reference", "selection", "names_on", "materials_on", "signed_on",
                    "recorded_at", "recorded_by",
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_way_display()}（{self.first}）"
