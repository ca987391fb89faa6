"""The home page and the pages about the site."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure import selectors
from disclosure.models import Document
from portal.common.registry import home_rows, wants
from portal.site.navigation import PLATFORM
from portal.site.preferences import COOKIE, Preferences

_TAGS: Final = 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search and the verbs first, then the sections that have something to show.

    In 长者版 nothing else: what is not shown is not asked for either.
    """
    is_elder = Preferences.read(request.COOKIES.get(COOKIE, "")).elder
    laws = Document.objects.public().in_force().laid_down()
    context: dict[str, Any] = {"wants": wants()}
    if not is_elder:
        context |= {
            "laws": laws.count(),
            "tags": selectors.tags_in_use(_TAGS),
            "rows": home_rows(timezone.localdate()),
        }
    return render(request, "site/home.html", context)


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
