"""How often what is already public was enough: rows without anything personal."""

from django.db import models

from portal.organs.models import Organ


class SuggestionLook(models.Model):
    """Once somebody was shown matching documents before applying; nothing says who it was."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    shown_on = models.DateField("日期")
    documents = models.PositiveSmallIntegerField("公文件数")
    answers = models.PositiveSmallIntegerField("答复件数")
    was_enough = models.BooleanField("已经够用", default=False)

    class Meta:
        verbose_name = "申请前查看"
        verbose_name_plural = "申请前查看"
        indexes = [models.Index(fields=["shown_on"])]

    def __str__(self) -> str:
        return f"{self.shown_on} {self.organ}"
