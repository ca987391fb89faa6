"""A session: when, how many, who may come, from when to when one signs up."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from decisions.events.choices import Passing, Unit
from decisions.events.models.event import Event
from decisions.events.querysets import SessionQuerySet


class EventSession(models.Model):
    """Each end is the first instant outside. `lines` is the last place given in the order of
    sign-up; `sequence` grows with each change that a calendar has to hear of. Its row is the lock
    under which places are counted and given.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    opens_at = models.DateTimeField("报名开始")
    closes_at = models.DateTimeField("报名截止")
    places = models.PositiveIntegerField("名额")
    unit = models.CharField("名额单位", max_length=8, choices=Unit, default=Unit.PERSON)
    most_companions = models.PositiveSmallIntegerField("每人最多带几人", default=0)
    passing = models.CharField("递补办法", max_length=8, choices=Passing, default=Passing.FITS)
    conditions = models.CharField("参加条件", max_length=300, blank=True)
    is_tentative = models.BooleanField("时间地点暂定", default=False)
    lines = models.PositiveIntegerField("报名次序", default=0)
    sequence = models.PositiveIntegerField("变更次数", default=0)
    called_off_at = models.DateTimeField("取消时间", null=True)
    called_off_why = models.CharField("取消的原因", max_length=500, blank=True)
    updated_at = models.DateTimeField("更新时间")

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "活动场次"
        verbose_name_plural = "活动场次"
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="event_session_starts_before_it_ends"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at"), closes_at__lte=F("starts_at")),
                name="event_session_sign_up_in_its_order",
            ),
            models.CheckConstraint(condition=Q(places__gte=1), name="event_session_has_places"),
            models.UniqueConstraint(
                fields=["event", "starts_at"], condition=Q(called_off_at__isnull=True),
                name="event_session_once",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["starts_at", "id"], name="event_session_by_day")]

    def __str__(self) -> str:
        return f"场次{self.pk}"

    def get_absolute_url(self) -> str:
        return f"{reverse('decisions:event', args=[self.event_id])}#session-{self.pk}"

    @property
    def is_off(self) -> bool:
        return self.called_off_at is not None


class SessionGroup(models.Model):
    """Places of a session kept for a group, with a list of its own."""

    session = models.ForeignKey(EventSession, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField("组别", max_length=40)
    places = models.PositiveIntegerField("名额")

    class Meta:
        verbose_name = "场次组别"
        verbose_name_plural = "场次组别"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "name"], name="event_session_group_once"),
            models.CheckConstraint(
                condition=~Q(name="") & Q(places__gte=1), name="event_session_group_has_places"
            ),
        ]

    def __str__(self) -> str:
        return self.name
