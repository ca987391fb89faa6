"""What the public register says of an answered application: words an officer wrote for it."""

from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from requests_app.models.request import InformationRequest


class PublicSummary(models.Model):
    """Without one an application is not in the register; it names nobody."""

    request = models.OneToOneField(
        InformationRequest, on_delete=models.PROTECT, related_name="public_summary"
    )
    text = models.CharField("公开摘要", max_length=200)
    by = models.ForeignKey(User, verbose_name="填写人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "公开摘要"
        verbose_name_plural = "公开摘要"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="public_summary_says_something")
        ]

    def __str__(self) -> str:
        return self.text
