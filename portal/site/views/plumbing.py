"""What machines and printers ask for: robots.txt, QR codes; and the gallery of components."""

from io import BytesIO

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_safe

from portal.site.context_processors import canonical_url, current_profile
from portal.site.gallery import samples

_LONGEST_PATH = 200


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be indexed; settings and sign-in pages need not be."""
    lines = [
        "User-agent: *",
        "Disallow: /accounts/",
        f"Disallow: {reverse('site:preferences')}",
        f"Sitemap: {request.build_absolute_uri(reverse('site:sitemap_xml'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def qr(request: HttpRequest) -> HttpResponse:
    """The lasting address of one of our pages as a QR code."""
    path = request.GET.get("path", "")
    if not path.startswith("/") or path.startswith("//") or len(path) > _LONGEST_PATH:
        raise Http404
    try:
        resolve(path)
    except Resolver404 as problem:
        raise Http404 from problem
    picture = BytesIO()
    address = canonical_url(request, current_profile(), path)
    segno.make(address, error="m").save(picture, kind="svg", scale=4, border=2, xmldecl=False)
    response = HttpResponse(picture.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample values, for those who build pages."""
    if not (settings.DEBUG or current_profile().is_demo):
        raise Http404
    return render(request, "site/gallery.html", samples())
