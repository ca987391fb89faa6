"""The home page and the pages about the site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure import selectors
from disclosure.choices import Validity
from disclosure.models import Document
from disclosure.presenters.rows import row_of
from portal.site.navigation import PLATFORM

_LATEST = 8
_COMING = 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search first, then what is new, what is coming, and the ways in."""
    today = timezone.localdate()
    coming = Document.objects.public().filter(validity=Validity.NOT_YET, effective_on__gt=today)
    latest = selectors.row_parts(Document.objects.public()).order_by("-published_at", "-pk")
    return render(
        request,
        "site/home.html",
        {
            "total": Document.objects.public().count(),
            "in_force": Document.objects.public().in_force().count(),
            "latest": [row_of(found) for found in latest[:_LATEST]],
            "coming": coming.order_by("effective_on", "pk").defer("body", "text")[:_COMING],
            "themes": selectors.themes_in_use(),
            "tags": selectors.tags_in_use(4),
        },
    )


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """网站地图."""
    return render(
        request,
        "site/sitemap.html",
        {"platform": PLATFORM, "themes": selectors.themes_in_use()},
    )


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was done so that everyone can read, and what is still missing."""
    return render(request, "site/accessibility.html")


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach those who run the site, and how to report a mistake."""
    return render(request, "site/contact.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the site keeps of its visitors."""
    return render(request, "site/privacy.html", {"keep_months": settings.REQUEST_RETENTION_MONTHS})
