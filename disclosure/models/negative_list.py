"""负面清单: what an organ has settled not to publish, each entry on a ground of the law."""

from django.db import models
from django.db.models import Q

from disclosure.grounds import CHOICES
from portal.organs.models import Organ


class NegativeListEntry(models.Model):
    """One matter of an organ's list. An entry that was used stays, out of use at most."""

    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="negative_list"
    )
    title = models.CharField("事项", max_length=200, help_text="如：行政执法案卷中的询问笔录")
    ground = models.CharField("法定依据", max_length=16, choices=CHOICES)
    source = models.CharField(
        "清单文件", max_length=200, blank=True, help_text="公布或者印发清单的文件和文号"
    )
    is_active = models.BooleanField("使用中", default=True)

    class Meta:
        verbose_name = "负面清单事项"
        verbose_name_plural = "负面清单"
        ordering = ["organ", "title"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "title"], name="negative_list_entry_once"),
            models.CheckConstraint(condition=~Q(title=""), name="negative_list_entry_has_title"),
        ]

    def __str__(self) -> str:
        return self.title
