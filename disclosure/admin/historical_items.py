"""One document of a batch: looked at for a sample, or taken out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from disclosure.batch_facts import last_sample, step_label
from disclosure.blockers import doubts_of, for_signing, for_submission
from disclosure.forms.historical import TakeOutForm, VerdictForm
from disclosure.models import HistoricalBatch
from disclosure.permissions import may_see_batch
from disclosure.presenters.page import kept_elements
from disclosure.querysets import WORKING_ROLES
from disclosure.services.historical.batches import live_item, take_out
from disclosure.services.historical.samples import judge
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.refusals import problems_of, status_of
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.pages import unkept_page


class ItemPages(BackOfficeAdmin):
    """Addresses below a batch; for outsiders there is nothing there."""

    @property
    def run_size(self) -> int:
        """How many documents one press takes."""
        return int(settings.HISTORICAL_RUN_SIZE)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, *WORKING_ROLES, Role.SUPERVISOR))

    def has_view_permission(self, request: HttpRequest, obj: HistoricalBatch | None = None) -> bool:
        if obj is None:
            return self.has_module_permission(request)
        return bool(may_see_batch(request.user, obj.organ_id))

    def has_change_permission(
        self, request: HttpRequest, obj: HistoricalBatch | None = None
    ) -> bool:
        del request, obj
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: HistoricalBatch | None = None
    ) -> bool:
        del request, obj
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/sample/<slug:action>/<int:number>/",
                wrap(self.judge_view),
                name="disclosure_historical_judge",
            ),
            path(
                "<int:pk>/take-out/<int:number>/",
                wrap(self.take_out_view),
                name="disclosure_historical_take_out",
            ),
            *super().get_urls(),
        ]

    def reached(self, request: HttpRequest, pk: int) -> HistoricalBatch:
        """A batch of an organ the person works for or supervises."""
        batch = get_object_or_404(HistoricalBatch.objects.select_related("organ", "by"), pk=pk)
        if not may_see_batch(request.user, batch.organ_id):
            raise Http404
        return batch

    def address(self, batch: HistoricalBatch) -> str:
        """The page of a batch."""
        return reverse("admin:disclosure_historicalbatch_change", args=[batch.pk])

    def judge_view(self, request: HttpRequest, pk: int, action: str, number: int) -> HttpResponse:
        """A drawn document, to be read and judged here."""
        batch = self.reached(request, pk)
        sample = last_sample(batch, action, request.user)
        if sample is None:
            raise Http404
        rows = sample.documents.filter(is_drawn=True).select_related(
            "document__organ", "document__theme", "document__category"
        )
        row = get_object_or_404(rows, document_id=number)
        form = VerdictForm(request.POST or None)
        status, problems = 200, []
        if request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    judge(
                        sample=sample,
                        document_id=number,
                        by=signed_in(request.user),
                        at=timezone.now(),
                        **form.cleaned_data,
                    )
                except ActRefused as error:
                    problems, status = problems_of(error), status_of(error)
                else:
                    return HttpResponseRedirect(self._next(batch, action, request))
        document, today = row.document, timezone.localdate()
        listed = (for_signing if action == "publish" else for_submission)(document, on=today)
        context = {
            "batch": batch,
            "back": self.address(batch),
            "sample": sample,
            "row": row,
            "document": document,
            "elements": kept_elements(document),
            "attachments": document.attachments.filter(is_figure=False).select_related("file"),
            "oddities": doubts_of(document),
            "blockers": listed,
            "form": form,
            "problems": problems,
        }
        title = f"{step_label(action)}抽查：{document.title}"
        template = "admin/disclosure/historicalbatch/judge.html"
        return unkept_page(self, request, template, title, context, status=status)

    def _next(self, batch: HistoricalBatch, action: str, request: HttpRequest) -> str:
        """The next one that has no verdict, or back to the batch."""
        sample = last_sample(batch, action, request.user)
        left = sample.documents.filter(is_drawn=True, verdict="").first() if sample else None
        if left is None:
            messages.success(request, "抽中的都已看过。")
            return self.address(batch)
        return reverse(
            "admin:disclosure_historical_judge", args=[batch.pk, action, left.document_id]
        )

    def take_out_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Why a document leaves its batch."""
        batch = self.reached(request, pk)
        row = get_object_or_404(
            batch.items.select_related("document"), document_id=number, taken_out_at=None
        )
        form = TakeOutForm(request.POST or None)
        status, problems = 200, []
        if request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    take_out(
                        item=live_item(batch, number),
                        reason=form.cleaned_data["reason"],
                        is_historical=not form.cleaned_data["is_mistaken"],
                        by=signed_in(request.user),
                        at=timezone.now(),
                    )
                except ActRefused as error:
                    problems, status = problems_of(error), status_of(error)
                else:
                    messages.success(request, f"已移出{row.document.quoted_title}。")
                    return HttpResponseRedirect(self.address(batch))
        context = {
            "batch": batch,
            "back": self.address(batch),
            "document": row.document,
            "form": form,
            "problems": problems,
        }
        template = "admin/disclosure/historicalbatch/take_out.html"
        return unkept_page(self, request, template, "移出这一批", context, status=status)
