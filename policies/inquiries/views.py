"""Published inquiries for everybody: the list, and one."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosure.models import Document
from policies.inquiries.models import FEW, Inquiry
from policies.inquiries.workflow import Status

_PER_PAGE: Final = 20


@require_safe
def inquiries(request: HttpRequest) -> HttpResponse:
    """What was looked into, the latest first."""
    rows = Inquiry.objects.public().select_related("organ").order_by("-published_at", "-id")
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "policies/inquiries/list.html", {"page": page})


@require_safe
def inquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked, found and done; gone while it is withdrawn."""
    row = Inquiry.objects.select_related("organ").filter(pk=pk).first()
    if row is None or row.published_at is None:
        raise Http404
    if row.status != Status.PUBLISHED:
        return render(request, "policies/inquiries/gone.html", status=HTTPStatus.GONE)
    number = row.messages.aggregate(number=Count("pk"))["number"]
    context = {
        "row": row,
        "policy": Document.objects.public().filter(pk=row.policy_id).first(),
        "counted": number if number >= FEW else 0,
    }
    return render(request, "policies/inquiries/page.html", context)
