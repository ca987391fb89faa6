"""Decisions by their newest public step as a feed, under the filters of the list."""

from __future__ import annotations

from decisions.dossiers.address import read_address
from decisions.dossiers.models import Decision
from decisions.dossiers.search_entries import KIND
from decisions.dossiers.selectors import public_rows
from portal.common.feeds import FeedItem, views_of
from portal.search.feeds import EntryFeed


def _item(decision: Decision) -> FeedItem:
    return FeedItem(
        path=decision.get_absolute_url(),
        title=decision.title,
        summary=f"{decision.get_status_display()}。{decision.gist}",
        author=decision.organ.name,
        published=decision.disclosed_at or decision.updated_at,
        updated=decision.public_at or decision.updated_at,
    )


_FEED = EntryFeed(
    kind=KIND,
    name="decisions:decisions",
    title="重大决策",
    subtitle="重大行政决策的最新进展",
    read=read_address,
    rows=public_rows,
    item=_item,
)
feed, json_feed = views_of(_FEED.listed)
