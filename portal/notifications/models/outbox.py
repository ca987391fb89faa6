"""The outbox: what is to be sent is written with the act it tells of, and sent afterwards."""

import uuid

from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.notifications.choices import Channel, State
from portal.notifications.models.subscription import Subscription
from portal.notifications.models.webhook import WebhookEndpoint
from portal.notifications.querysets import OutboxQuerySet


class OutboxMessage(models.Model):
    """One message to one recipient by one channel.

    The recipient is a person with an account, or an address (mail, telephone) of somebody
    without one, or an endpoint, or a reference to where the address is kept sealed, which is
    looked up at each attempt and written down nowhere else. `delivery_id` stays the same over all
    attempts. What is sent for a subscription goes with it, so that ending one leaves no address
    behind.
    """

    delivery_id = models.UUIDField("投递编号", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("通知种类", max_length=64, db_index=True)
    channel = models.CharField("渠道", max_length=16, choices=Channel)
    user = models.ForeignKey(
        User,
        verbose_name="收件人",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    address = models.CharField("收件地址", max_length=254, blank=True)
    recipient_ref = models.CharField(
        "收件人出处",
        max_length=64,
        blank=True,
        help_text="收件地址加密保存在别处的，发送时才取用",
    )
    endpoint = models.ForeignKey(
        WebhookEndpoint,
        verbose_name="推送接口",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    subscription = models.ForeignKey(
        Subscription,
        verbose_name="订阅",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    subject = models.CharField("主题", max_length=200)
    body = models.TextField("内容", blank=True)
    url = models.CharField("链接", max_length=500, blank=True)
    dedup_key = models.CharField("去重键", max_length=200)
    state = models.CharField("状态", max_length=16, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField("已尝试次数", default=0)
    next_attempt_at = models.DateTimeField("下次发送时间")
    last_error = models.CharField("最近一次失败原因", max_length=200, blank=True)
    created_at = models.DateTimeField("生成时间")
    sent_at = models.DateTimeField("发送时间", null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "待发通知"
        verbose_name_plural = "待发通知"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dedup_key", "channel", "user", "address", "endpoint", "recipient_ref"],
                name="outbox_message_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, address="", endpoint__isnull=True, recipient_ref="")
                | (Q(user__isnull=True, endpoint__isnull=True, recipient_ref="") & ~Q(address=""))
                | Q(user__isnull=True, address="", endpoint__isnull=False, recipient_ref="")
                | (Q(user__isnull=True, address="", endpoint__isnull=True) & ~Q(recipient_ref="")),
                name="outbox_message_has_one_recipient",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENT, sent_at__isnull=False)
                | (~Q(state=State.SENT) & Q(sent_at__isnull=True)),
                name="outbox_message_sent_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(state=State.PENDING),
                name="outbox_due",
            )
        ]

    def __str__(self) -> str:
        """Its number: the subject is the recipient's, and names stand in titles and in logs."""
        return f"{self.get_channel_display()} {self.delivery_id}"
