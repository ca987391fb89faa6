"""阅办联动: how the policies of a year stand, and the page on which one is linked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from disclosure.models import Document
from disclosure.presenters.prose import prose_of
from disclosure.presenters.sheets import reading_of
from policies.service_items.forms import EndedLinkForm, LinkForm, ReasonForm, TakeOffForm
from policies.service_items.models import ItemOfPolicy, NothingToApplyFor, ServiceItem
from policies.service_items.permissions import may_link, may_see_links, may_settle, organs_seen
from policies.service_items.querysets import LAPSED
from policies.service_items.selectors import coverage_in, passages_of
from policies.service_items.services.links import declare_nothing, link_item, settle, take_off
from portal.accounts.permissions import signed_in
from portal.acts.refusals import status_of
from portal.common.errors import ActRefused
from portal.desk.pages import unkept_page
from portal.desk.read_only import ReadOnlyAdmin
from portal.workdays.services import load_calendar

# So many items are offered for one search; who sees more searches for more.
MOST_FOUND = 30
_LONGEST_WORDS = 60
_FOLDER = "admin/policies/service_items"


@admin.register(ItemOfPolicy)
class ItemOfPolicyAdmin(ReadOnlyAdmin):
    """Figures by organ for those who work there or supervise it; clerks link."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(organs_seen(request.user))

    def has_view_permission(self, request: HttpRequest, obj: ItemOfPolicy | None = None) -> bool:
        seen = organs_seen(request.user)
        return bool(seen) if obj is None else obj.document.organ_id in seen

    def get_urls(self) -> list[URLPattern]:
        """Ours and no others."""
        wrap, place = self.admin_site.admin_view, "policies_itemofpolicy"
        acts: tuple[tuple[str, Callable[..., HttpResponse]], ...] = (
            ("link", self.link_view),
            ("take-off", self.take_off_view),
            ("settle", self.settle_view),
            ("nothing", self.nothing_view),
        )
        page = wrap(require_safe(self.document_view))
        return [
            path("", wrap(require_safe(self.coverage_view)), name=f"{place}_changelist"),
            path("document/<int:pk>/", page, name=f"{place}_document"),
            *(
                path(
                    f"document/<int:pk>/{name}/",
                    wrap(require_POST(view)),
                    name=f"{place}_{name.replace('-', '_')}",
                )
                for name, view in acts
            ),
        ]

    def coverage_view(self, request: HttpRequest) -> HttpResponse:
        """The policies of a year: the share of each organ, and each policy of one."""
        seen = organs_seen(request.user)
        if not seen:
            raise PermissionDenied
        today = timezone.localdate()
        given = request.GET.get("year", "")
        year = int(given) if given.isascii() and given.isdecimal() and len(given) == 4 else 0
        year = year or today.year
        rows = coverage_in(year, seen, calendar=load_calendar(), on=today)
        code = request.GET.get("organ", "")
        chosen = [row for row in rows if row.code == code] or (rows if len(rows) == 1 else [])
        context = {
            "year": year,
            "years": range(today.year, today.year - 4, -1),
            "rows": rows,
            "chosen": chosen[0] if chosen else None,
            "days": settings.SERVICE_LINK_DAYS,
        }
        title = "阅办联动"
        return unkept_page(self, request, f"{_FOLDER}/coverage.html", title, context)

    def document_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The policy with what it is linked to, and what it can be linked to."""
        return self._page(request, self._reachable(request, pk))

    def link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Link one item."""
        document = self._reachable(request, pk)
        form = LinkForm(request.POST, passages=_passages(document))
        return self._act(
            request,
            document,
            form,
            lambda given, who: link_item(
                document=document, item=given["item"], anchor=given["anchor"], **who
            ),
            "已关联。",
        )

    def take_off_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take one link off."""
        document = self._reachable(request, pk)
        form = TakeOffForm(request.POST, document_id=pk)
        return self._act(
            request, document, form, lambda given, who: take_off(**given, **who), "已摘下。"
        )

    def settle_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say that a link that came off by itself was looked at."""
        document = self._reachable(request, pk)
        form = EndedLinkForm(request.POST, document_id=pk)
        return self._act(
            request, document, form, lambda given, who: settle(**given, **who), "已处理。"
        )

    def nothing_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record that there is nothing to apply for."""
        document = self._reachable(request, pk)
        return self._act(
            request,
            document,
            ReasonForm(request.POST),
            lambda given, who: declare_nothing(document=document, **given, **who),
            "已记录。",
        )

    def _act(
        self,
        request: HttpRequest,
        document: Document,
        form: forms.Form,
        act: Callable[[dict[str, Any], dict[str, Any]], object],
        told: str,
    ) -> HttpResponse:
        """Do it and come back; what is refused stands on the page with what was typed."""
        if not form.is_valid():
            problems = [str(error) for errors in form.errors.values() for error in errors]
            return self._page(request, document, problems, form, status=400)
        try:
            act(form.cleaned_data, {"by": signed_in(request.user), "at": timezone.now()})
        except ActRefused as error:
            return self._page(request, document, [str(error)], form, status=status_of(error))
        messages.success(request, told)
        return HttpResponseRedirect(
            reverse("admin:policies_itemofpolicy_document", args=[document.pk])
        )

    def _reachable(self, request: HttpRequest, pk: int) -> Document:
        rows = Document.objects.select_related("organ", "work_text__work")
        document: Document | None = rows.filter(pk=pk).first()
        if document is None or not may_see_links(request.user, document):
            raise Http404
        return document

    def _page(
        self,
        request: HttpRequest,
        document: Document,
        problems: list[str] | None = None,
        refused: forms.Form | None = None,
        *,
        status: int = 200,
    ) -> HttpResponse:
        words = request.GET.get("q", "").replace("\x00", "")[:_LONGEST_WORDS].strip()
        today, reading = timezone.localdate(), reading_of(document)
        links = list(
            ItemOfPolicy.objects.filter(document=document).select_related(
                "item__organ", "made_by", "ended_by", "settled_by"
            )
        )
        found = ServiceItem.objects.on_offer(on=today).select_related("organ")
        found = found.search_words(words) if words else found.filter(organ=document.organ)
        context = {
            "document": document,
            "verdict": may_link(request.user, document),
            "may_settle": bool(may_settle(request.user, document)),
            "is_lapsed": document.validity in LAPSED,
            "live": [
                (link, link.item.is_on_offer(on=today)) for link in links if not link.ended_at
            ],
            "ended": [link for link in links if link.ended_at],
            "nothing": NothingToApplyFor.objects.filter(document=document).first(),
            "words": words,
            "found": list(found.order_by("task_name", "pk")[: MOST_FOUND + 1])[:MOST_FOUND],
            "most": MOST_FOUND,
            "passages": list(passages_of(reading).items()),
            "anchor": refused.data.get("anchor", "") if refused else "",
            "typed": refused.data.get("reason", "") if isinstance(refused, ReasonForm) else "",
            "prose": prose_of(reading, {}),
            "problems": problems or [],
        }
        title = f"关联事项：{document.title}"
        return unkept_page(self, request, f"{_FOLDER}/document.html", title, context, status=status)


def _passages(document: Document) -> list[tuple[str, str]]:
    return list(passages_of(reading_of(document)).items())
