"""What came of the last look at an address outside the portal."""

from django.db import models
from django.db.models import Q

# What a unique index can hold; an address that is longer is not looked at.
LONGEST_URL = 2000


class LinkCheck(models.Model):
    """The last check of one external address; `problem` is empty when it opens.

    `status` is the HTTP status, empty when there was no answer at all.
    """

    url = models.CharField("网址", max_length=LONGEST_URL, unique=True)
    status = models.PositiveSmallIntegerField("状态码", null=True)
    problem = models.CharField("问题", max_length=200, blank=True)
    checked_at = models.DateTimeField("查验时间")

    class Meta:
        verbose_name = "外部链接查验"
        verbose_name_plural = "外部链接查验"
        ordering = ["checked_at", "id"]
        indexes = [models.Index(fields=["checked_at"])]
        constraints = [
            models.CheckConstraint(condition=~Q(url=""), name="link_check_has_url"),
            models.CheckConstraint(
                condition=Q(status__isnull=False) | ~Q(problem=""),
                name="link_check_without_answer_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.url
