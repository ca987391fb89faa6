"""Columns: the library's list under a fixed filter, and the list of all columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure import selectors
from disclosure.column_facts import column_reports, holdings, listed_columns
from disclosure.filters import base_of
from disclosure.models import Column
from disclosure.presenters.columns import ColumnAddress
from disclosure.views.public import listing
from portal.search.queries import search

if TYPE_CHECKING:
    from portal.search.lists import Group


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every column with how many documents it holds and the day of the newest."""
    reports = column_reports(listed_columns(), on=timezone.localdate())
    return render(request, "disclosure/columns.html", {"reports": reports})


@require_safe
def column(request: HttpRequest, slug: str) -> HttpResponse:
    """One column; the reader narrows it, and all of their choice is in the address."""
    columns = Column.objects.filter(is_listed=True).select_related("organ")
    found_column = get_object_or_404(columns, slug=slug)
    address = ColumnAddress.within(base_of(found_column.criteria), request.GET)
    found = search(address.query, viewer=request.user)
    documents = selectors.list_rows(hit.object_id for hit in found.shown)
    context = listing(address, found, documents)
    groups, further = (cast("list[Group]", context[name]) for name in ("groups", "further"))
    context |= {
        "column": found_column,
        "groups": [group for group in groups if group.name not in address.fixed],
        "further": [group for group in further if group.name not in address.fixed],
        "combined": address.combined.lasting(),
        "export": address.combined.whole(),
        "newest_at": holdings([found_column])[found_column.pk].newest_at,
        "seek_text": address.text,
    }
    return render(request, "disclosure/columns_one.html", context)
