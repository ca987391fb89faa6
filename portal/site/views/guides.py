"""政府信息公开指南 (条例第十二条): an organ's guide as it holds, and every version of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.organs.choices import OrganLevel
from portal.organs.models import Organ
from portal.platform.presenters import kept_page, page_of
from portal.platform.selectors import guide_of, organs_with_guides, released, site_organ
from requests_app.choices import Channel
from requests_app.services.intake import offered_channels


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The city's own guide, and the way to that of every organ; a search narrows them."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:50]
    context: dict[str, Any] = {"levels": _levels(text), "text": text}
    city = None if text else site_organ()
    if city is not None:
        context |= _current(city)
    elif not text:
        # No site is set up yet: what the portal says of itself.
        context |= {"page": page_of(None, Organ()), "channels": _channels()}
    return render(request, "site/guide.html", context)


@require_safe
def of_organ(request: HttpRequest, code: str) -> HttpResponse:
    """The guide that holds for an organ: its own, or its city's with its own contacts."""
    return render(request, "site/guide.html", _current(_organ(code)))


@require_safe
def one_version(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """A version as it was released."""
    organ = get_object_or_404(Organ, code=code.replace("\x00", ""))
    found = released().filter(organ=organ, version=version).first()
    if found is None:
        raise Http404
    now = guide_of(organ)
    is_current = now.guide == found
    context = {
        **_shown(organ),
        "now": now,
        "page": page_of(found, organ) if is_current else kept_page(found),
        "shown": found,
        "is_past": not is_current,
    }
    return render(request, "site/guide.html", context)


def _current(organ: Organ) -> dict[str, Any]:
    now = guide_of(organ)
    return {**_shown(organ), "now": now, "page": page_of(now.guide, organ), "shown": now.guide}


def _shown(organ: Organ) -> dict[str, Any]:
    return {"organ": organ, "channels": _channels()}


def _channels() -> list[str]:
    return [Channel(channel).label for channel in offered_channels()]


def _levels(text: str) -> list[tuple[str, list[Organ]]]:
    organs = list(organs_with_guides(text))
    levels = [
        (level.label, [organ for organ in organs if organ.level == level]) for level in OrganLevel
    ]
    return [(label, found) for label, found in levels if found]


def _organ(code: str) -> Organ:
    organ = organs_with_guides().filter(code=code.replace("\x00", "")).first()
    if organ is None:
        raise Http404
    return organ
