"""Subscriptions: a stored criterion, and whom to tell of what newly meets it."""

import uuid

from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.notifications.choices import Frequency
from portal.notifications.models.criterion import Criterion
from portal.notifications.querysets import SubscriptionQuerySet
from portal.notifications.registry import OWN


class Subscription(models.Model):
    """One criterion of one person: by account, or by a mail address without one.

    An address is told nothing before its owner has confirmed it. What first became public
    after `starts_at` is news.
    """

    public_id = models.UUIDField("订阅编号", default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        User,
        verbose_name="订阅人",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="subscriptions",
    )
    address = models.EmailField("电子邮箱", blank=True)
    criterion = models.ForeignKey(
        Criterion, verbose_name="条件", on_delete=models.PROTECT, related_name="subscriptions"
    )
    frequency = models.CharField("通知方式", max_length=16, choices=Frequency)
    requested_at = models.DateTimeField("提出时间")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    paused_at = models.DateTimeField("暂停时间", null=True, blank=True)
    starts_at = models.DateTimeField("起算时间")

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "订阅"
        verbose_name_plural = "订阅"
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, address="", confirmed_at__isnull=False)
                | Q(user__isnull=True) & ~Q(address=""),
                name="subscription_has_one_confirmed_owner",
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True) | Q(confirmed_at__isnull=False),
                name="subscription_paused_was_confirmed",
            ),
            models.UniqueConstraint(
                fields=["user", "criterion"],
                condition=Q(user__isnull=False),
                name="subscription_of_user_once",
            ),
            models.UniqueConstraint(
                fields=["address", "criterion"],
                condition=~Q(address=""),
                name="subscription_of_address_once",
            ),
        ]

    def __str__(self) -> str:
        return f"订阅{self.pk}"


class Announcement(models.Model):
    """That a subscription is to be told of a thing, or was (`told_at`): then it is never told
    again, however often the thing returns.
    """

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="announcements"
    )
    kind = models.CharField("消息种类", max_length=32, default=OWN)
    object_id = models.BigIntegerField("对象编号")
    public_at = models.DateTimeField("公开时间")
    told_at = models.DateTimeField("告知时间", null=True)

    class Meta:
        verbose_name = "已通知"
        verbose_name_plural = "已通知"
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "kind", "object_id"], name="subscription_told_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["subscription", "public_at"],
                condition=Q(told_at__isnull=True),
                name="announcement_waiting",
            ),
            models.Index(fields=["object_id"], name="announcement_of_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.object_id}"
