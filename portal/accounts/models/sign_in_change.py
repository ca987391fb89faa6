"""A change of what a person signs in with, asked by one office and confirmed by another."""

from django.db import models
from django.db.models import F, Q

from portal.accounts.choices import ChangeState, SignInData
from portal.accounts.models.user import User


class SignInChange(models.Model):
    """One change that waits for the security administrator, or what became of it.

    `new_value` is the address that is asked for; it goes when the change is decided, and the
    masked forms stay.
    """

    user = models.ForeignKey(
        User, verbose_name="人员", on_delete=models.CASCADE, related_name="sign_in_changes"
    )
    kind = models.CharField("变更事项", max_length=16, choices=SignInData)
    new_value = models.CharField("新的电子邮箱", max_length=254, blank=True)
    old_masked = models.CharField("原登记", max_length=254, blank=True)
    new_masked = models.CharField("变更为", max_length=254, blank=True)
    state = models.CharField(
        "状态", max_length=16, choices=ChangeState, default=ChangeState.PENDING
    )
    asked_by = models.ForeignKey(
        User, verbose_name="提出人", on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(
        User,
        verbose_name="确认人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        verbose_name = "登录资料变更"
        verbose_name_plural = "登录资料变更"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(state=ChangeState.PENDING),
                name="sign_in_change_pending_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.CONFIRMED)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="sign_in_change_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state=ChangeState.PENDING) | Q(new_value=""),
                name="sign_in_change_decided_keeps_no_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.username} {self.get_kind_display()}"
