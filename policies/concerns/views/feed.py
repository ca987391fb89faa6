"""The newest answers to concern as a feed, under the filters of the list."""

from __future__ import annotations

from typing import Any

from policies.concerns.address import read_address
from policies.concerns.search_entries import KIND
from policies.concerns.selectors import public_rows
from portal.common.feeds import FeedItem, views_of
from portal.search.feeds import EntryFeed


def _item(concern: Any) -> FeedItem:
    return FeedItem(
        path=concern.get_absolute_url(),
        title=concern.title,
        summary=concern.asked,
        author=concern.organ.name,
        published=concern.first_public_at,
        updated=concern.public_at,
    )


_FEED = EntryFeed(
    kind=KIND,
    name="policies:concerns",
    title="回应关切",
    subtitle="对公众关切的回应和续报",
    read=read_address,
    rows=public_rows,
    item=_item,
)
feed, json_feed = views_of(_FEED.listed)
