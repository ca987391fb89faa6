"""Answers to concern for everybody: the list, one of them, and the hot questions of a month."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from policies.concerns.address import read_address
from policies.concerns.models import Concern, HotList
from policies.concerns.presenters import parts_of, rows_of, shelves_of, time_taken
from policies.concerns.search_entries import KIND
from policies.concerns.selectors import (
    lists_of_site,
    public_lines,
    public_rows,
    read_statements,
)
from portal.organs.models import Organ, SiteProfile
from portal.search.lists import NamedList, list_context
from portal.search.queries import search

_MONTHS = 6


LISTED: Final = NamedList(
    name="回应关切",
    description="对公众关心的事的回应：核实的情况、处置措施和续报，可按类别、机关和年份查找。",
    keywords="回应关切,舆情回应,热点问题",
    noun="回应", unit="件", view="policies:concerns", feed="policies:concerns_feed",
    json_feed="policies:concerns_json_feed", says="公众关心的事",
)  # fmt: skip


@require_safe
def concerns(request: HttpRequest) -> HttpResponse:
    """The list: search, facets, rows; all of its state is in the address."""
    organs = dict(Organ.objects.values_list("code", "short_name"))
    address = read_address(request.GET, organs)
    found = search(address.query(KIND), viewer=request.user)
    rows = public_rows(hit.object_id for hit in found.hits)
    context = list_context(request, LISTED, address, found, rows_of(found.hits, rows))
    context["months"] = lists_of_site(_site_organ())[:_MONTHS]
    return render(request, "policies/concerns/list.html", context)


@require_safe
def concern(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked, what was found and done, and what came after; of one that was withdrawn,
    that it was and when.
    """
    row = Concern.objects.select_related("organ").filter(pk=pk).first()
    if row is None or row.first_public_at is None:
        raise Http404
    if row.public_at is None:
        context = {"withdrawn_at": row.withdrawn_at}
        return render(request, "policies/concerns/gone.html", context, status=HTTPStatus.GONE)
    statements = read_statements(row)
    recorded = row.press_recorded_at
    context = {
        "concern": row,
        "statements": [(each, parts_of(each)) for each in statements],
        "spent": time_taken(row),
        # Whoever released the last of it has seen it.
        "has_press": row.press_held_at and recorded and recorded <= row.public_at,
    }
    return render(request, "policies/concerns/page.html", context)


@require_safe
def hot_list(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The month of the site's organ; by `organ` in the address that of a government below it."""
    try:
        first = dt.date(year, month, 1)
    except (OverflowError, ValueError) as error:
        raise Http404 from error
    code = request.GET.get("organ", "").replace("\x00", "")
    lists = HotList.objects.filter(month=first).select_related("organ")
    lists = lists.filter(organ__code=code) if code else lists.filter(organ=_site_organ())
    row = lists.first()
    if row is None or not (row.released_at or row.withdrawn_at):
        raise Http404
    if row.released_at is None:
        context = {"withdrawn_at": row.withdrawn_at}
        return render(request, "policies/concerns/gone.html", context, status=HTTPStatus.GONE)
    others = HotList.objects.public().filter(month=first).exclude(pk=row.pk)
    context = {
        "hot_list": row,
        "shelves": shelves_of(public_lines(row)),
        "others": others.select_related("organ"),
    }
    return render(request, "policies/concerns/hot.html", context)


def _site_organ() -> Organ | None:
    site = SiteProfile.objects.filter(is_current=True).select_related("organ").first()
    return site.organ if site else None
