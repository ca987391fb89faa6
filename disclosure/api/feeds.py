"""The list as an Atom feed: the same query as the page, always newest first."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from disclosure import selectors
from disclosure.address import Address
from disclosure.api.serializers import absolute
from disclosure.models import Document
from disclosure.presenters.words import issuers_of
from portal.search.queries import search

NEWEST = 50
# A feed without entries still needs a moment of its own that does not move.
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


# XML has no way to write these, and Django refuses to.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Listing:
    """What a feed holds."""

    address: Address
    documents: tuple[Document, ...]


def listing_of(query: QueryDict) -> Listing:
    """The newest documents of a query; as on the page, what makes no sense is left out."""
    address = replace(Address.read(query), page=1, sort="published_on")
    found = search(replace(address.query, per_page=NEWEST), viewer=AnonymousUser())
    rows = selectors.list_rows(hit.object_id for hit in found.hits)
    ordered = (rows[hit.object_id] for hit in found.hits if hit.object_id in rows)
    return Listing(replace(address, sort=""), tuple(ordered))


class _Feed(Atom1Feed):
    """Django puts the newest entry's moment or, without entries, the clock: that is no ETag."""

    def latest_post_date(self) -> dt.datetime:
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=_EPOCH)


def feed_of(listing: Listing, *, site_name: str) -> HttpResponse:
    """The feed. No Last-Modified: a withdrawal would not move it."""
    query = listing.address.url() if listing.address.url() != "?" else ""
    words = f"“{listing.address.text}”_" if listing.address.text else ""
    feed = _Feed(
        title=writable(f"{words}公文库_{site_name}"),
        link=absolute(reverse("disclosure:library")) + query,
        feed_url=absolute(reverse("disclosure:feed")) + query,
        description="",
        subtitle="新近主动公开的公文",
        language="zh-CN",
        author_name=site_name,
        feed_guid=absolute(reverse("disclosure:library")) + query,
    )
    for document in listing.documents:
        address = absolute(document.get_absolute_url())
        facts = (document.doc_number, document.get_validity_display(), document.abstract)
        feed.add_item(
            title=writable(document.title),
            link=address,
            unique_id=address,
            description=writable("　".join(fact for fact in facts if fact)),
            author_name=writable(issuers_of(document)),
            pubdate=document.shown_at,
            updateddate=document.corrected_at or document.shown_at,
            categories=[document.doc_type] if document.doc_type else [],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def writable(text: str) -> str:
    """The text without the characters that XML has no way to write."""
    return _UNWRITABLE.sub("", text)
