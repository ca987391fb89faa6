"""Feeds: the newest of a list as Atom and as JSON Feed 1.1, both from the same items.

Neither tells the time: a feed that is the same twice has the same ETag.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.views.decorators.http import require_safe

NEWEST: Final = 50
JSON_FEED: Final = "application/feed+json"
_VERSION: Final = "https://jsonfeed.org/version/1.1"
_LANGUAGE: Final = "zh-CN"
# A feed without entries still needs a moment of its own that does not move.
_EPOCH: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
# XML has no way to write these, and Django refuses to.
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class FeedItem:
    """One thing of a feed; `path` is where it is read, and what it is known by."""

    path: str
    title: str
    summary: str
    author: str
    published: dt.datetime
    updated: dt.datetime
    tags: Sequence[str] = ()


@dataclass(frozen=True)
class Listed:
    """The newest of a list. `page` is the path of the list, `atom` and `json` those of the feeds,
    each with the query that says what is asked for.
    """

    title: str
    subtitle: str
    page: str
    atom: str
    json: str
    items: Sequence[FeedItem]
    author: str = ""


Source = Callable[[HttpRequest], Listed]
View = Callable[[HttpRequest], HttpResponse]


def absolute(path: str) -> str:
    """An address of ours as others reach it, whatever host the question came in by."""
    return settings.PUBLIC_URL.rstrip("/") + path


def writable(text: str) -> str:
    """The text without the characters that XML has no way to write."""
    return _UNWRITABLE.sub("", text)


def views_of(source: Source) -> tuple[View, View]:
    """The two feeds of a list, Atom and JSON Feed."""

    def atom(request: HttpRequest) -> HttpResponse:
        return atom_of(source(request))

    def json(request: HttpRequest) -> HttpResponse:
        return json_feed_of(source(request))

    return require_safe(atom), require_safe(json)


class _SteadyFeed(Atom1Feed):
    """Django puts the newest entry's moment or, without entries, the clock: that is no ETag."""

    def latest_post_date(self) -> dt.datetime:
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=_EPOCH)


def atom_of(listed: Listed) -> HttpResponse:
    """The feed as Atom. No Last-Modified: a withdrawal would not move it."""
    feed = _SteadyFeed(
        title=writable(listed.title),
        link=absolute(listed.page),
        feed_url=absolute(listed.atom),
        description="",
        subtitle=listed.subtitle,
        language=_LANGUAGE,
        author_name=listed.author or None,
        feed_guid=absolute(listed.page),
    )
    for item in listed.items:
        address = absolute(item.path)
        feed.add_item(
            title=writable(item.title),
            link=address,
            unique_id=address,
            description=writable(item.summary),
            author_name=writable(item.author),
            pubdate=item.published,
            updateddate=item.updated,
            categories=list(item.tags),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def json_feed_of(listed: Listed) -> HttpResponse:
    """The same as JSON Feed 1.1; an author or tags that there are none of are left out."""
    feed = {
        "version": _VERSION,
        "title": writable(listed.title),
        "home_page_url": absolute(listed.page),
        "feed_url": absolute(listed.json),
        "description": listed.subtitle,
        "language": _LANGUAGE,
        "items": [_json_item(item) for item in listed.items],
    }
    if listed.author:
        feed["authors"] = [{"name": listed.author}]
    return JsonResponse(feed, content_type=JSON_FEED, json_dumps_params={"ensure_ascii": False})


def _json_item(item: FeedItem) -> dict[str, object]:
    address = absolute(item.path)
    told: dict[str, object] = {
        "id": address,
        "url": address,
        "title": writable(item.title),
        "content_text": writable(item.summary),
        "date_published": rfc3339_date(item.published),
        "date_modified": rfc3339_date(item.updated),
    }
    if item.author:
        told["authors"] = [{"name": writable(item.author)}]
    if item.tags:
        told["tags"] = list(item.tags)
    return told
