"""How documents bear on one another."""

from django.db import models
from django.db.models import F, Q

from disclosure.choices import DATED_RELATIONS, RelationKind
from disclosure.models.document import Document


class DocumentRelation(models.Model):
    """`source` amends, repeals, explains, translates … `target`; changes hold from a date on."""

    source = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="relations_out")
    target = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="relations_in")
    kind = models.CharField("关系", max_length=12, choices=RelationKind)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True, help_text="如：修改第六条")

    class Meta:
        verbose_name = "文件关系"
        verbose_name_plural = "文件关系"
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="relation_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="relation_not_to_itself"),
            # Without its date an end or a change could not be placed on the time line.
            models.CheckConstraint(
                condition=~Q(kind__in=DATED_RELATIONS) | Q(effective_on__isnull=False),
                name="change_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target}"
