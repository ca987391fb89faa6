"""A form whose page has become too old to be sent: what was typed into it is kept all the same."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.drafts import keeping

# What Django says once it has found that the form comes from this site.
_OWN_PAGE = ("CSRF cookie", "CSRF token")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 with what to do; 204 for what a page sends by itself and is kept.

    Whoever signs in anew in another tab makes the forms of every open tab stale. A form that comes
    from another site, or of which nobody says where it comes from, is not kept.
    """
    is_placed = "HTTP_ORIGIN" in request.META or request.is_secure()
    if request.method == "POST" and is_placed and reason.startswith(_OWN_PAGE):
        keeping.keep_sent(request)
    is_kept = keeping.is_kept(request)
    if is_kept and request.path == reverse("drafts:keep"):
        return HttpResponse(status=204)
    return render(request, "403_csrf.html", {"is_kept": is_kept}, status=403)
