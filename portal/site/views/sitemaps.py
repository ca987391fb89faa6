"""The sitemap of search engines: the index and its files, in Django's own templates."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.site import sitemaps

# Keys are 64 bits long; no file lies beyond them.
_LAST = 2**63 // sitemaps.STRETCH - 1


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where the files are."""
    rows = [
        {"location": request.build_absolute_uri(place.path), "last_mod": place.changed_at}
        for place in sitemaps.files()
    ]
    return _answer(request, "sitemap_index.xml", {"sitemaps": rows})


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """The pages that are always there."""
    return _urlset(request, sitemaps.pages())


@require_safe
def documents(request: HttpRequest, stretch: int) -> HttpResponse:
    """The public documents of one stretch of keys."""
    found = sitemaps.documents(stretch) if stretch <= _LAST else []
    if not found:
        raise Http404
    return _urlset(request, found)


def _urlset(request: HttpRequest, places: Iterable[sitemaps.Place]) -> HttpResponse:
    rows = [
        {"location": request.build_absolute_uri(place.path), "lastmod": place.changed_at}
        for place in places
    ]
    return _answer(request, "sitemap.xml", {"urlset": rows})


def _answer(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    response = render(request, template, context, content_type="application/xml")
    response["X-Robots-Tag"] = "noindex, noodp, noarchive"
    return response
