"""That a policy leads to nothing anybody could apply for."""

from django.db import models
from django.db.models import Q

from disclosure.models import Document
from portal.accounts.models import User


class NothingToApplyFor(models.Model):
    """Recorded with its reason, so that nobody looks again and the figures say so."""

    document = models.OneToOneField(
        Document, verbose_name="文件", on_delete=models.PROTECT, related_name="nothing_to_apply_for"
    )
    reason = models.CharField("理由", max_length=200)
    by = models.ForeignKey(User, verbose_name="记录人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "没有可办的事项"
        verbose_name_plural = "没有可办的事项"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="nothing_to_apply_for_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.document}：{self.reason}"
