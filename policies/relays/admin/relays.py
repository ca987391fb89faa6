"""Relay organisations: kept by the clerk of the organ that looks after them; the ranking."""

from __future__ import annotations

import io
from typing import Any, Final

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from disclosure.exchange.tables import FORMATS, table
from policies.relays.forms import RelayForm
from policies.relays.models import Relay
from policies.relays.permissions import ROLES, may_keep, may_unmask
from policies.relays.selectors import ranking
from policies.relays.services import relays
from policies.relays.services.reveal import Purpose, reveal
from portal.accounts.permissions import organs_in_view, organs_with_role, signed_in
from portal.common.admin import OrganRows
from portal.common.downloads import download
from portal.common.errors import ActRefused
from portal.desk.pages import refused_page, unkept_page
from portal.desk.refused_forms import RefusedForms

_FOLDER: Final = "admin/policies/relay"
_HEADINGS: Final = (
    "名次", "接力组织", "种类", "负责联系的机关", "任务", "按期接收", "按期接收率（%）",
    "按期报告", "按期报告率（%）", "转发人数",
)  # fmt: skip


@admin.register(Relay)
class RelayAdmin(OrganRows, RefusedForms):
    """Read by those who supervise as well, but for the contact."""

    form = RelayForm
    list_display = ("name", "kind", "organ", "ended_on")
    list_filter = ("kind",)
    list_select_related = ("organ",)
    search_fields = ("name",)
    list_before_template = f"{_FOLDER}/relays_before.html"
    change_form_outer_after_template = f"{_FOLDER}/relay_after.html"
    fields = (
        "organ", "name", "kind", "terms", "new_name", "new_phone", "new_mail",
        "forget_contact",
    )  # fmt: skip

    def kept_organs(self, request: HttpRequest) -> set[int]:
        return organs_with_role(request.user, *ROLES)

    def read_organs(self, request: HttpRequest) -> set[int]:
        return organs_in_view(request.user, *ROLES)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Without the contact for those who only read: it would be opened to be drawn."""
        if self.has_change_permission(request, obj):
            return self.fields
        return ("organ", "name", "kind", "terms", "ended_on")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        del change
        relays.save_relay(
            obj,
            terms=form.cleaned_data["terms"],
            contact=form.contact,
            by=signed_in(request.user),
            at=timezone.now(),
        )

    def get_urls(self) -> list[URLPattern]:
        """Beside the usual pages the contact, the end, the ranking and its file."""
        wrap, name = self.admin_site.admin_view, "policies_relay"
        contact, end = (wrap(require_POST(view)) for view in (self.contact_view, self.end_view))
        return [
            path("ranking/", wrap(require_safe(self.ranking_view)), name=f"{name}_ranking"),
            path(
                "ranking/<slug:kind>/", wrap(require_safe(self.export_view)), name=f"{name}_export"
            ),
            path("<int:pk>/contact/", contact, name=f"{name}_contact"),
            path("<int:pk>/end/", end, name=f"{name}_end"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        relay = self.get_object(request, object_id)
        mine = {
            "relay": relay,
            "purposes": Purpose.choices,
            "may_unmask": bool(relay and may_unmask(request.user, relay)),
            "may_end": bool(relay and not relay.ended_on and may_keep(request.user, relay.organ)),
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **mine})

    def contact_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whom to ask, on this answer only, for staff of the organ that looks after the relay."""
        relay, by = self._reachable(request, pk), signed_in(request.user)
        purpose = request.POST.get("purpose", "")
        try:
            contact = reveal(relay=relay, purpose=purpose, by=by, at=timezone.now())
        except ActRefused as error:
            back = reverse("admin:policies_relay_change", args=[pk])
            return refused_page(self, request, error, back=back)
        context = {"relay": relay, "contact": contact}
        return unkept_page(self, request, f"{_FOLDER}/contact.html", f"{relay}的联系人", context)

    def end_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """It takes no more tasks."""
        relay, by = self._reachable(request, pk), signed_in(request.user)
        back = reverse("admin:policies_relay_change", args=[pk])
        try:
            relays.end_relay(relay=relay, by=by, at=timezone.now())
        except ActRefused as error:
            return refused_page(self, request, error, back=back)
        messages.success(request, f"{relay}已经停止接力。")
        return HttpResponseRedirect(back)

    def ranking_view(self, request: HttpRequest) -> HttpResponse:
        """The relays of a year, each leading to its tasks."""
        today = timezone.localdate()
        year = _year(request)
        context = {
            "year": year,
            "years": range(today.year, today.year - 4, -1),
            "rows": ranking(year, self._seen(request), on=timezone.localdate()),
        }
        return unkept_page(self, request, f"{_FOLDER}/ranking.html", "接力排名", context)

    def export_view(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """The same as a file."""
        if kind not in FORMATS:
            raise Http404
        year = _year(request)
        rows = (
            (
                place, row.name, row.kind, row.organ, row.tasks, row.received_in_time,
                _or_none(row.received_percent), row.reported_in_time,
                _or_none(row.reported_percent), row.people,
            )
            for place, row in ranking(year, self._seen(request), on=timezone.localdate())
        )  # fmt: skip
        name = f"接力排名{year}"
        made = table(_HEADINGS, rows, kind=kind, name=name)
        return download(io.BytesIO(made), name=f"{name}.{kind}", media_type=FORMATS[kind])

    def _seen(self, request: HttpRequest) -> set[int]:
        """The organs whose relays the person may read; raises Http404 where there are none."""
        seen = self.read_organs(request)
        if not seen:
            raise Http404
        return seen

    def _reachable(self, request: HttpRequest, pk: int) -> Relay:
        found: Relay | None = (
            self.get_queryset(request).select_related("organ").filter(pk=pk).first()
        )
        if found is None:
            raise Http404
        return found


def _or_none(percent: int | None) -> int | str:
    """What a table shows of a share that is not known."""
    return "" if percent is None else percent


def _year(request: HttpRequest) -> int:
    """The year of an address, else this one."""
    given = request.GET.get("year", "")
    is_year = given.isascii() and given.isdecimal() and len(given) == 4 and given >= "2000"
    return int(given) if is_year else timezone.localdate().year
