"""Themes and packs as a feed, the last released first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from policies.collections.selectors import released
from portal.common.feeds import NEWEST, FeedItem, Listed, views_of


def newest_collections(_request: HttpRequest) -> Listed:
    """What was released last, one item for each collection."""
    return Listed(
        title="政策专题和服务包",
        subtitle="新发布的政策专题和服务包，以及它们新的一版",
        page=reverse("policies:collections"),
        atom=reverse("policies:collections_feed"),
        json=reverse("policies:collections_json_feed"),
        items=[_item(row) for row in released().order_by("-released_at", "-pk")[:NEWEST]],
    )


def _item(version: Any) -> FeedItem:
    collection = version.collection
    return FeedItem(
        path=collection.get_absolute_url(),
        title=version.title,
        summary=version.summary,
        author=collection.organ.name,
        published=version.released_at,
        updated=version.released_at,
        tags=[collection.get_kind_display()],
    )


feed, json_feed = views_of(newest_collections)
