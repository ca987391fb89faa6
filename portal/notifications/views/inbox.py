"""The site inbox of the person who is signed in."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.models import User
from portal.notifications import services
from portal.notifications.models import InboxNotice

_PER_PAGE = 20


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The person's notices, newest first."""
    notices = InboxNotice.objects.of(request.user)
    page = Paginator(notices, _PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "unread": notices.unread().count()}
    return render(request, "notifications/inbox.html", context)


@login_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice read and go to what it is about."""
    notice = get_object_or_404(InboxNotice.objects.of(request.user), pk=pk)
    services.mark_read(notice=notice, by=cast("User", request.user), at=timezone.now())
    return redirect(notice.url or "notifications:inbox")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every notice read."""
    services.mark_all_read(by=cast("User", request.user), at=timezone.now())
    return redirect("notifications:inbox")
