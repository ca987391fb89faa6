"""How an answer left, how often, and when it arrived."""

from django.db import models
from django.db.models import F, Q

from portal.accounts.models import User
from requests_app.choices import DeliveryWay
from requests_app.models.answer import Answer


class Delivery(models.Model):
    """送达: for the organ the day of posting or of signing for it counts, for the applicant's
    remedies the day on which it arrived (law.md §1.14).
    """

    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="delivery")
    way = models.CharField("方式", max_length=12, choices=DeliveryWay)
    sent_on = models.DateField("发出日期", help_text="邮寄为交邮之日；当面为签收之日")
    arrived_on = models.DateField("申请人收到日期", null=True)
    proof = models.CharField("凭证", max_length=200, blank=True, help_text="邮件号、签收单号")
    unproved_reason = models.CharField("没有邮件号的理由", max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "送达"
        verbose_name_plural = "送达"
        constraints = [
            models.CheckConstraint(
                condition=Q(arrived_on__isnull=True) | Q(arrived_on__gte=F("sent_on")),
                name="answer_arrives_after_it_is_sent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer} {self.get_way_display()}"


class Redelivery(models.Model):
    """The post came back and the answer went out again; the organ's day stays the first one."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="again")
    returned_on = models.DateField("退回日期")
    way = models.CharField("方式", max_length=12, choices=DeliveryWay)
    sent_on = models.DateField("再次发出日期")
    proof = models.CharField("凭证", max_length=200, blank=True)
    unproved_reason = models.CharField("没有邮件号的理由", max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "再次送达"
        verbose_name_plural = "再次送达"
        ordering = ["sent_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on__gte=F("returned_on")), name="answer_sent_again_after_return"
            )
        ]

    def __str__(self) -> str:
        return f"{self.delivery}（再次送达）"
