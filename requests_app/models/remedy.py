"""复议 and 诉讼 over an application, and its being handled again because of them."""

from django.db import models
from django.db.models import F, Q

from portal.accounts.models import User
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from requests_app.choices import RemedyResult, RemedyRoute
from requests_app.models.filled import filled
from requests_app.models.request import InformationRequest


class Remedy(models.Model):
    """One review or suit: its way, its authority and its end are the annual report's table four."""

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="remedies"
    )
    route = models.CharField("途径", max_length=16, choices=RemedyRoute)
    authority = models.CharField("复议机关、人民法院", max_length=100)
    case_number = models.CharField("案号", max_length=100, blank=True)
    notified_on = models.DateField("收到受理通知日期")
    is_brief = models.BooleanField("适用简易程序", default=False)
    answered_on = models.DateField("向复议机关、人民法院答复日期", null=True)
    result = models.CharField("结果", max_length=12, choices=RemedyResult, blank=True)
    decided_on = models.DateField("收到决定书、判决书日期", null=True)
    redo_by = models.DateField("责令重新答复的期限", null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "行政复议、行政诉讼"
        verbose_name_plural = "行政复议、行政诉讼"
        ordering = ["notified_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", decided_on__isnull=True, redo_by__isnull=True)
                | (~Q(result="") & Q(decided_on__gte=F("notified_on"))),
                name="remedy_ends_with_a_result",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("notified_on")),
                name="remedy_answered_after_it_was_notified",
            ),
            models.CheckConstraint(
                condition=Q(redo_by__isnull=True)
                | Q(result=RemedyResult.CORRECTED, redo_by__gte=F("decided_on")),
                name="remedy_orders_a_new_answer_when_it_corrects",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.get_route_display()}"


class Reopening(SealedModel):
    """重新办理: on what ground, and by when the new answer is due."""

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="reopenings"
    )
    remedy = models.OneToOneField(
        Remedy, null=True, on_delete=models.PROTECT, related_name="reopening"
    )
    reason = SealedTextField("依据", max_length=500)
    reopened_on = models.DateField("重新办理日期")
    answer_by = models.DateField("重新答复期限")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "重新办理"
        verbose_name_plural = "重新办理"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(filled("reason"), answer_by__gte=F("reopened_on")),
                name="reopening_has_reason_and_term",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request} 重新办理"
