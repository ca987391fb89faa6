"""Decisions by their newest public step as a feed, under the filters of the list."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from decisions.dossiers.address import read_address
from decisions.dossiers.models import Decision
from decisions.dossiers.searching import KIND
from decisions.dossiers.selectors import public_rows
from portal.common.feeds import NEWEST, FeedItem, Listed, views_of
from portal.organs.models import SiteProfile
from portal.search.lists import NEWEST as BY_DAY
from portal.search.queries import search


def newest_decisions(request: HttpRequest) -> Listed:
    """Newest first, whatever is looked for; what was taken back is not in it."""
    address = replace(read_address(request.GET, {}), page=1, sort="")
    query = replace(address.query(KIND), per_page=NEWEST, sort=BY_DAY)
    ids = [hit.object_id for hit in search(query, viewer=AnonymousUser()).hits]
    rows = public_rows(ids)
    asked = address.url().removesuffix("?")
    site = SiteProfile.objects.filter(is_current=True).first()
    return Listed(
        title=f"重大决策_{site.name if site else ''}",
        subtitle="重大行政决策的最新进展",
        page=reverse("decisions:decisions") + asked,
        atom=reverse("decisions:decisions_feed") + asked,
        json=reverse("decisions:decisions_json_feed") + asked,
        items=[_item(rows[key]) for key in ids if key in rows],
    )


def _item(decision: Decision) -> FeedItem:
    return FeedItem(
        path=decision.get_absolute_url(),
        title=decision.title,
        summary=f"{decision.get_status_display()}。{decision.gist}",
        author=decision.organ.name,
        published=decision.disclosed_at or decision.updated_at,
        updated=decision.public_at or decision.updated_at,
    )


feed, json_feed = views_of(newest_decisions)
