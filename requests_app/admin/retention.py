"""保存与清除: how long a case is kept, what holds it longer, and what goes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.permissions import signed_in
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.personal.retention import MOST_SHOWN, SOON
from requests_app.admin.pages import KEEPING_ID, CasePages
from requests_app.forms.retention import KeepingForm
from requests_app.models import InformationRequest
from requests_app.presenters.retention import Keeping, keeping_of
from requests_app.rectification.models import Rectification
from requests_app.rectification.services.retention import RECTIFICATIONS
from requests_app.services.retention.cases import CASES
from requests_app.services.retention.hold import hold, lift_hold

_NAME = "requests_app_informationrequest"


def _closed_first(row: Keeping) -> dt.date:
    """The longest closed before all others, what is still open last."""
    return row.case.closed_on or dt.date.max


class KeepingPages(CasePages):
    """The list, and the two acts on the page of a case."""

    def keeping_urls(self) -> list[URLPattern]:
        """Their patterns, for the admin class that also has the list of cases."""
        wrap = self.admin_site.admin_view
        return [
            path("keeping/", wrap(require_safe(self.keeping_view)), name=f"{_NAME}_keeping"),
            path("<int:pk>/hold/", wrap(require_POST(self.hold_view)), name=f"{_NAME}_hold"),
            path("<int:pk>/lift-hold/", wrap(require_POST(self.lift_view)), name=f"{_NAME}_lift"),
        ]

    def keeping_view(self, request: HttpRequest) -> HttpResponse:
        """What is held and what will be purged, of the organs the person sees."""
        if not self.has_module_permission(request):
            raise Http404
        seen = InformationRequest.objects.worked_on_by(request.user).select_related("organ")
        records = Rectification.objects.worked_on_by(request.user).select_related("organ")
        today, held, too = timezone.localdate(), CASES.held(seen), RECTIFICATIONS.held(records)
        kept = [keeping_of(case) for rows in (held, too) for case in rows[:MOST_SHOWN]]
        soon = [keeping_of(case) for case in CASES.purged_soon(seen, on=today)]
        soon += [keeping_of(case) for case in RECTIFICATIONS.purged_soon(records, on=today)]
        context = {
            "held": sorted(kept, key=_closed_first)[:MOST_SHOWN],
            "held_count": held.count() + too.count(),
            "soon": sorted(soon, key=lambda row: row.until or today)[:MOST_SHOWN],
            "most": MOST_SHOWN,
            "days": SOON.days,
        }
        return self._answer(request, "keeping_list", "保存与清除", context)

    def hold_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep a case beyond its term."""
        return self._decide(request, pk, hold, "本件延长保存，期满不清除。")

    def lift_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let the ordinary term apply again."""
        return self._decide(request, pk, lift_hold, "已解除延长保存，按期限清除。")

    def _decide(
        self, request: HttpRequest, pk: int, act: Callable[..., None], done: str
    ) -> HttpResponse:
        case = self.reachable(request, pk)
        reason = request.POST.get("reason", "")
        try:
            act(request=case, reason=reason, by=signed_in(request.user), at=timezone.now())
        except ActRefused as error:
            context = {
                "keeping_form": KeepingForm({"reason": reason}, auto_id=KEEPING_ID),
                "keeping_problem": str(error),
            }
            status = status_of(error)
            return self.page(request, case, context=context, status=status)
        messages.success(request, done)
        address = reverse(f"admin:{_NAME}_change", args=[case.pk])
        return HttpResponseRedirect(address)
