"""What somebody states of themselves, to be told of policies: shown to nobody else."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from policies.audiences.models.term import AudienceTerm
from portal.accounts.models import User


class TraitProfile(models.Model):
    """Whether somebody is told by what they stated, and how. It goes with the account.

    `is_off` is 不按个人特征推送: what was stated stays until they clear it. `public_id` is what the
    link of a letter names, which turns the switch.
    """

    user = models.OneToOneField(
        User, verbose_name="账号", on_delete=models.CASCADE, related_name="trait_profile"
    )
    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    is_off = models.BooleanField("不按个人特征推送", default=False)
    by_mail = models.BooleanField("同时发到电子邮箱", default=False)
    off_at = models.DateTimeField("关闭时间", null=True)
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = "推送特征"
        verbose_name_plural = "推送特征"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_off=True, off_at__isnull=False) | Q(is_off=False, off_at=None),
                name="trait_switch_has_its_moment",
            )
        ]

    def __str__(self) -> str:
        """Its number: what it holds is its owner's."""
        return f"推送特征{self.pk}"


class Trait(models.Model):
    """One trait of one person. Not sealed: people are matched by it in the database."""

    profile = models.ForeignKey(TraitProfile, on_delete=models.CASCADE, related_name="traits")
    term = models.ForeignKey(
        AudienceTerm, verbose_name="特征", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "特征"
        verbose_name_plural = "特征"
        constraints = [
            models.UniqueConstraint(fields=["term", "profile"], name="trait_once"),
        ]

    def __str__(self) -> str:
        return f"特征{self.pk}"
