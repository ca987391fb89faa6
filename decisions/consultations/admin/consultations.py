"""Consultations in the back office: the list by due date, the page of one, its ledger."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from decisions.consultations.admin import ledger
from decisions.consultations.admin.acts import DESK, QUEUES, WAITING
from decisions.consultations.admin.entry import EnteringPages
from decisions.consultations.counts import ledger_for
from decisions.consultations.models import Consultation
from decisions.consultations.models.consultation import LONGEST_TITLE
from decisions.consultations.permissions import ROLES, RULES
from decisions.consultations.presenters.outcome import figures_of
from decisions.consultations.presenters.words import standing_of
from decisions.consultations.selectors import (
    lacks,
    missing_entries,
    proposals_of,
    waiting_version,
)
from decisions.consultations.services import consultations
from decisions.consultations.services.outcome_days import due_of
from decisions.consultations.workflow import Status
from decisions.dossiers.models import Decision
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.common.forms import LongTextField
from portal.common.moments import until_words
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.new_case import begin_page
from portal.desk.pages import unkept_page
from portal.desk.queues import filter_of
from portal.organs.models import Organ

NAME: Final = "decisions_consultation"
_GROUPS: Final = 50


class BeginForm(forms.Form):
    """What a new consultation begins with."""

    organ: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        Organ.objects.none(), label="征集单位", empty_label=None, widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请选择您办理决策的单位。"},
    )  # fmt: skip
    decision: forms.ModelChoiceField[Decision] = forms.ModelChoiceField(
        Decision.objects.none(), label="哪项决策", required=False, empty_label="不属于重大决策",
        widget=UnfoldAdminSelectWidget, error_messages={"invalid_choice": "请重新选择决策。"},
    )  # fmt: skip
    title = LongTextField(
        label="名称", max_length=LONGEST_TITLE, widget=UnfoldAdminTextInputWidget,
        error_messages={"required": "请填写名称。"},
    )  # fmt: skip

    def __init__(self, data: Any, organs: Collection[int]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["organ"].queryset = Organ.objects.active().filter(pk__in=organs)
        fields["decision"].queryset = Decision.objects.open().filter(organ__in=organs)
        fields["decision"].label_from_instance = lambda row: f"{row}　{row.title}"


@admin.register(Consultation)
class ConsultationAdmin(EnteringPages, CaseListAdmin):
    """Consultations of the organs a person works for, or supervises."""

    rules, waiting, page_template = RULES, WAITING, "admin/decisions/consultation/page.html"
    list_display = ("subject", state_column(Status), "until", "due", organ_name)
    list_filter = (filter_of(QUEUES), "status")
    list_select_related = ("organ",)
    search_fields = ("title",)
    ordering = ("outcome_due_on", "closes_at", "id")
    list_before_template = "admin/decisions/consultation/list_before.html"

    @admin.display(description="意见征集")
    def subject(self, row: Consultation) -> str:
        return f"{row}　{row.title}"

    @admin.display(description="截止", ordering="closes_at")
    def until(self, row: Consultation) -> str:
        return until_words(row.closes_at)

    @admin.display(description="反馈期限", ordering="outcome_due_on")
    def due(self, row: Consultation) -> str:
        return row.outcome_due_on.isoformat() if row.outcome_due_on else ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Consultation]:
        return super().get_queryset(request).defer("gist", "ways", "outcome")

    def get_urls(self) -> list[URLPattern]:
        """The pages of a consultation, its beginning, its ledger, the entry of what was written."""
        wrap, hidden = self.admin_site.admin_view, sensitive_post_parameters()
        both = require_http_methods(["GET", "HEAD", "POST"])
        return [
            path("begin/", wrap(self.begin_view), name=f"{NAME}_begin"),
            path("<int:pk>/ledger/", wrap(hidden(both(self.ledger_view))), name=f"{NAME}_ledger"),
            *self.entering_urls(),
            *self.case_urls(),
        ]

    def found(self, pk: int) -> Consultation | None:
        rows = Consultation.objects.select_related("organ", "decision", "handler")
        return rows.filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Where it stands, the ledger in figures, what the machine thinks is the same."""
        row = self.reachable(request, pk)
        at = timezone.now()
        is_drafted = row.status in (Status.DRAFT, Status.REVIEW)
        context = {
            "acts": [(each, each.reason) for each in row.acts.select_related("by")],
            "lacks": lacks(row) if is_drafted else [],
            "standing": standing_of(row, at) if not is_drafted else None,
            "until": until_words(row.closes_at),
            "version": row.versions.order_by("-version").first(),
            "waiting": waiting_version(row),
            "figures": figures_of(ledger_for(row)),
            "proposals": proposals_of(row),
            "groups": row.groups.select_related("clause")[:_GROUPS],
            "channels": row.channels.filter(struck_at__isnull=True),
            "missing": missing_entries(row),
            "due": due_of(row),
        }
        return self.answer(request, row, context)

    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """A new draft; a refusal keeps what was typed."""
        return begin_page(
            self,
            request,
            DESK,
            Role.DECISION_HANDLER,
            form=BeginForm,
            begin=consultations.begin,
            what="意见征集",
            template="admin/decisions/consultation/begin.html",
            title="拟定意见征集",
        )

    def ledger_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The opinions page by page; what is pressed is done to those that are ticked, and a
        refusal keeps what was typed.
        """
        row, asked = self.reachable(request, pk), ledger.Asked.read(request.GET.dict())
        problems, status, at = [], 200, timezone.now()
        if request.method == "POST":
            try:
                told = ledger.act_on(row, request.POST, by=signed_in(request.user), at=at)
            except ActRefused as error:
                problems, status = [str(error)], status_of(error)
            else:
                messages.success(request, told)
                return HttpResponseRedirect(request.get_full_path())
        works = row.organ_id in organs_with_role(request.user, *ROLES)
        found = list(ledger.rows_of(row, asked)[: ledger.PER_PAGE + 1])
        shown = found[: ledger.PER_PAGE]
        more = asked.query(after=shown[-1].pk) if len(found) > ledger.PER_PAGE else ""
        context = {
            "case": row,
            "asked": asked,
            "lines": ledger.lines_of(shown, works=works),
            "picked": set(request.POST.getlist("pick")),
            "typed": request.POST,
            "more": more,
            "first": asked.query() if asked.after else "",
            "states": ledger.STATES.items(),
            "clauses": row.opinions.counted()
            .filter(now__isnull=False)
            .order_by("now")
            .values_list("now", "now__label", "now__version__version")
            .distinct(),
            "groups": row.groups.filter(outcome="")[:_GROUPS],
            "outcomes": ledger.choices(),
            "works": works,
            "problems": problems,
            "back": reverse("admin:decisions_consultation_change", args=[row.pk]),
        }
        template = "admin/decisions/consultation/ledger.html"
        return unkept_page(self, request, template, f"{row}　意见台账", context, status=status)
