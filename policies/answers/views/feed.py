"""The newest answers as a feed, under the filters of the list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from policies.answers.choices import Audience
from policies.answers.presenters.listing import ListAddress
from policies.answers.selectors import readable_rows
from portal.common.feeds import NEWEST, FeedItem, Listed, views_of
from portal.organs.models import SiteProfile
from portal.search.queries import search


def newest_answers(request: HttpRequest) -> Listed:
    """Newest first, whatever is looked for."""
    address = replace(ListAddress.read(request.GET), page=1)
    query = replace(address.query, per_page=NEWEST, sort="published_on")
    ids = [hit.object_id for hit in search(query, viewer=AnonymousUser()).hits]
    rows = readable_rows(ids, Audience.PUBLIC)
    asked = address.url().removesuffix("?")
    site = SiteProfile.objects.filter(is_current=True).first()
    return Listed(
        title=f"政策问答_{site.name if site else ''}",
        subtitle="新近公开和改动的政策问答",
        page=reverse("policies:answers") + asked,
        atom=reverse("policies:answers_feed") + asked,
        json=reverse("policies:answers_json_feed") + asked,
        items=[_item(rows[key]) for key in ids if key in rows],
    )


def _item(entry: Any) -> FeedItem:
    return FeedItem(
        path=entry.get_absolute_url(),
        title=entry.current.question,
        summary=entry.current.short_answer,
        author=entry.organ.name,
        published=entry.first_public_at,
        updated=entry.public_at,
    )


feed, json_feed = views_of(newest_answers)
