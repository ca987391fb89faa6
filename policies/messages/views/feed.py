"""The latest published messages as a feed, under the filters of the list; nothing that was taken
down is in it.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from policies.messages.models import PublishedMessage
from policies.messages.presenters.listing import Listed as Asked
from policies.messages.views.public import rows_of
from portal.common.feeds import NEWEST, FeedItem, Listed, views_of


def newest_messages(request: HttpRequest) -> Listed:
    """Those published last, whatever is looked for."""
    asked = Asked.read(request.GET.dict())
    rows = rows_of(asked.first(), AnonymousUser()).order_by("-published_at", "-pk")[:NEWEST]
    query = asked.beginning().removesuffix("?")
    return Listed(
        title="留言选登",
        subtitle="市民的留言和机关的答复，经留言人同意公开。",
        page=reverse("policies:messages") + query,
        atom=reverse("policies:message_feed") + query,
        json=reverse("policies:message_json_feed") + query,
        items=[_item(row) for row in rows],
    )


def _item(row: PublishedMessage) -> FeedItem:
    return FeedItem(
        path=row.get_absolute_url(),
        title=row.title,
        summary=f"{row.organ.name}：{row.answer}",
        author=row.organ.name,
        published=row.published_at,
        updated=row.updated_at,
    )


feed, json_feed = views_of(newest_messages)
