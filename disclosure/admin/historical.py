"""历史公文: the batches of an organ, and the page of one, with the four steps for all of it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from disclosure.admin.historical_items import ItemPages
from disclosure.batch_facts import (
    SAMPLED,
    STEPS,
    documents_in,
    last_sample,
    may_draw,
    may_run,
    rounds_waiting,
    step_label,
)
from disclosure.forms.historical import HistoricalForm
from disclosure.models import Document, HistoricalBatch, HistoricalSample
from disclosure.permissions import may_take_step
from disclosure.presenters.historical import Step, tally
from disclosure.querysets import WORKING_ROLES
from disclosure.samples import seed_of
from disclosure.services.historical.batches import MOST, open_batch
from disclosure.services.historical.runs import Outcome, check, run
from disclosure.services.historical.samples import draw
from disclosure.workflow import EDITABLE, Status
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.refusals import problems_of, status_of
from portal.common.errors import ActRefused
from portal.desk.pages import unkept_page

_IDS, _IMPORT = "ids", "import"
_PER_PAGE = 50
_SHOWN = 10


@admin.register(HistoricalBatch)
class HistoricalBatchAdmin(ItemPages):
    """Seen by everybody who works on the organ's documents; each step is its own role's."""

    list_display = ("name", "organ", "total", "public", "at")
    list_display_links = ("name",)
    list_select_related = ("organ",)
    search_fields = ("name",)
    ordering = ("-at", "-id")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[HistoricalBatch]:
        organs = organs_with_role(request.user, *WORKING_ROLES, Role.SUPERVISOR)
        there = Q(items__taken_out_at__isnull=True)
        public = there & Q(items__document__status=Status.PUBLISHED)
        return (
            super()
            .get_queryset(request)
            .filter(organ_id__in=organs)
            .annotate(in_all=Count("items", filter=there), done=Count("items", filter=public))
        )

    @admin.display(description="件数")
    def total(self, batch: Any) -> int:
        return int(batch.in_all)

    @admin.display(description="已公开")
    def public(self, batch: Any) -> int:
        return int(batch.done)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, Role.CLERK))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                f"<int:pk>/{name}/<slug:action>/",
                wrap(require_POST(view)),
                name=f"disclosure_historical_{name}",
            )
            for name, view in (
                ("run", self.run_view),
                ("draw", self.draw_view),
                ("check", self.check_view),
            )
        ] + super().get_urls()

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The drafts the address names, with the day on which each first came out."""
        del form_url, extra_context
        if not self.has_add_permission(request):
            raise PermissionDenied
        documents, imported = self._named(request)
        if not documents:
            messages.error(request, "没有可以收入的草稿：请在公文列表里勾选，或者从导入结果进入。")
            return HttpResponseRedirect(reverse("admin:disclosure_document_changelist"))
        form = HistoricalForm(request.POST or None, documents=documents)
        status, problems = 200, []
        if request.method == "POST":
            status = 400
            if form.is_valid():
                try:
                    batch = open_batch(
                        organ=documents[0].organ,
                        name=form.cleaned_data["name"],
                        publications=form.publications(),
                        imported=imported,
                        by=signed_in(request.user),
                        at=timezone.now(),
                    )
                except ActRefused as error:
                    problems, status = problems_of(error), status_of(error)
                else:
                    messages.success(request, f"已收入 {len(documents)} 件，不再计算公开期限。")
                    return HttpResponseRedirect(self.address(batch))
        context = {"form": form, "documents": documents, "problems": problems}
        template = "admin/disclosure/historicalbatch/add.html"
        return unkept_page(self, request, template, "作为历史公文收入", context, status=status)

    def _named(self, request: HttpRequest) -> tuple[list[Document], Any]:
        """The drafts of one organ that the address names, and the import they came by."""
        own = Document.objects.filter(
            organ_id__in=organs_with_role(request.user, Role.CLERK), status__in=EDITABLE
        ).select_related("organ")
        given = request.GET.get(_IMPORT, "")
        imported = None
        if given.isascii() and given.isdecimal():
            rows = own.filter(
                import_items__batch_id=int(given), import_items__batch__by=request.user
            )
            found = list(rows.distinct().order_by("pk"))
            item = found[0].import_items.first() if found else None
            imported = item.batch if item else None
        else:
            numbers = [n for n in request.GET.get(_IDS, "").split(",") if n.isascii()]
            keys = [int(n) for n in numbers if n.isdecimal()][:MOST]
            found = list(own.filter(pk__in=keys).order_by("pk"))
        # A batch is one organ's; the rest is a batch of its own.
        return [each for each in found if each.organ_id == found[0].organ_id][:MOST], imported

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """How far the batch has come, the steps for all of it, and what keeps which document."""
        del form_url, extra_context
        if not object_id.isdecimal():
            raise Http404
        return self.page(request, self.reached(request, int(object_id)))

    def page(
        self,
        request: HttpRequest,
        batch: HistoricalBatch,
        *,
        problems: tuple[str, ...] = (),
        opinion: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """The page of a batch, after a refusal with its reasons and what was typed."""
        rows = batch.items.select_related("document", "taken_out_by").order_by("taken_out_at", "pk")
        if request.GET.get("refused"):
            rows = rows.exclude(refused="")
        context = {
            "batch": batch,
            "tally": tally(documents_in(batch).values_list("status", flat=True)),
            "steps": [_step(request, batch, action) for action in STEPS],
            "items": Paginator(rows, _PER_PAGE).get_page(request.GET.get("page")),
            "only_refused": bool(request.GET.get("refused")),
            "refused_count": batch.items.exclude(refused="").count(),
            "runs": batch.runs.select_related("by", "sample").order_by("-id"),
            "may_take_out": batch.organ_id in organs_with_role(request.user, *WORKING_ROLES),
            "problems": problems,
            "opinion": opinion,
        }
        template = "admin/disclosure/historicalbatch/page.html"
        return unkept_page(self, request, template, batch.name, context, status=status)

    def run_view(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """A step for as many documents as one press takes."""
        batch = self.reached(request, pk)
        opinion = request.POST.get("opinion", "")
        try:
            outcome = run(
                batch=batch,
                action=_known(action),
                by=signed_in(request.user),
                at=timezone.now(),
                opinion=opinion,
                most=self.run_size,
            )
        except ActRefused as error:
            told = tuple(problems_of(error))
            return self.page(
                request, batch, problems=told, opinion=opinion, status=status_of(error)
            )
        _tell(request, outcome)
        return HttpResponseRedirect(self.address(batch))

    def draw_view(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """A sample for a step."""
        batch = self.reached(request, pk)
        try:
            sample = draw(
                batch=batch, action=_known(action), by=signed_in(request.user), at=timezone.now()
            )
        except ActRefused as error:
            told = tuple(problems_of(error))
            return self.page(request, batch, problems=told, status=status_of(error))
        messages.success(request, f"已抽取样本（第{sample.number}次），请逐件打开看过。")
        return HttpResponseRedirect(self.address(batch))

    def check_view(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """What would keep each document from a step, without taking it."""
        batch = self.reached(request, pk)
        if not may_take_step(request.user, batch.organ_id, _known(action)):
            raise PermissionDenied
        free = check(batch=batch, action=action, on=timezone.localdate(), most=self.run_size)
        messages.success(request, f"已核对，{free} 件没有障碍；有障碍的见下表。")
        return HttpResponseRedirect(self.address(batch))


def historical_address(numbers: list[int]) -> str:
    """The page that takes these drafts in."""
    chosen = ",".join(str(number) for number in numbers[:MOST])
    return f"{reverse('admin:disclosure_historicalbatch_add')}?{_IDS}={chosen}"


def _known(action: str) -> str:
    if action not in STEPS:
        raise Http404
    return action


def _step(request: HttpRequest, batch: HistoricalBatch, action: str) -> Step:
    is_sampled = action in SAMPLED
    waiting = rounds_waiting(batch, action)
    sample = last_sample(batch, action, request.user) if is_sampled and waiting else None
    drawn = sample.documents.filter(is_drawn=True).select_related("document") if sample else ()
    return Step(
        action=action,
        label=step_label(action),
        waiting=len(waiting),
        run=may_run(request.user, batch, action),
        draw=may_draw(request.user, batch, action) if is_sampled else None,
        sample=sample,
        drawn=list(drawn),
        seed=_seed(sample) if sample else "",
        needs_opinion=action == "pass_secrecy",
    )


def _seed(sample: HistoricalSample) -> str:
    return seed_of(batch=sample.batch_id, action=sample.action, number=sample.number, at=sample.at)


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    if outcome.done:
        messages.success(request, f"已办理 {outcome.done} 件。")
    for document, reason in outcome.refused[:_SHOWN]:
        messages.error(request, f"{document.quoted_title}：{reason}")
    if len(outcome.refused) > _SHOWN:
        messages.error(request, f"另有 {len(outcome.refused) - _SHOWN} 件没有办成，原因见下表。")
    if outcome.left:
        messages.info(request, f"还有 {outcome.left} 件，请再按一次。")
