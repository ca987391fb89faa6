"""For those who supervise: how often what is public already was enough, and on which grounds
answers kept something back.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from requests_app.admin.pages import CasePages
from requests_app.forms.figures import PeriodForm, periods
from requests_app.permissions import organs_of_figures
from requests_app.selectors import ground_figures, suggestion_figures


class SuggestionPages(CasePages):
    """One page of figures, organ by organ; nothing in them says who looked."""

    def suggestion_urls(self) -> list[URLPattern]:
        """The pattern, for the admin class that also has the list of cases."""
        view = self.admin_site.admin_view(require_safe(self.suggestions_view))
        return [path("suggestions/", view, name="requests_app_informationrequest_suggestions")]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The list, with the link to this page for those who may use it."""
        may_see = bool(organs_of_figures(request.user))
        context = {"may_see_figures": may_see, **(extra_context or {})}
        found: TemplateResponse = super().changelist_view(request, context)
        return found

    def suggestions_view(self, request: HttpRequest) -> HttpResponse:
        """The figures of the days in the address; without any, of this year."""
        organs = organs_of_figures(request.user)
        if not organs:
            raise Http404
        choices = periods(timezone.localdate())
        _, since, until = choices[0]
        given = request.GET if request.GET else {"since": since, "until": until}
        form, report, grounds = PeriodForm(given), None, None
        if form.is_valid():
            since, until = form.cleaned_data["since"], form.cleaned_data["until"]
            report = suggestion_figures(since=since, until=until, organs=organs)
            grounds = ground_figures(since=since, until=until, organs=organs)
        context = {
            "form": form,
            "report": report,
            "grounds": grounds,
            "since": since,
            "until": until,
            "periods": choices,
        }
        status = 200 if report else 400
        return self._answer(request, "suggestions", "申请前查看", context, status=status)
