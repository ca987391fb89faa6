"""Pushes in the back office: whom a policy concerns, the preview, the acts, what became of it."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from unfold.widgets import UnfoldAdminSelectWidget

from disclosure.models import Document
from policies.audiences.forms import DropField, PolicyForm, RegionField
from policies.audiences.models import AudienceTerm, Push
from policies.audiences.permissions import RULES
from policies.audiences.presenters import ways_of
from policies.audiences.reach import preview
from policies.audiences.selectors import policies_to_push, proposals_for, regions, terms_of
from policies.audiences.services import pushes
from policies.audiences.services.terms import tag_policy
from policies.audiences.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.querysets import waiting_for
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.desk import fields as f
from portal.desk.buttons import Button, Desk
from portal.desk.case_list import CaseListAdmin, organ_name, state_column
from portal.desk.case_pages import CasePages
from portal.desk.next_case import Waiting
from portal.desk.pages import refused_page, unkept_page
from portal.desk.queues import ALL, Queue, filter_of

_FOLDER: Final = "admin/policies/push"
_A_PAGE: Final = 50


def _terms(push: Any) -> forms.Field:
    kept = push.terms.filter(is_dropped=False).values("term")
    return DropField(
        AudienceTerm.objects.filter(pk__in=kept), label="去掉哪些对象", required=False,
        help_text="只能去掉，不能增加。每一类至少留一项。",
        error_messages={"invalid_choice": "请在这次推送的对象中选择。"},
    )  # fmt: skip


def _region(push: Any) -> forms.Field:
    rows = regions()
    if push.within:
        rows = rows.filter(path__startswith=push.within.path)
    return RegionField(
        rows, label="只推送给一个区域", required=False, empty_label="不另外限定",
        widget=UnfoldAdminSelectWidget,
        error_messages={"invalid_choice": "请在所列的区域中选择。"},
    )  # fmt: skip


_BUTTONS = {
    "narrow": Button(pushes.narrow, {"drop": _terms, "within": _region},
        template=f"{_FOLDER}/narrow.html"),
    "submit": Button(),
    "approve": Button(),
    "return": Button(fields={"reason": f.reason("退回的理由")}),
    "send": Button(pushes.send),
    "drop": Button(fields={"reason": f.reason("放弃的理由")}),
}  # fmt: skip
DESK: Final = Desk(pushes.STEPS, _BUTTONS, heading=str, back="返回推送")
QUEUES: Final = (
    Queue(
        "mine",
        "待我办理",
        lambda rows, user, _on: rows.filter(waiting_for(Status, user, handler_role=None)),
    ),
    ALL,
)
WAITING: Final = Waiting(DESK, QUEUES, "")


@admin.register(Push)
class PushAdmin(CasePages, CaseListAdmin):
    """Pushes of the organs a person works for or supervises: numbers and words, never people."""

    rules, waiting = RULES, WAITING
    page_template = f"{_FOLDER}/page.html"
    list_display = ("number", "document", state_column(Status), organ_name, "sent_at")
    list_filter = (filter_of(QUEUES), "status")
    list_select_related = ("organ", "document")
    search_fields = ("document__title",)
    list_before_template = f"{_FOLDER}/list_before.html"

    def get_urls(self) -> list[URLPattern]:
        """The pages of a push, and those of the policies that can be pushed."""
        wrap, name = self.admin_site.admin_view, "policies_push"
        begin = wrap(require_POST(self.begin_view))
        return [
            path("policies/", wrap(require_safe(self.policies_view)), name=f"{name}_policies"),
            path("policies/<int:pk>/", wrap(self.policy_view), name=f"{name}_policy"),
            path("policies/<int:pk>/begin/", begin, name=f"{name}_begin"),
            *self.case_urls(),
        ]

    def found(self, pk: int) -> Push | None:
        rows = Push.objects.select_related("organ", "document__organ", "within", "handler")
        return rows.filter(pk=pk).first()

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whom it would reach, how many and why; once it was sent, what became of it."""
        push = self.reachable(request, pk)
        is_open = push.status in Status.open
        context = {
            "acts": [(row, row.reason) for row in push.acts.select_related("by")],
            "terms": push.terms.select_related("term"),
            "preview": preview(push) if is_open else None,
            "ways": ways_of(push) if push.sent_at else (),
        }
        return self.answer(request, push, context)

    def policies_view(self, request: HttpRequest) -> HttpResponse:
        """The public documents of one's own organs, to say whom they concern."""
        self._require_clerk(request)
        rows = policies_to_push(organs_with_role(request.user, Role.CLERK))
        page = Paginator(rows.prefetch_related("audience_terms__term"), _A_PAGE).get_page(
            request.GET.get("page", "1")
        )
        return unkept_page(self, request, f"{_FOLDER}/policies.html", "推送对象", {"page": page})

    def policy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whom one policy concerns, beginning with what its tags propose."""
        document = self._own(request, pk)
        said = terms_of(document)
        proposed = proposals_for(document)
        form = PolicyForm(
            request.POST or None,
            initial={
                "terms": [term.pk for term in said if not term.organ_id],
                "regions": [term.organ_id for term in said if term.organ_id],
            },
        )
        problems, status = [], 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                given, by = form.cleaned_data, signed_in(request.user)
                try:
                    tag_policy(document=document, **given, by=by, at=timezone.now())
                except ActRefused as error:
                    problems, status = [str(error)], status_of(error)
                else:
                    messages.success(request, "已经保存推送对象。")
                    return HttpResponseRedirect(request.path)
        context = {"document": document, "form": form, "problems": problems,
                   "said": said, "proposed": proposed}  # fmt: skip
        template = f"{_FOLDER}/policy.html"
        return unkept_page(self, request, template, "推送对象", context, status=status)

    def begin_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A push of it; a refusal leads back to the policy."""
        document = self._own(request, pk)
        by, at = signed_in(request.user), timezone.now()
        try:
            push = pushes.begin(document=document, by=by, at=at)
        except ActRefused as error:
            back = reverse("admin:policies_push_policy", args=[pk])
            return refused_page(self, request, error, back=back)
        return HttpResponseRedirect(DESK.address(push))

    def _own(self, request: HttpRequest, pk: int) -> Document:
        """A public document of one's own organs; raises Http404 for all others."""
        self._require_clerk(request)
        organs = organs_with_role(request.user, Role.CLERK)
        found: Document | None = policies_to_push(organs).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def _require_clerk(self, request: HttpRequest) -> None:
        if not organs_with_role(request.user, Role.CLERK):
            raise Http404
