"""Experts and their marks."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from policies.selection.models.nomination import Nomination
from policies.selection.models.selection import MarkCriterion, Selection
from portal.accounts.models import User
from portal.organs.models import Organ
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel


class Expert(SealedModel):
    """Somebody invited to mark: with an account, or by a link sent to a sealed address, which goes
    with the end of the selection. `organ` is where somebody without an account works.
    """

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="experts")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("姓名", max_length=60)
    user = models.ForeignKey(
        User, verbose_name="账号", null=True, on_delete=models.PROTECT, related_name="+"
    )
    organ = models.ForeignKey(
        Organ, verbose_name="所在机关", null=True, on_delete=models.PROTECT, related_name="+"
    )
    email = SealedTextField("电子邮箱", blank=True)
    invited_at = models.DateTimeField("邀请时间")
    dismissed_at = models.DateTimeField("取消时间", null=True)

    class Meta:
        verbose_name = "评选专家"
        verbose_name_plural = "评选专家"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["selection", "user"],
                condition=Q(user__isnull=False, dismissed_at__isnull=True),
                name="expert_invited_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="expert_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Mark(models.Model):
    """The points of one expert for one nominee by one criterion."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="marks")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="marks")
    criterion = models.ForeignKey(MarkCriterion, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField("分")

    class Meta:
        verbose_name = verbose_name_plural = "打分"
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "nomination", "criterion"], name="marked_once"
            ),
            models.CheckConstraint(condition=Q(points__lte=100), name="mark_up_to_a_hundred"),
        ]

    def __str__(self) -> str:
        return str(self.points)
