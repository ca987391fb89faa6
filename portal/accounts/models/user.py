"""A person with an account: staff of an organ, or a citizen who registered."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models


class UserManager(DjangoUserManager["User"]):
    """Creates users so that their first password reaches the password policy's memory.

    Django hashes it here without `set_password`, and so would not tell the validators.
    """

    use_in_migrations = False

    def create_user(
        self,
        username: str,
        email: str | None = None,
        password: str | None = None,
        **extra_fields: Any,
    ) -> "User":
        return _with_password(super().create_user(username, email, None, **extra_fields), password)

    def create_superuser(
        self,
        username: str,
        email: str | None = None,
        password: str | None = None,
        **extra_fields: Any,
    ) -> "User":
        user = super().create_superuser(username, email, None, **extra_fields)
        return _with_password(user, password)


def _with_password(user: "User", password: str | None) -> "User":
    if password is not None:
        user.set_password(password)
        user.save(update_fields=["password"])
    return user


class User(AbstractUser):
    """Someone who signs in. What they may do comes from memberships, never from flags."""

    full_name = models.CharField("姓名", max_length=60, blank=True)
    staff_number = models.CharField(
        "工号", max_length=20, blank=True, help_text="机关以工号署责任编辑的，公开在文件页末"
    )
    password_changed_at = models.DateTimeField("口令更新时间", null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    class Meta(AbstractUser.Meta):
        verbose_name = "用户"
        verbose_name_plural = "用户"

    def get_full_name(self) -> str:
        return self.full_name or self.username
