"""One place for taking part: what is open, what ends soon, what came of it; and its feed."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.participation.filters import Wanted, read
from decisions.participation.offers import ANSWERED, OPEN, Offer, kinds, offers
from decisions.participation.presenters import page_of
from decisions.participation.subscriptions import TOPIC
from portal.common.feeds import NEWEST, FeedItem, Listed, views_of
from portal.organs.models import SiteProfile

_MOST: Final = 100
_FRESH: Final = 3


@require_safe
def participate(request: HttpRequest) -> HttpResponse:
    """The list under one filter; all of its state is in the address."""
    at = timezone.now()
    known, found = kinds(), offers(at)
    wanted = read(request.GET.dict(), kinds={kind.code for kind in known})
    page = page_of(found, wanted, known, at=at, most=_MOST)
    answered = page_of(found, Wanted(ANSWERED), known, at=at, most=_FRESH)
    context = {
        "page": page,
        "fresh": answered.rows if wanted.state != ANSWERED else [],
        "feed": reverse("decisions:participate_feed") + wanted.query,
        "subscribe": reverse("notifications:subscribe", args=[TOPIC.code])
        + wanted.with_(state=OPEN).query,
    }
    return render(request, "decisions/participation/page.html", context)


def _newest(request: HttpRequest) -> Listed:
    """What began or was answered, newest first, under the filter of the page."""
    at = timezone.now()
    known = kinds()
    wanted = read(request.GET.dict(), kinds={kind.code for kind in known})
    labels = {kind.code: kind.label for kind in known}
    rows = [
        each
        for each in offers(at)
        if wanted.kind in ("", each.kind)
        and wanted.organ in ("", each.organ_code)
        and (not request.GET.get("state") or each.is_in(wanted.state, at))
    ]
    rows.sort(key=_moved, reverse=True)
    site = SiteProfile.objects.filter(is_current=True).first()
    return Listed(
        title=f"征集调查_{site.name if site else ''}",
        subtitle="可以参加的和有了结果的征集调查",
        page=reverse("decisions:participate") + wanted.query,
        atom=reverse("decisions:participate_feed") + wanted.query,
        json=reverse("decisions:participate_json_feed") + wanted.query,
        items=[_item(each, labels[each.kind]) for each in rows[:NEWEST]],
    )


def _moved(offer: Offer) -> dt.datetime:
    return offer.answered_at or offer.opens_at


def _item(offer: Offer, label: str) -> FeedItem:
    return FeedItem(
        path=offer.url,
        title=offer.title,
        summary=offer.outcome if offer.answered_at else offer.gist,
        author=offer.organ,
        published=offer.opens_at,
        updated=_moved(offer),
        tags=[label],
    )


feed, json_feed = views_of(_newest)
