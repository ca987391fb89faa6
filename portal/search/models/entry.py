"""What is searchable, as rows: the truth from which every machine's index is derived."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from portal.search.querysets import SearchEntryQuerySet


class SearchEntry(models.Model):
    """One searchable thing of some app. No foreign key: the owning app is above this one.

    A withdrawn entry stays as an empty tombstone so that every copy of the index follows.
    `change_xid` is the transaction that last wrote the row; with the primary key it orders
    changes in a way no concurrent commit can slip past (see querysets).

    The entry holds from `valid_from` to `valid_until`, both included. Since ever and without end
    are the first and the last date Python knows, so there is no date that could be asked about
    outside them and no null to remember in a comparison; a last day before the first is an entry
    that holds on no day. Not a range field: its canonical form ends on the day after, which for
    the last date there is cannot be read back. Without a database index: on most days asked
    about most entries hold, and the fast way is the search index.
    """

    kind = models.CharField("类别", max_length=32)
    object_id = models.BigIntegerField("对象编号")
    title = models.TextField("标题", blank=True)
    body = models.TextField("正文", blank=True)
    texts = models.JSONField(
        "其他文字", default=dict, blank=True, help_text="由 fields.py 的字段名到文字"
    )
    numbers = ArrayField(models.TextField(), verbose_name="文号", default=list, blank=True)
    number_keys = ArrayField(models.TextField(), verbose_name="文号键", default=list, blank=True)
    facet_terms = ArrayField(models.TextField(), verbose_name="分面", default=list, blank=True)
    signed_on = models.DateField("成文日期", null=True, blank=True)
    published_at = models.DateTimeField("公开时间")
    valid_from = models.DateField("有效首日", default=dt.date.min)
    valid_until = models.DateField("有效末日", default=dt.date.max)
    url = models.CharField("地址", max_length=500, blank=True)
    is_live = models.BooleanField("可检索", default=True)
    changed_at = models.DateTimeField("变动时间")
    written_at = models.DateTimeField("写入时间", help_text="数据库时钟，用来衡量索引滞后")
    change_xid = models.BigIntegerField("写入事务")

    objects = models.Manager.from_queryset(SearchEntryQuerySet)()

    class Meta:
        verbose_name = "检索条目"
        verbose_name_plural = "检索条目"
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once"),
            models.CheckConstraint(
                condition=Q(is_live=True)
                | Q(
                    title="",
                    body="",
                    texts={},
                    facet_terms=[],
                    number_keys=[],
                    valid_from=dt.date.min,
                    valid_until=dt.date.max,
                ),
                name="search_tombstone_is_empty",
            ),
        ]
        indexes = [
            models.Index(fields=["change_xid", "id"], name="search_entry_by_change"),
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(is_live=True),
                name="search_entry_by_release",
            ),
            models.Index(
                F("signed_on").desc(nulls_last=True),
                F("id").desc(),
                condition=Q(is_live=True),
                name="search_entry_by_signing",
            ),
            GinIndex(fields=["facet_terms"], name="search_entry_facets"),
            GinIndex(fields=["number_keys"], name="search_entry_numbers"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.title}".strip()
