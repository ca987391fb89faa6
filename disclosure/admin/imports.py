"""Importing files by upload: hand in many, see what became of each."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure.admin.catalogue import catalogue_address
from disclosure.admin.evidence import evidence_rows
from disclosure.admin.originals import picture_answer
from disclosure.admin.tables import documents_import, export_view
from disclosure.choices import ImportState
from disclosure.forms.uploads import ImportForm
from disclosure.models import ImportBatch, ImportItem
from disclosure.presenters.originals import original_of
from disclosure.services.imports import may_be_filed_by_hand, open_batch, receive
from disclosure.services.reloads import may_reload
from disclosure.tasks import ask_to_read
from disclosure.workflow import EDITABLE
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role, signed_in
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.pages import refused_page
from portal.files.models import FileStructure
from portal.files.originals import has_pages


@admin.register(ImportBatch)
class ImportBatchAdmin(BackOfficeAdmin):
    """A clerk's imports."""

    list_display = ("at", "organ", "count", "filed", "failed")
    list_display_links = ("at",)
    list_select_related = ("organ",)
    ordering = ("-at", "-id")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportBatch]:
        return (
            super()
            .get_queryset(request)
            .filter(by_id=request.user.pk)
            .annotate(
                total=Count("items"),
                done=Count("items", filter=Q(items__state=ImportState.FILED)),
                bad=Count("items", filter=Q(items__state=ImportState.FAILED)),
            )
        )

    @admin.display(description="文件数")
    def count(self, batch: Any) -> int:
        return int(batch.total)

    @admin.display(description="已录入")
    def filed(self, batch: Any) -> int:
        return int(batch.done)

    @admin.display(description="未能读取")
    def failed(self, batch: Any) -> int:
        return int(batch.bad)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(organs_with_role(request.user, Role.CLERK))

    def has_view_permission(self, request: HttpRequest, obj: ImportBatch | None = None) -> bool:
        return self.has_module_permission(request) and (obj is None or obj.by_id == request.user.pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: ImportBatch | None = None) -> bool:
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ImportBatch | None = None) -> bool:
        del request, obj
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            *documents_import(self).urls("table/"),
            path(
                "table/export/<slug:kind>/",
                wrap(require_safe(partial(export_view, self))),
                name="disclosure_table_export",
            ),
            path(
                "<int:pk>/items/<int:number>/",
                wrap(require_safe(self.item_view)),
                name="disclosure_import_item",
            ),
            path(
                "<int:pk>/items/<int:number>/pages/<int:page>.png",
                wrap(require_safe(self.page_view)),
                name="disclosure_import_page",
            ),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Take the files; each is kept first, then read by a worker."""
        del form_url, extra_context
        if not self.has_add_permission(request):
            raise PermissionDenied
        organs = organs_with_role(request.user, Role.CLERK)
        form = ImportForm(request.POST or None, request.FILES or None, organ_ids=organs)
        if request.method == "POST" and form.is_valid():
            now = timezone.now()
            try:
                batch = open_batch(
                    organ=form.cleaned_data["organ"], by=signed_in(request.user), at=now
                )
            except ActRefused as error:
                return refused_page(self, request, error, back=request.path)
            items = [
                receive(batch=batch, name=file.name or "", stream=file, at=now)
                for file in form.cleaned_data["files"]
            ]
            transaction.on_commit(lambda: ask_to_read([item.pk for item in items]))
            return HttpResponseRedirect(
                reverse("admin:disclosure_importbatch_change", args=[batch.pk])
            )
        context = {
            **self.admin_site.each_context(request),
            "title": "导入文件",
            "form": form,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/disclosure/importbatch/add.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Each file of the batch, what was read, what was not and why."""
        del form_url, extra_context
        if not object_id.isdecimal():
            raise Http404
        batch = get_object_or_404(self.get_queryset(request), pk=object_id)
        items = list(batch.items.select_related("document", "source", "batch"))
        states = Counter(item.state for item in items)
        drafts = [
            item.document_id
            for item in items
            if item.document and item.document.status in EDITABLE and item.document_id
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": "导入结果",
            "batch": batch,
            "items": items,
            "open_by_hand": {
                item.pk for item in items if may_be_filed_by_hand(item, by=request.user)
            },
            "to_reload": {item.pk for item in items if may_reload(item, by=request.user)},
            "tally": [(state.label, states[state]) for state in ImportState if states[state]],
            "catalogue": catalogue_address(drafts) if len(drafts) > 1 else "",
            "historical": f"{reverse('admin:disclosure_historicalbatch_add')}?import={batch.pk}"
            if drafts
            else "",
            "waiting": bool(states[ImportState.PENDING]),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/disclosure/importbatch/result.html", context)

    def item_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """One file of a batch: what was read, and the original with every doubt at its place."""
        item = self._item(request, pk, number)
        original = None
        if item.source is not None and has_pages(item.source):
            original = original_of(
                item.source,
                FileStructure.objects.filter(file=item.source).first(),
                item.elements,
                lambda page: reverse("admin:disclosure_import_page", args=[pk, number, page]),
            )
        context = {
            **self.admin_site.each_context(request),
            "title": f"导入文件：{item.name}",
            "item": item,
            "original_pages": original,
            "evidence": evidence_rows(item.elements),
            "by_hand": may_be_filed_by_hand(item, by=request.user),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/disclosure/importbatch/item.html", context)

    def page_view(self, request: HttpRequest, pk: int, number: int, page: int) -> HttpResponse:
        """The picture of one page of a file, for whoever brought it."""
        item = self._item(request, pk, number)
        if item.source is None:
            raise Http404
        return picture_answer(item.source, page)

    def _item(self, request: HttpRequest, pk: int, number: int) -> ImportItem:
        """The file of a batch of this person's; anybody else's does not exist."""
        batch = get_object_or_404(self.get_queryset(request), pk=pk)
        rows = batch.items.select_related("document", "source", "batch")
        item: ImportItem = get_object_or_404(rows, pk=number)
        return item
