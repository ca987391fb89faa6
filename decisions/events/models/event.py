"""An event: what is held, where, what stands on its page, and its acts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from decisions.events.choices import Kind, MaterialKind
from decisions.events.querysets import EventQuerySet
from decisions.events.workflow import SHOWN, WORKFLOW, Status
from portal.acts.models import ActRow, unchanging
from portal.files.models import StoredFile
from portal.organs.models import Organ

LONGEST_TITLE = 100


class EventSeries(models.Model):
    """Events that belong together, as the lectures of a year."""

    organ = models.ForeignKey(
        Organ, verbose_name="主办机关", on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField("系列名称", max_length=LONGEST_TITLE)

    class Meta:
        verbose_name = "活动系列"
        verbose_name_plural = "活动系列"
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "title"], name="event_series_once"),
            models.CheckConstraint(condition=~Q(title=""), name="event_series_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Event(models.Model):
    """`text` is what readers are told, line by line; `report` what came of it. Its sessions say
    when it is held and who may come. `suggestion_lines` is the last number given to a suggestion.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="主办机关", on_delete=models.PROTECT, related_name="events"
    )
    series = models.ForeignKey(
        EventSeries, verbose_name="系列", null=True, on_delete=models.PROTECT,
        related_name="events",
    )  # fmt: skip
    kind = models.CharField("形式", max_length=12, choices=Kind)
    title = models.CharField("活动名称", max_length=LONGEST_TITLE)
    text = models.TextField("内容")
    place = models.CharField("地点", max_length=200)
    map_url = models.URLField("地图地址", max_length=500, blank=True)
    offers = models.CharField("无障碍服务", max_length=200, blank=True)
    phone = models.CharField("咨询电话", max_length=40, blank=True)
    live_url = models.URLField("直播地址", max_length=500, blank=True)
    recording_url = models.URLField("回放地址", max_length=500, blank=True)
    report = models.TextField("活动情况", blank=True)
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.DRAFT.value
    )
    published_at = models.DateTimeField("发布时间", null=True)
    suggestion_lines = models.PositiveIntegerField("建议序号", default=0)
    suggestions_told_at = models.DateTimeField("建议处理结果公布时间", null=True)
    ended_reason = models.CharField("取消的原因", max_length=500, blank=True)
    updated_at = models.DateTimeField("更新时间")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "开放活动"
        verbose_name_plural = "开放活动"
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="event_state_known"),
            models.CheckConstraint(condition=~Q(title=""), name="event_has_title"),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.PUBLISHED.value, Status.FINISHED.value])
                | Q(published_at__isnull=False),
                name="event_was_published",
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "status"], name="event_by_queue"),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(published_at__isnull=False),
                name="event_newest_first",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the desk and the trail name it by."""
        return f"活动{self.pk}"

    @property
    def is_public(self) -> bool:
        """Whether anyone may read of it; one that is called off says so."""
        return self.status in SHOWN

    def get_absolute_url(self) -> str:
        return reverse("decisions:event", args=[self.pk])


class EventAct(ActRow):
    """One step of the work on an event."""

    workflow = WORKFLOW
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("说明", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "活动办理记录"
        verbose_name_plural = "活动办理记录"
        triggers = unchanging("event", "reason")


class EventMaterial(models.Model):
    """Something to read or to look at: a file of our own, or one that lies at an address.

    A file is read by everybody once the gate has found nothing in its cleaned copy, or somebody
    answers for what it found: for the copy with that hash and no other.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="materials")
    kind = models.CharField("种类", max_length=10, choices=MaterialKind)
    title = models.CharField("说明文字", max_length=100)
    url = models.URLField("地址", max_length=500, blank=True)
    file = models.ForeignKey(
        StoredFile, verbose_name="文件", null=True, on_delete=models.PROTECT, related_name="+"
    )
    cleared_sha256 = models.CharField("确认的副本 SHA-256", max_length=64, blank=True)

    class Meta:
        verbose_name = "活动材料"
        verbose_name_plural = "活动材料"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "url"], condition=~Q(url=""), name="event_material_once"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="event_material_has_words"),
            models.CheckConstraint(
                condition=Q(url="", file__isnull=False) | ~Q(url="") & Q(file__isnull=True),
                name="event_material_lies_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.title
