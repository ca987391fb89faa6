"""The list of interpretations, the page of one, its parts and preview, and how one is begun."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

from django.contrib import admin, messages
from django.db.models import Q
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from policies.interpretations import blockers
from policies.interpretations.admin.acts import DESK, desk_for
from policies.interpretations.admin.figures import FigurePages
from policies.interpretations.forms.new_interpretation import BeginForm
from policies.interpretations.models import Interpretation, Part
from policies.interpretations.permissions import RULES
from policies.interpretations.presenters.desk import desk_of
from policies.interpretations.presenters.page import forms_with_anchors, page_of
from policies.interpretations.presenters.words import AI_LABEL
from policies.interpretations.services import drafts
from policies.interpretations.services.parts import add_picture
from policies.interpretations.workflow import EDITABLE, Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.querysets import waiting_for
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.next_case import Waiting
from portal.desk.offers import Offers
from portal.desk.pages import unkept_page
from portal.desk.queues import ALL, Queue, filter_of
from portal.files.views import as_received, picture_taken

if TYPE_CHECKING:
    from portal.desk.buttons import Desk, DeskAct
    from portal.files.models import StoredFile

QUEUES = (
    Queue(
        "mine",
        "待我办理",
        lambda rows, user, _on: rows.filter(waiting_for(Status, user, handler_role=None)),
    ),
    Queue("open", "正在办理", lambda rows, _user, _on: rows.filter(status__in=Status.open)),
    Queue(
        "unfiled",
        "待报备",
        lambda rows, _user, _on: rows.filter(status=Status.PUBLISHED, filed_on=None),
    ),
    ALL,
)
WAITING = Waiting(DESK, QUEUES, "", kept=("status__exact", "stage__exact"))


@admin.register(Interpretation)
class InterpretationAdmin(FigurePages, CasePages, CaseListAdmin):
    """Interpretations of the organs a person works for."""

    rules, waiting = RULES, WAITING
    page_template = "admin/policies/interpretation/page.html"
    list_display = ("number", "stage", state_column(Status), organ_name, "released", "filing")
    list_display_links = ("number",)
    list_filter = (filter_of(QUEUES), "status", "stage")
    list_select_related = ("organ",)
    search_fields = ("title", "policies__document__title", "policies__document__doc_number")
    ordering = ("-id",)
    list_before_template = "admin/policies/interpretation/before_list.html"

    def get_urls(self) -> list[URLPattern]:
        """The pages of a case, how one is begun, its preview and its pictures, the figures."""
        wrap = self.admin_site.admin_view
        return [
            path("begin/", wrap(self.begin_view), name="policies_interpretation_begin"),
            path(
                "<int:pk>/preview/",
                wrap(require_safe(self.preview_view)),
                name="policies_interpretation_preview",
            ),
            path(
                "<int:pk>/pictures/",
                wrap(require_POST(self.add_picture_view)),
                name="policies_interpretation_pictures",
            ),
            path(
                "<int:pk>/pictures/<uuid:public_id>/",
                wrap(require_safe(self.picture_view)),
                name="policies_interpretation_picture",
            ),
            path(
                "<int:pk>/recordings/<int:number>/",
                wrap(require_safe(self.recording_view)),
                name="policies_interpretation_recording",
            ),
            *self.figure_urls(),
            *self.case_urls(),
        ]

    def found(self, pk: int) -> Interpretation | None:
        rows = Interpretation.objects.select_related("organ", "series", "older", "begun_by")
        return rows.filter(pk=pk).first()

    def desk_of(self, request: HttpRequest, case: Interpretation) -> Desk:
        return desk_for(case, self._chosen_part(request, case))

    def act_view(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """As every act; which part is written anew stands in the address."""
        if action == "rewrite_part":
            case = self.reachable(request, pk)
            if self._chosen_part(request, case) is None:
                raise Http404
        return super().act_view(request, pk, action)

    def after(
        self, request: HttpRequest, case: Interpretation, act: DeskAct, query: str
    ) -> HttpResponse:
        """A next edition is gone on with at once."""
        if act.act.action == "revise":
            newest = case.series.editions.order_by("-edition")[0]
            messages.success(request, "已由现在的一版开始写新的一版；公开的不变，直到新版公开。")
            return HttpResponseRedirect(DESK.address(newest))
        return super().after(request, case, act, query)

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What it is made of, what is missing, what is copied, what was done."""
        case = self.reachable(request, pk)
        context: dict[str, Any] = {
            "acts": [(row, row.reason) for row in case.acts.select_related("by")],
            "desk": desk_of(case),
            "may_write": case.status in EDITABLE and RULES.judge(request.user, case, "edit"),
        }
        if Status(case.status).is_open:
            context["blockers"] = blockers.for_submission(case)
        return self.answer(request, case, context)

    def answer(
        self,
        request: HttpRequest,
        case: Any,
        context: Any,
        *,
        title: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """As every case; a part is written anew from its own row, and what has nothing to confirm
        is not offered.
        """
        response: Any = super().answer(request, case, context, title=title, status=status)
        offers: Offers = response.context_data["offers"]
        shown = [
            offer
            for offer in offers.every
            if offer.act.act.action != "rewrite_part"
            and not (offer.act.act.action == "confirm_items" and _has_nothing(offer))
        ]
        response.context_data["offers"] = replace(offers, every=shown)
        return response

    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """Which policy, which stage, which title: then the page of the draft."""
        organs = organs_with_role(request.user, Role.CLERK)
        if not organs:
            raise Http404
        named = request.GET.get("document", "")
        form = BeginForm(
            request.POST or None,
            organs=organs,
            reader=request.user,
            document=named[:300],
        )
        status = 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    case = drafts.begin(
                        **form.given(), by=signed_in(request.user), at=timezone.now()
                    )
                except ActRefused as error:
                    form.add_error(None, str(error))
                    status = status_of(error)
                else:
                    messages.success(request, "已开始。请写各部分、要素和解读方案，再提交审查。")
                    return HttpResponseRedirect(DESK.address(case))
        context = {"form": form, "back": reverse("admin:policies_interpretation_changelist")}
        template = "admin/policies/interpretation/begin.html"
        return unkept_page(self, request, template, "写解读", context, status=status)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page as readers will see it; kept by nobody."""
        case = self.reachable(request, pk)
        policies = list(
            case.policies.select_related("document__work_text__work").prefetch_related("passages")
        )
        page = page_of(
            case,
            policies,
            pictures={
                str(public_id): reverse(
                    "admin:policies_interpretation_picture", args=[case.pk, public_id]
                )
                for public_id in case.pictures.values_list("file__public_id", flat=True)
            },
            played=lambda stored: self._recording_address(case, stored),
        )
        context = {
            "case": case,
            "page": page,
            "places": forms_with_anchors(page),
            "ai_label": AI_LABEL,
            "back": DESK.address(case),
        }
        template = "admin/policies/interpretation/preview.html"
        return unkept_page(self, request, template, f"预览：{case}", context)

    def add_picture_view(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Keep a picture for the texts; answers its name, or why it was not taken."""
        case = self.reachable(request, pk)

        def keep(stream: BinaryIO, name: str) -> StoredFile:
            by, at = signed_in(request.user), timezone.now()
            return add_picture(interpretation=case, stream=stream, name=name, by=by, at=at)

        return picture_taken(request, keep)

    def picture_view(self, request: HttpRequest, pk: int, public_id: uuid.UUID) -> FileResponse:
        """A picture as received, for those who write and review."""
        case = self.reachable(request, pk)
        row = case.pictures.select_related("file").filter(file__public_id=public_id).first()
        if row is None:
            raise Http404
        return as_received(row.file)

    def recording_view(self, request: HttpRequest, pk: int, number: int) -> FileResponse:
        """A film, sound or slides as received, for those who review them."""
        case = self.reachable(request, pk)
        rows = case.parts.select_related("recording", "slides")
        part = rows.filter(position=number).first()
        file = part and (part.recording or part.slides)
        if not file:
            raise Http404
        return as_received(file)

    @admin.display(description="解读")
    def number(self, row: Interpretation) -> str:
        return row.number

    @admin.display(description="公开时间", ordering="published_at")
    def released(self, row: Interpretation) -> str:
        at = row.published_at
        return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "—"

    @admin.display(description="报备", ordering="filing_due_on")
    def filing(self, row: Interpretation) -> str:
        if row.filed_on:
            return f"{row.filed_on.isoformat()} 已报备"
        return f"{row.filing_due_on.isoformat()} 以前" if row.filing_due_on else "—"

    @staticmethod
    def _recording_address(case: Interpretation, stored: StoredFile) -> str:
        part = case.parts.filter(Q(recording=stored) | Q(slides=stored)).first()
        if part is None:
            return ""
        return reverse("admin:policies_interpretation_recording", args=[case.pk, part.position])

    @staticmethod
    def _chosen_part(request: HttpRequest, case: Interpretation) -> Part | None:
        """The part named in the address."""
        named = request.GET.get("part", "")
        if not (named.isascii() and named.isdigit() and len(named) < 6):
            return None
        found: Part | None = case.parts.filter(position=int(named)).first()
        return found


def _has_nothing(offer: Any) -> bool:
    return offer.form is not None and "items" not in offer.form.fields
