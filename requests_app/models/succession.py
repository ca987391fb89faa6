"""承接: which organ goes on with the cases of one that was dissolved or merged, and which cases."""

from django.db import models
from django.db.models import F, Q

from portal.accounts.models import User
from portal.organs.models import Organ
from requests_app.models.request import InformationRequest
from requests_app.rectification.models.case import Rectification


class Succession(models.Model):
    """One taking over: what was open at that moment went to the successor, all of it at once."""

    organ = models.ForeignKey(
        Organ, verbose_name="原机关", on_delete=models.PROTECT, related_name="+"
    )
    successor = models.ForeignKey(
        Organ, verbose_name="承接机关", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField("依据", max_length=500, help_text="机构改革的文件；不含个人信息")
    by = models.ForeignKey(User, verbose_name="办理人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "承接"
        verbose_name_plural = "承接撤销机关的案件"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(organ=F("successor")), name="succession_is_to_another"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organ} → {self.successor}"


class TakenOver(models.Model):
    """One case that went: an application, or a request for the rectification of a record."""

    succession = models.ForeignKey(Succession, on_delete=models.PROTECT, related_name="cases")
    request = models.ForeignKey(
        InformationRequest, null=True, on_delete=models.PROTECT, related_name="taken_over"
    )
    rectification = models.ForeignKey(
        Rectification, null=True, on_delete=models.PROTECT, related_name="taken_over"
    )

    class Meta:
        verbose_name = "承接的案件"
        verbose_name_plural = "承接的案件"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(request__isnull=True) ^ Q(rectification__isnull=True),
                name="taken_over_is_one_case",
            ),
            models.UniqueConstraint(fields=["succession", "request"], name="case_taken_over_once"),
            models.UniqueConstraint(
                fields=["succession", "rectification"], name="record_taken_over_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request or self.rectification}"
