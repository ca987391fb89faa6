"""How documents bear on one another."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from disclosure.choices import DATED_RELATIONS, RelationKind
from disclosure.models.document import Document
from portal.accounts.models import User


class DocumentRelation(models.Model):
    """`source` amends, repeals, extends, explains … `target`; changes hold from a date on.

    An extension without a new last day says that the target goes on without one (继续有效).
    """

    source = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="relations_out")
    target = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="relations_in")
    kind = models.CharField("关系", max_length=12, choices=RelationKind)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    extended_to = models.DateField("有效期延长至", null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True)
                | Q(kind=RelationKind.EXTENDS, extended_to__gte=F("effective_on")),
                name="only_an_extension_moves_the_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target}"


class DeclinedRelation(models.Model):
    """Why a relation that a text seems to declare is not registered: an answer, for good.

    `named` is the other document as the text names it.
    """

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="declined_relations"
    )
    kind = models.CharField("关系", max_length=12, choices=RelationKind)
    named = models.CharField("文中所指文件", max_length=600)
    reason = models.CharField("不登记的理由", max_length=300)
    by = models.ForeignKey(User, verbose_name="办理人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "不登记的关系"
        verbose_name_plural = "不登记的关系"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "kind", "named"], name="relation_declined_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="declined_relation_has_reason"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="declined_relation_is_final", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.named}：{self.reason}"
