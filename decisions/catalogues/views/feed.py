"""What is new in catalogues as a feed: published, adjusted, told of at the end of the year."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from decisions.catalogues.models import Adjustment, Catalogue
from decisions.catalogues.workflow import PUBLIC, Status
from portal.common.feeds import NEWEST, FeedItem, Listed, views_of
from portal.organs.models import SiteProfile


def newest_changes(request: HttpRequest) -> Listed:
    """The last changes first; by `organ` in the address those of one organ alone."""
    code = request.GET.get("organ", "").replace("\x00", "")
    catalogues = Catalogue.objects.public().select_related("maker")
    adjustments = Adjustment.objects.filter(
        released_at__isnull=False, catalogue__status__in=PUBLIC
    ).select_related("catalogue__maker", "item", "edition")
    if code:
        catalogues = catalogues.filter(maker__code=code)
        adjustments = adjustments.filter(catalogue__maker__code=code)
    items = [
        *(item for row in catalogues.order_by("-changed_at", "-pk")[:NEWEST]
          for item in _of_catalogue(row)),
        *(_of_adjustment(row) for row in adjustments.order_by("-released_at", "-pk")[:NEWEST]),
    ]  # fmt: skip
    items.sort(key=lambda item: (item.published, item.path), reverse=True)
    site = SiteProfile.objects.filter(is_current=True).first()
    asked = f"?{urlencode({'organ': code})}" if code else ""
    return Listed(
        title=f"重大行政决策事项目录_{site.name if site else ''}",
        subtitle="目录的公布、调整和年终完成情况",
        page=reverse("decisions:catalogues"),
        atom=reverse("decisions:catalogues_feed") + asked,
        json=reverse("decisions:catalogues_json_feed") + asked,
        items=items[:NEWEST],
    )


def _of_catalogue(row: Any) -> list[FeedItem]:
    path, told = row.get_absolute_url(), []
    if row.status == Status.CLOSED:
        told.append(_item(f"{path}#accounts", f"{row}完成情况", row.closing_note, row,
                          row.changed_at))  # fmt: skip
    told.append(_item(path, str(row), row.note, row, row.released_at))
    return told


def _of_adjustment(row: Any) -> FeedItem:
    title = f"{row.catalogue}：{row.get_change_display()}“{row.edition.title}”"
    path = f"{row.item.get_absolute_url()}#change-{row.pk}"
    return _item(path, title, row.reason, row.catalogue, row.released_at)


def _item(path: str, title: str, summary: str, row: Any, moment: dt.datetime) -> FeedItem:
    return FeedItem(
        path=path, title=title, summary=summary, author=row.maker.name, published=moment,
        updated=moment,
    )  # fmt: skip


feed, json_feed = views_of(newest_changes)
