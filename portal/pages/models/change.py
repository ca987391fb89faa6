"""That something changed which public pages show."""

from __future__ import annotations

from django.db import models

from portal.pages.querysets import PageChangeQuerySet


class PageChange(models.Model):
    """One statement that changed rows of one table, written by its trigger in the same
    transaction, or the sum of many such.

    Nobody waits for anybody: rows are only added. The sum of their weights is the cursor of a
    table: it moves when the transaction commits, whatever order transactions commit in, and as
    weights are random a database restored from a copy never comes to the same sum by other
    changes. Folding many rows into one leaves the sum as it is.
    """

    source = models.CharField("数据表", max_length=63)
    weight = models.DecimalField("权重", max_digits=40, decimal_places=0)
    at = models.DateTimeField("时间", help_text="数据库时钟")

    objects = models.Manager.from_queryset(PageChangeQuerySet)()

    class Meta:
        verbose_name = "页面内容的变动"
        verbose_name_plural = "页面内容的变动"

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d %H:%M:%S}"
