"""The newest interpretations as a feed, under the filters of the list."""

from __future__ import annotations

from typing import Any

from policies.interpretations.address import read_address
from policies.interpretations.search_entries import KIND
from policies.interpretations.selectors import public_editions
from portal.common.feeds import FeedItem, views_of
from portal.search.feeds import EntryFeed


def _item(case: Any) -> FeedItem:
    return FeedItem(
        path=case.get_absolute_url(),
        title=case.title,
        summary=case.summary,
        author=case.organ.name,
        published=case.first_published_at,
        updated=case.published_at,
        tags=[case.get_stage_display()],
    )


_FEED = EntryFeed(
    kind=KIND,
    name="policies:interpretations",
    title="政策解读",
    subtitle="新近公开的政策解读",
    read=read_address,
    rows=public_editions,
    item=_item,
)
feed, json_feed = views_of(_FEED.listed)
