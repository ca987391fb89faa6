"""Hashes of a person's latest passwords, so that none of them is chosen again."""

from django.db import models

from portal.accounts.models.user import User


class PasswordHistory(models.Model):
    """One password a person has had, as its hash; the current one is the newest row."""

    user = models.ForeignKey(
        User, verbose_name="人员", on_delete=models.CASCADE, related_name="password_history"
    )
    password = models.CharField("口令散列", max_length=128)
    at = models.DateTimeField("设置时间")

    class Meta:
        verbose_name = "历史口令"
        verbose_name_plural = "历史口令"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user.username} {self.at:%Y-%m-%d}"
