"""The public register of answered applications: what an officer summed up, and nobody's data."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.search.lists import PageLink, Paging
from requests_app.models import PublicSummary
from requests_app.outcomes import BY_CODE, OUTCOMES
from requests_app.selectors import organs_to_ask, register_rows

_PER_PAGE = 20
_GROUPS = tuple(dict.fromkeys(outcome.group for outcome in OUTCOMES))


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The list, narrowed by organ, year and outcome; all of its state is in the address."""
    asked = _asked(request)
    pages = Paginator(register_rows(**asked), _PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    years = PublicSummary.objects.dates("request__closed_on", "year", order="DESC")
    context = {
        "rows": [(row, BY_CODE[row.request.outcome].group) for row in page],
        "total": pages.count,
        "asked": asked,
        "is_narrowed": any(asked.values()),
        "organs": organs_to_ask().filter(requests__public_summary__isnull=False).distinct(),
        "years": [str(day.year) for day in years],
        "groups": _GROUPS,
        "paging": _paging(page, asked),
    }
    return render(request, "requests/register.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    """The filters of the address; what is not one of the values is left out."""
    year, group = request.GET.get("year", ""), request.GET.get("group", "")
    is_year = year.isascii() and year.isdigit() and len(year) == 4 and year > "0000"
    return {
        "organ": request.GET.get("organ", "").replace("\x00", "")[:64],
        "year": year if is_year else "",
        "group": group if group in _GROUPS else "",
    }


def _paging(page: Page[PublicSummary], asked: dict[str, str]) -> Paging | None:
    if page.paginator.num_pages < 2:
        return None

    def at(number: int) -> str:
        return "?" + urlencode({**{k: v for k, v in asked.items() if v}, "page": number})

    links = tuple(
        PageLink(None)
        if not isinstance(number, int)
        else PageLink(number, "" if number == page.number else at(number))
        for number in page.paginator.get_elided_page_range(page.number)
    )
    return Paging(
        links,
        at(page.previous_page_number()) if page.has_previous() else "",
        at(page.next_page_number()) if page.has_next() else "",
    )
