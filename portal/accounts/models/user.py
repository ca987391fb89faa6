"""A person with an account: staff of an organ, or a citizen who registered."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Someone who signs in. What they may do comes from memberships, never from flags."""

    full_name = models.CharField("姓名", max_length=60, blank=True)
    password_changed_at = models.DateTimeField("口令更新时间", null=True, blank=True)

    class Meta(AbstractUser.Meta):  # type: ignore[name-defined]
        verbose_name = "用户"
        verbose_name_plural = "用户"

    def get_full_name(self) -> str:
        return self.full_name or self.username
