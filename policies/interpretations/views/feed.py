"""The newest interpretations as a feed, under the filters of the list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from policies.interpretations.address import read_address
from policies.interpretations.searching import KIND
from policies.interpretations.selectors import public_editions
from portal.common.feeds import NEWEST, FeedItem, Listed, views_of
from portal.organs.models import SiteProfile
from portal.search.lists import NEWEST as NEWEST_FIRST
from portal.search.queries import search


def newest_interpretations(request: HttpRequest) -> Listed:
    """Newest first, whatever is looked for."""
    address = replace(read_address(request.GET, {}), page=1, sort="")
    query = replace(address.query(KIND), per_page=NEWEST, sort=NEWEST_FIRST)
    ids = [hit.object_id for hit in search(query, viewer=AnonymousUser()).hits]
    rows = public_editions(ids)
    asked = address.url().removesuffix("?")
    site = SiteProfile.objects.filter(is_current=True).first()
    return Listed(
        title=f"政策解读_{site.name if site else ''}",
        subtitle="新近公开的政策解读",
        page=reverse("policies:interpretations") + asked,
        atom=reverse("policies:interpretations_feed") + asked,
        json=reverse("policies:interpretations_json_feed") + asked,
        items=[_item(rows[key]) for key in ids if key in rows],
    )


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


feed, json_feed = views_of(newest_interpretations)
