"""The latest consultations as a feed, under the filters of the list; an outcome makes an entry
new. Nothing that was taken back is in it, and no opinion ever.
"""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from decisions.consultations.models import Consultation
from decisions.consultations.presenters.listing import Listed as Asked
from decisions.consultations.presenters.listing import consultations_of
from decisions.consultations.workflow import Status
from portal.common.feeds import NEWEST, FeedItem, Listed, views_of
from portal.common.moments import until_words


def newest_consultations(request: HttpRequest) -> Listed:
    """Those published last, whatever is looked for."""
    asked = replace(Asked.read(request.GET.dict()), after=None)
    query = asked.first().removesuffix("?")
    return Listed(
        title="征求意见",
        subtitle="正在征求意见的和已经公布采纳情况的。",
        page=reverse("decisions:consultations") + query,
        atom=reverse("decisions:consultations_feed") + query,
        json=reverse("decisions:consultations_json_feed") + query,
        items=[_item(row) for row in consultations_of(asked, timezone.now())[:NEWEST]],
    )


def _item(row: Consultation) -> FeedItem:
    published = row.opens_at or row.updated_at
    is_answered = row.status == Status.ANSWERED and row.outcome_at is not None
    told = f"征求意见至{until_words(row.closes_at)}。{row.gist}"
    return FeedItem(
        path=row.get_absolute_url(),
        title=f"{row.title}（采纳情况）" if is_answered else row.title,
        summary=row.outcome if is_answered else told,
        author=row.organ.name,
        published=published,
        updated=row.outcome_at if is_answered and row.outcome_at else published,
    )


feed, json_feed = views_of(newest_consultations)
