"""An interpretation that stands for a selection, and what it came to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from policies.interpretations.models import Series
from policies.selection.choices import Listing
from policies.selection.models.selection import Selection
from portal.accounts.models import User
from portal.organs.models import Organ


class Nomination(models.Model):
    """One interpretation, by the organ that wrote it. The figures are those of the result, empty
    until it is drawn, and of one that fell out.
    """

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="nominations")
    series = models.ForeignKey(
        Series, verbose_name="解读", on_delete=models.PROTECT, related_name="nominations"
    )
    organ = models.ForeignKey(
        Organ, verbose_name="提名机关", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField("提名理由", max_length=500)
    nominated_by = models.ForeignKey(
        User, verbose_name="提名人", on_delete=models.PROTECT, related_name="+"
    )
    nominated_at = models.DateTimeField("提名时间")
    listing = models.CharField("审核", max_length=10, choices=Listing, default=Listing.PENDING)
    listing_reason = models.CharField("不列入的理由", max_length=500, blank=True)
    votes = models.PositiveIntegerField("票数", null=True)
    votes_part = models.DecimalField("投票得分", max_digits=5, decimal_places=2, null=True)
    marks_part = models.DecimalField("专家得分", max_digits=5, decimal_places=2, null=True)
    score = models.DecimalField("总分", max_digits=7, decimal_places=4, null=True)
    place = models.PositiveSmallIntegerField("名次", null=True)
    is_shared = models.BooleanField("并列", default=False)
    is_awarded = models.BooleanField("入选", default=False)

    class Meta:
        verbose_name = "提名"
        verbose_name_plural = "提名"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["selection", "series"], name="nominated_once",
                violation_error_message="这份解读已经提名。",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="nomination_has_reason"),
            models.CheckConstraint(
                condition=~Q(listing=Listing.DECLINED) | ~Q(listing_reason=""),
                name="declined_nomination_says_why",
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=True) | Q(listing=Listing.ACCEPTED, score__isnull=False),
                name="only_the_listed_have_places",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["series"], condition=Q(is_awarded=True), name="nomination_awarded")
        ]

    def __str__(self) -> str:
        return f"{self.selection_id}/{self.pk}"
