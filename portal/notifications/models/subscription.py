"""Subscriptions: a stored criterion, and whom to tell of what newly meets it."""

import uuid

from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.notifications.choices import Frequency
from portal.notifications.querysets import SubscriptionQuerySet

# Together with the longest address it still fits into a row of an index.
LONGEST_CRITERION = 1800


class Subscription(models.Model):
    """One criterion of one person: by account, or by a mail address without one.

    An address is told nothing before its owner has confirmed it. What first became public
    after `starts_at` is news; `looked_at` is how far it has been looked for.
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
    topic = models.CharField("订阅内容", max_length=32)
    criterion = models.CharField("条件", max_length=LONGEST_CRITERION, blank=True)
    frequency = models.CharField("通知方式", max_length=16, choices=Frequency)
    requested_at = models.DateTimeField("提出时间")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    paused_at = models.DateTimeField("暂停时间", null=True, blank=True)
    starts_at = models.DateTimeField("起算时间")
    looked_at = models.DateTimeField("查到的时间")

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
                fields=["user", "topic", "criterion"],
                condition=Q(user__isnull=False),
                name="subscription_of_user_once",
            ),
            models.UniqueConstraint(
                fields=["address", "topic", "criterion"],
                condition=~Q(address=""),
                name="subscription_of_address_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["topic", "frequency", "looked_at"],
                condition=Q(confirmed_at__isnull=False, paused_at__isnull=True),
                name="subscription_active",
            )
        ]

    def __str__(self) -> str:
        return f"订阅{self.pk}"


class Announcement(models.Model):
    """That a subscription was told of a thing: it is never told again, however often it returns."""

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="announcements"
    )
    object_id = models.BigIntegerField("对象编号")

    class Meta:
        verbose_name = "已通知"
        verbose_name_plural = "已通知"
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "object_id"], name="subscription_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.object_id}"
