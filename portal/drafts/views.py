"""The address to which pages send what is being typed, and the one that takes it away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portal.drafts import keeping, marks


@never_cache
@sensitive_post_parameters()
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """204 when it is kept, which the middleware has done; 409 when it is not."""
    return HttpResponse(status=204 if keeping.is_kept(request) else 409)


@never_cache
@sensitive_post_parameters()
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Take away what is kept of the form, and back to it, empty."""
    mark = marks.read(request.POST.get(marks.FIELD, ""))
    if mark is None or (mark.user_id and mark.user_id != request.user.pk):
        return HttpResponse(status=404)
    keeping.sent(request)
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else "/")
