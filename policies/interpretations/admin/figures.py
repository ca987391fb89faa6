"""The figures of a year: coverage, forms, filing, lateness, exceptions, English; each down to the
documents it is made of.
"""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from policies.interpretations.permissions import RULES
from policies.interpretations.presenters.figures import LISTS, figures_of
from policies.interpretations.selectors.year import judged_policies, ratings_by_organ
from portal.accounts.permissions import organs_in_view
from portal.common.admin import BackOfficeAdmin
from portal.desk.pages import unkept_page
from portal.organs.models import Organ

_EARLIEST = 2008


class FigurePages(BackOfficeAdmin):
    """Figures of the organs in view: those one works for, and those one supervises."""

    def figure_urls(self) -> list[URLPattern]:
        """The page of figures."""
        wrap = self.admin_site.admin_view
        view = wrap(require_safe(self.figures_view))
        return [path("figures/", view, name="policies_interpretation_figures")]

    def figures_view(self, request: HttpRequest) -> HttpResponse:
        """A row an organ; with `organ` and `show` the documents behind one figure."""
        organs = organs_in_view(request.user, *RULES.roles)
        if not organs:
            raise Http404
        today = timezone.localdate()
        year = _number(request.GET.get("year", ""), today.year)
        if not _EARLIEST <= year <= today.year:
            year = today.year
        rows = figures_of(
            list(Organ.objects.filter(pk__in=organs)),
            judged_policies(organs, year),
            ratings_by_organ(organs, year),
            on=today,
            several_line=settings.INTERPRETATION_FORMS_PERCENT,
        )
        show, code = request.GET.get("show", ""), request.GET.get("organ", "")
        chosen = next((row for row in rows if row.organ.code == code), None)
        listed = chosen.behind(show) if chosen and show in LISTS else None
        context = {
            "year": year,
            "years": range(today.year, today.year - 5, -1),
            "rows": rows,
            "chosen": chosen,
            "listed": listed,
            "list_title": LISTS.get(show, ""),
            "filing_days": settings.INTERPRETATION_FILING_DAYS,
            "days": settings.INTERPRETATION_DAYS,
            "several_line": settings.INTERPRETATION_FORMS_PERCENT,
        }
        template = "admin/policies/interpretation/figures.html"
        return unkept_page(self, request, template, f"{year}年政策解读情况", context)


def _number(text: str, usual: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else usual
