"""That a matter belongs elsewhere: where, what the writer was told, and the days that follow."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from policies.messages.choices import Door
from policies.messages.models.message import Message
from portal.accounts.models import User
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel


class Referral(SealedModel):
    """The days are those of 信访工作条例 and stand only where the door is that of 信访."""

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="referral")
    door = models.CharField("去处", max_length=12, choices=Door)
    text = SealedTextField("告知留言人的话")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    notice_by = models.DateField("书面告知期限", null=True)
    objection_by = models.DateField("转送异议期限", null=True)
    accepted_on = models.DateField("受理日期", null=True)
    is_extended = models.BooleanField("延长过", default=False)
    finish_by = models.DateField("办结期限", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(door=Door.PETITION, notice_by__isnull=False)
                | ~Q(door=Door.PETITION)
                & Q(notice_by__isnull=True, accepted_on__isnull=True, finish_by__isnull=True),
                name="message_referral_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message} {self.get_door_display()}"
