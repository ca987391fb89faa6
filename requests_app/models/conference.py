"""会商: what the committee of experts was asked about a case, and what it concluded."""

from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from requests_app.models.filled import filled
from requests_app.models.request import InformationRequest


class Conference(SealedModel):
    """One meeting over a case. It advises: the organ still decides (第三十二条, 第三十七条)."""

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="conferences"
    )
    participants = SealedTextField("参加人员", blank=True)
    question = SealedTextField("会商的问题")
    held_on = models.DateField("会商日期")
    conclusion = SealedTextField("会商意见")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "会商"
        verbose_name_plural = "会商"
        ordering = ["held_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(filled("question"), filled("conclusion")),
                name="conference_has_conclusion",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.held_on:%Y-%m-%d}会商"
