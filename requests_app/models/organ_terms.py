"""本机关内部期限: the terms an organ sets itself. None of them is the law's."""

from django.db import models
from django.db.models import F, Q

from portal.accounts.models import User
from portal.organs.models import Organ
from requests_app.internal_terms import LONGEST_LEAD, LONGEST_PERIOD


class OrganTerms(models.Model):
    """One row an organ, in working days; without one the settings of the site apply."""

    organ = models.OneToOneField(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="request_terms"
    )
    draft_days_before = models.PositiveSmallIntegerField("答复期限前几个工作日拟出答复")
    review_days_before = models.PositiveSmallIntegerField("答复期限前几个工作日审核完毕")
    assistance_days = models.PositiveSmallIntegerField("协办的期限")
    correction_days = models.PositiveSmallIntegerField("补正的期限")
    record_correction_days = models.PositiveSmallIntegerField("更正申请的办理期限")
    by = models.ForeignKey(User, verbose_name="设定人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("设定时间")

    class Meta:
        verbose_name = "本机关内部期限"
        verbose_name_plural = "本机关内部期限"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    review_days_before__gte=1,
                    draft_days_before__gt=F("review_days_before"),
                    draft_days_before__lte=LONGEST_LEAD,
                ),
                name="organ_drafts_before_it_reviews",
            ),
            models.CheckConstraint(
                condition=Q(
                    assistance_days__range=(1, LONGEST_PERIOD),
                    correction_days__range=(1, LONGEST_PERIOD),
                    record_correction_days__range=(1, LONGEST_PERIOD),
                ),
                name="organ_terms_in_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ} 内部期限"
