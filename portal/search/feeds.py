"""The newest entries of one kind as a feed, under the filters of their list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from portal.common.feeds import NEWEST, FeedItem, Listed
from portal.organs.models import SiteProfile
from portal.search.lists import NEWEST as NEWEST_FIRST
from portal.search.lists import ListAddress
from portal.search.queries import search


@dataclass(frozen=True)
class EntryFeed:
    """What a kind of entry brings to its feed.

    `kind` is its kind in the index, `read` its list's state in an address, `rows` the rows of
    entries that anyone may read by their keys, `item` one of them in the feed. `name` is that of
    the list's address; those of the feeds end in `_feed` and `_json_feed`.
    """

    kind: str
    name: str
    title: str
    subtitle: str
    read: Callable[[QueryDict, Mapping[str, str]], ListAddress]
    rows: Callable[[Iterable[int]], Mapping[int, Any]]
    item: Callable[[Any], FeedItem]

    def listed(self, request: HttpRequest) -> Listed:
        """Newest first, whatever is looked for; what was withdrawn is not in it."""
        address = replace(self.read(request.GET, {}), page=1, sort="")
        query = replace(address.query(self.kind), per_page=NEWEST, sort=NEWEST_FIRST)
        ids = [hit.object_id for hit in search(query, viewer=AnonymousUser()).hits]
        rows, asked = self.rows(ids), address.url().removesuffix("?")
        site = SiteProfile.objects.filter(is_current=True).first()
        return Listed(
            title=f"{self.title}_{site.name if site else ''}",
            subtitle=self.subtitle,
            page=reverse(self.name) + asked,
            atom=reverse(f"{self.name}_feed") + asked,
            json=reverse(f"{self.name}_json_feed") + asked,
            items=[self.item(rows[key]) for key in ids if key in rows],
        )
