"""A person's role for an organ."""

from django.db import models
from django.db.models import Q

from portal.accounts.choices import EXCLUSIVE, Role
from portal.accounts.models.user import User
from portal.accounts.querysets import MembershipQuerySet
from portal.organs.models import Organ


class Membership(models.Model):
    """One person holds one role for one organ."""

    user = models.ForeignKey(
        User, verbose_name="人员", on_delete=models.CASCADE, related_name="memberships"
    )
    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField("角色", max_length=24, choices=Role)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        constraints = [
            models.UniqueConstraint(fields=["user", "organ", "role"], name="membership_once"),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(role__in=sorted(EXCLUSIVE)),
                name="exclusive_roles_apart",
                violation_error_message="系统管理、安全管理、审计三种角色不得由同一人兼任。",
            ),
        ]
        indexes = [models.Index(fields=["organ", "role"])]

    def __str__(self) -> str:
        return f"{self.user.get_full_name()}（{self.organ.short_name} {self.get_role_display()}）"
