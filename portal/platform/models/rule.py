"""An entry of the catalogue of 政府信息公开制度."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from disclosure.models import Document
from portal.organs.models import Organ
from portal.platform.choices import RuleLevel


class RuleEntry(models.Model):
    """One law, regulation or document by which openness is done, chosen by a person.

    Either a document of the library, which says everything itself, or a title with its number and
    maker, and an address where there is an official one.
    """

    organ = models.ForeignKey(
        Organ,
        verbose_name="登记机关",
        on_delete=models.PROTECT,
        related_name="+",
    )
    level = models.CharField("层级", max_length=12, choices=RuleLevel)
    document = models.ForeignKey(
        Document,
        verbose_name="本站文件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    title = models.CharField("名称", max_length=200, blank=True)
    number = models.CharField("文号", max_length=80, blank=True)
    issuer = models.CharField("制定机关", max_length=200, blank=True)
    url = models.URLField("正式网址", max_length=500, blank=True)
    position = models.PositiveSmallIntegerField("次序", default=0)
    is_listed = models.BooleanField("列出", default=True)

    class Meta:
        verbose_name = "制度目录条目"
        verbose_name_plural = "制度目录"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, title="", number="", issuer="", url="")
                | (Q(document__isnull=True) & ~Q(title="") & ~Q(issuer="")),
                name="rule_is_of_the_library_or_named",
            ),
            models.UniqueConstraint(fields=["document"], name="rule_of_document_once"),
            models.UniqueConstraint(
                fields=["title"], condition=~Q(title=""), name="rule_of_title_once"
            ),
        ]

    def __str__(self) -> str:
        return self.document.title if self.document else self.title
