"""The items of an organ: brought in by table, looked at, changed by the next table alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils import timezone

from disclosure.admin.table_import import TableImport, TableWords
from disclosure.exchange.report import Report
from disclosure.exchange.table import Row
from policies.service_items.exchange.columns import ITEMS
from policies.service_items.models import ServiceItem
from policies.service_items.permissions import organs_seen
from policies.service_items.services.items import import_items
from portal.accounts.models import User
from portal.desk.read_only import ReadOnlyAdmin
from portal.files.models import StoredFile

_WORDS = TableWords(
    title="导入政务服务事项",
    intro="每行一个事项，栏名用国家事项交换表的英文名或者中文名都可以。先试运行：逐行说明哪些新收录、"
    "哪些有更新、哪些没有变化、哪些有误；确认以后才写入。表里没有的栏不改动。",
    advice="各种编码按文本填写，不要让表格软件改成数字。实施主体写统一社会信用代码、机关代码或者全称。"
    "事项停办的，改“事项状态”或者填“计划取消日期”，页面上的“办”随之摘下。",
    button=lambda report: f"收录{report.new}个、更新{report.changed}个事项",
)


def _take_in(
    *,
    rows: Iterable[Row],
    by: User,
    at: dt.datetime,
    dry_run: bool,
    name: str,
    source: StoredFile | None,
    notes: tuple[str, ...],
) -> Report:
    del name, source
    return import_items(rows=rows, by=by, at=at, dry_run=dry_run, notes=notes)


@admin.register(ServiceItem)
class ServiceItemAdmin(ReadOnlyAdmin):
    """Read by all who work on the organ's documents or supervise it."""

    list_display = ("task_name", "organ", "task_code", "offered", "plan_cancel_date")
    list_select_related = ("organ",)
    list_filter = ("task_state",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("task_name", "task_code", "catalog_code")
    ordering = ("task_name", "pk")
    actions = None
    list_before_template = "admin/policies/service_items/import_link.html"

    @admin.display(description="现在可办", boolean=True)
    def offered(self, item: ServiceItem) -> bool:
        return item.is_on_offer(on=timezone.localdate())

    def get_queryset(self, request: HttpRequest) -> QuerySet[ServiceItem]:
        return super().get_queryset(request).filter(organ_id__in=organs_seen(request.user))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(organs_seen(request.user))

    def has_view_permission(self, request: HttpRequest, obj: ServiceItem | None = None) -> bool:
        seen = organs_seen(request.user)
        return bool(seen) if obj is None else obj.organ_id in seen

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        """Columns with something in them, in the order of the table."""
        del request
        names = ["organ", *(column.key for column in ITEMS.columns), "created_at", "updated_at"]
        return [name for name in names if getattr(obj, name, None) not in ("", None)]

    def get_urls(self) -> list[URLPattern]:
        pages = TableImport(
            self,
            sheet=ITEMS,
            take_in=_take_in,
            place="policies_serviceitem_table",
            words=_WORDS,
            command="import_service_items",
            done=lambda _report: reverse("admin:policies_serviceitem_changelist"),
        )
        return [*pages.urls("table/"), *super().get_urls()]
