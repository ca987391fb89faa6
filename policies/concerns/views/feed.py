"""The newest answers to concern as a feed, under the filters of the list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from policies.concerns.address import read_address
from policies.concerns.searching import KIND
from policies.concerns.selectors import public_rows
from portal.common.feeds import NEWEST, FeedItem, Listed, views_of
from portal.organs.models import SiteProfile
from portal.search.lists import NEWEST as BY_DAY
from portal.search.queries import search


def newest_concerns(request: HttpRequest) -> Listed:
    """Newest first, whatever is looked for; what was withdrawn is not in it."""
    address = replace(read_address(request.GET, {}), page=1, sort="")
    query = replace(address.query(KIND), per_page=NEWEST, sort=BY_DAY)
    ids = [hit.object_id for hit in search(query, viewer=AnonymousUser()).hits]
    rows = public_rows(ids)
    asked = address.url().removesuffix("?")
    site = SiteProfile.objects.filter(is_current=True).first()
    return Listed(
        title=f"回应关切_{site.name if site else ''}",
        subtitle="对公众关切的回应和续报",
        page=reverse("policies:concerns") + asked,
        atom=reverse("policies:concerns_feed") + asked,
        json=reverse("policies:concerns_json_feed") + asked,
        items=[_item(rows[key]) for key in ids if key in rows],
    )


def _item(concern: Any) -> FeedItem:
    return FeedItem(
        path=concern.get_absolute_url(),
        title=concern.title,
        summary=concern.asked,
        author=concern.organ.name,
        published=concern.first_public_at,
        updated=concern.public_at,
    )


feed, json_feed = views_of(newest_concerns)
