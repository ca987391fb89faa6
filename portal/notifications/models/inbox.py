"""The site inbox of a signed-in person."""

from django.db import models

from portal.accounts.models import User
from portal.notifications.querysets import InboxQuerySet


class InboxNotice(models.Model):
    """One notice; delivering it twice leaves one row."""

    user = models.ForeignKey(
        User, verbose_name="收件人", on_delete=models.CASCADE, related_name="inbox"
    )
    dedup_key = models.CharField("去重键", max_length=200)
    title = models.CharField("标题", max_length=200)
    body = models.TextField("内容", blank=True)
    url = models.CharField("链接", max_length=500, blank=True)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    objects = InboxQuerySet.as_manager()

    class Meta:
        verbose_name = "站内信"
        verbose_name_plural = "站内信"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "dedup_key"], name="inbox_notice_once")
        ]
        indexes = [models.Index(fields=["user", "-created_at"])]

    def __str__(self) -> str:
        """Its number: what it says is the recipient's."""
        return f"站内信{self.pk}"
