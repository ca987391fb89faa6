"""协办: what other organs ask of one's own. The applicant is none of their business."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.desk.pages import unkept_page
from portal.desk.read_only import ReadOnlyAdmin
from portal.drafts.keeping import marked, sent
from requests_app.forms.assistance import AssistanceForm
from requests_app.models import Assistance
from requests_app.services.assistance import give_assistance

_NAME = "requests_app_assistance"


@admin.register(Assistance)
class AssistanceAdmin(ReadOnlyAdmin):
    """Questions to the organs for which a person handles applications."""

    list_display = ("request", "asking", "organ", "asked_on", "due_on", "answered_on")
    list_display_links = ("request",)
    list_select_related = ("request__organ", "organ")
    list_per_page = 50
    ordering = ("answered_on", "due_on", "id")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assistance]:
        return super().get_queryset(request).filter(organ_id__in=_organs(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(_organs(request))

    def has_view_permission(self, request: HttpRequest, obj: Assistance | None = None) -> bool:
        return bool(_organs(request)) if obj is None else obj.organ_id in _organs(request)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name=f"{_NAME}_changelist"),
            path("<int:pk>/change/", wrap(self.answer_view), name=f"{_NAME}_change"),
        ]

    @admin.display(description="请求机关")
    def asking(self, row: Assistance) -> str:
        return row.request.organ.short_name

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The question with a field for the answer; a refusal keeps what was typed."""
        row = self.get_queryset(request).select_related("request__organ", "organ").filter(pk=pk)
        assistance = row.first()
        if assistance is None:
            raise Http404
        form, problem, status = AssistanceForm(request.POST or None), "", 200
        if request.method == "POST" and form.is_valid():
            try:
                give_assistance(
                    assistance=assistance,
                    answer=form.cleaned_data["answer"],
                    by=signed_in(request.user),
                    at=timezone.now(),
                )
            except ActRefused as error:
                problem, status = str(error), status_of(error)
            else:
                sent(request)
                messages.success(request, "协办意见已送回请求机关。")
                return HttpResponseRedirect(reverse(f"admin:{_NAME}_changelist"))
        kept = marked(request, form)
        context = {"assistance": assistance, "form": form, "problem": problem, **kept}
        return unkept_page(
            self,
            request,
            "admin/requests_app/assistance/answer.html",
            "答复协办",
            context,
            status=status,
        )


def _organs(request: HttpRequest) -> set[int]:
    return organs_with_role(request.user, Role.REQUEST_HANDLER)
