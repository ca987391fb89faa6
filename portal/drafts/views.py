"""The address to which pages send what is being typed, the one that takes it away, and the answer
to a form whose page has become too old to be sent.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portal.drafts import keeping, marks

# What Django says once it has found that a form comes from this site.
_OWN_PAGE = ("CSRF cookie", "CSRF token")


@never_cache
@sensitive_post_parameters()
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """204 when it is kept, which the middleware has done; 409 when it is not, 400 for no form."""
    if not _is_form(request):
        return HttpResponse(status=400)
    return HttpResponse(status=204 if keeping.is_kept(request) else 409)


@never_cache
@sensitive_post_parameters()
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """保存草稿, without script: back to the form, which has it; 409 with the reason when it is not
    kept, and one page back everything is still there.
    """
    if not _is_form(request):
        return HttpResponse(status=400)
    if not keeping.is_kept(request):
        return render(request, "drafts/unkept.html", status=409)
    messages.success(request, "已经保存，没有提交。七天以内打开这张表，内容还在；文件须重新选择。")
    return redirect(_way_back(request))


@never_cache
@sensitive_post_parameters()
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Take away what is kept of the form, and back to it, empty."""
    mark = marks.read(request.POST.get(marks.FIELD, ""))
    if mark is None or (mark.user_id and mark.user_id != request.user.pk):
        return HttpResponse(status=404)
    keeping.sent(request)
    return redirect(_way_back(request))


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


def _is_form(request: HttpRequest) -> bool:
    """Whether it comes from a form of ours."""
    return marks.read(request.POST.get(marks.FIELD, "")) is not None


def _way_back(request: HttpRequest) -> str:
    """The page of ours that the form came from."""
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours else "/"
