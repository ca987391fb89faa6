"""征求意见: a co-maker answers at its desk; the case's officers print letters, open papers.

The applicant is none of a co-maker's business. Whoever may not see a letter finds nothing here.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.refusals import status_of
from portal.common.downloads import download
from portal.common.errors import ActRefused
from portal.desk.pages import refused_page, unkept_page
from portal.desk.read_only import ReadOnlyAdmin
from portal.drafts.keeping import marked, sent
from requests_app.admin.answer_letter import letter_response
from requests_app.choices import ConsultationKind
from requests_app.forms.co_maker import CoMakerForm
from requests_app.letters.kinds import KINDS
from requests_app.models import Consultation, ConsultationFile
from requests_app.permissions import may_opine, may_read
from requests_app.presenters.letters import letter_page
from requests_app.services.consultation.opinions import confirm_letter, give_opinion, open_paper

_NAME = "requests_app_consultation"
_CASE = "admin:requests_app_informationrequest_change"


@admin.register(Consultation)
class ConsultationAdmin(ReadOnlyAdmin):
    """Letters to the organs for which a person handles applications, as co-makers."""

    list_display = ("number", "asking", "organ", "sent_on", "served_on", "closed_on", "opinion")
    list_display_links = ("number",)
    list_select_related = ("request__organ", "organ")
    list_per_page = 50
    ordering = ("closed_on", "sent_on", "id")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Consultation]:
        rows = super().get_queryset(request).filter(kind=ConsultationKind.CO_MAKER)
        return rows.filter(organ_id__in=_organs(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(_organs(request))

    def has_view_permission(self, request: HttpRequest, obj: Consultation | None = None) -> bool:
        return bool(_organs(request)) if obj is None else obj.organ_id in _organs(request)

    def get_urls(self) -> list[URLPattern]:
        wrap, hidden = self.admin_site.admin_view, sensitive_post_parameters("text")
        return [
            path("", wrap(self.changelist_view), name=f"{_NAME}_changelist"),
            path("<int:pk>/change/", wrap(hidden(self.answer_view)), name=f"{_NAME}_change"),
            path(
                "<int:pk>/received/",
                wrap(require_POST(self.received_view)),
                name=f"{_NAME}_received",
            ),
            path("<int:pk>/letter/", wrap(require_POST(self.letter_view)), name=f"{_NAME}_letter"),
            path(
                "<int:pk>/paper/<uuid:public_id>/",
                wrap(require_POST(self.paper_view)),
                name=f"{_NAME}_paper",
            ),
        ]

    @admin.display(description="发函机关")
    def asking(self, row: Consultation) -> str:
        return row.request.organ.short_name

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The letter with the fields of an opinion; a refusal keeps what was typed."""
        letter = self._asked(request, pk)
        form, problem, status = CoMakerForm(request.POST or None), "", 200
        if request.method == "POST" and form.is_valid():
            try:
                give_opinion(
                    consultation=letter,
                    opinion=form.cleaned_data["opinion"],
                    text=form.cleaned_data["text"],
                    by=signed_in(request.user),
                    at=timezone.now(),
                )
            except ActRefused as error:
                problem, status = str(error), status_of(error)
            else:
                sent(request)
                messages.success(request, "意见已送回发函机关。")
                return HttpResponseRedirect(reverse(f"admin:{_NAME}_changelist"))
        context = {
            **letter_page(letter, on=timezone.localdate()),
            "may_answer": may_opine(request.user, letter, letter.request),
            "form": form,
            "problem": problem,
            **marked(request, form),
        }
        return self._page(request, "answer", "提出意见", context, status=status)

    def received_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """确认收到, by the co-maker's handlers."""
        letter = self._asked(request, pk)
        back = reverse(f"admin:{_NAME}_change", args=[pk])
        try:
            confirm_letter(consultation=letter, by=signed_in(request.user), at=timezone.now())
        except ActRefused as error:
            return refused_page(self, request, error, back=back)
        messages.success(request, "已确认收到，期限自明天起计算。")
        return HttpResponseRedirect(back)

    def letter_view(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        """征求意见书 with its code, to be printed; each time is recorded."""
        letter = self._of_case(request, pk)
        return letter_response(self, request, letter.request, KINDS[letter.kind], letter)

    def paper_view(
        self, request: HttpRequest, pk: int, public_id: uuid.UUID
    ) -> HttpResponse | FileResponse:
        """A paper of an opinion, unsealed as it is sent; never shown inline."""
        letter = self._of_case(request, pk)
        rows = ConsultationFile.objects.filter(
            consultation=letter, consultation__answered_online_at__isnull=False
        )
        paper = get_object_or_404(rows, public_id=public_id)
        paper.consultation = letter
        try:
            file = open_paper(
                paper=paper,
                purpose=request.POST.get("purpose", ""),
                by=signed_in(request.user),
                at=timezone.now(),
            )
        except ActRefused as error:
            return refused_page(self, request, error, back=reverse(_CASE, args=[letter.request_id]))
        return download(
            file,
            name=f"{letter.number}-{paper.pk}.{paper.extension.lstrip('.')}",
            media_type=paper.media_type,
        )

    def _asked(self, request: HttpRequest, pk: int) -> Consultation:
        """A letter to one's own organ."""
        rows = self.get_queryset(request).select_related("request__organ", "organ")
        return get_object_or_404(rows, pk=pk)

    def _of_case(self, request: HttpRequest, pk: int) -> Consultation:
        """A letter of a case one may read."""
        rows = Consultation.objects.select_related("request__organ__review_organ", "organ")
        letter = get_object_or_404(rows, pk=pk)
        if not may_read(request.user, letter.request):
            raise Http404
        return letter

    def _page(
        self,
        request: HttpRequest,
        template: str,
        title: str,
        context: dict[str, Any],
        *,
        status: int = 200,
    ) -> HttpResponse:
        return unkept_page(
            self,
            request,
            f"admin/requests_app/consultation/{template}.html",
            title,
            context,
            status=status,
        )


def _organs(request: HttpRequest) -> set[int]:
    return organs_with_role(request.user, Role.REQUEST_HANDLER)
