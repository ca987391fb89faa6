"""The list as a feed: the same query as the page, always newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from disclosure import selectors
from disclosure.address import Address
from disclosure.filters import read_address
from disclosure.models import Document
from disclosure.presenters.words import issuers_of
from portal.common.feeds import NEWEST, FeedItem, Listed
from portal.organs.models import SiteProfile
from portal.search.queries import search


@dataclass(frozen=True)
class Listing:
    """What a feed holds."""

    address: Address
    documents: tuple[Document, ...]


def listing_of(query: QueryDict) -> Listing:
    """The newest documents of a query; as on the page, what makes no sense is left out."""
    address = replace(read_address(query), page=1, sort="published_on")
    found = search(replace(address.query, per_page=NEWEST, near=False), viewer=AnonymousUser())
    rows = selectors.list_rows(hit.object_id for hit in found.hits)
    ordered = (rows[hit.object_id] for hit in found.hits if hit.object_id in rows)
    return Listing(replace(address, sort=""), tuple(ordered))


def newest_documents(request: HttpRequest) -> Listed:
    """The newest documents of a query, for feed readers."""
    listing = listing_of(request.GET)
    profile = SiteProfile.objects.filter(is_current=True).first()
    name = profile.name if profile else "政务公开门户"
    query = listing.address.url().removesuffix("?")
    words = f"“{listing.address.text}”_" if listing.address.text else ""
    return Listed(
        title=f"{words}公文库_{name}",
        subtitle="新近主动公开的公文",
        page=reverse("disclosure:library") + query,
        atom=reverse("disclosure:feed") + query,
        json=reverse("disclosure:json_feed") + query,
        items=[_item(document) for document in listing.documents],
        author=name,
    )


def _item(document: Document) -> FeedItem:
    facts = (document.doc_number, document.get_validity_display(), document.abstract)
    # Nothing is public without its moment.
    shown = cast("dt.datetime", document.shown_at)
    return FeedItem(
        path=document.get_absolute_url(),
        title=document.title,
        summary="　".join(fact for fact in facts if fact),
        author=issuers_of(document),
        published=shown,
        updated=document.corrected_at or shown,
        tags=[document.doc_type] if document.doc_type else [],
    )
