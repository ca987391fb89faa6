"""Catalogues in the back office: the list, one with its acts, import, who has not published."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.catalogues.admin.acts import DESK, ON_ITEM, desk_for
from decisions.catalogues.admin.forms import BeginForm, TermForm
from decisions.catalogues.exchange.columns import ITEMS
from decisions.catalogues.models import Catalogue, CatalogueTerm
from decisions.catalogues.permissions import RULES
from decisions.catalogues.presenters import (
    SHELVES,
    account_words,
    shelf_of,
    shelves_of,
    standing_words,
)
from decisions.catalogues.selectors import (
    Standing,
    accounts_of,
    lines_now,
    public_adjustments,
    standings,
    term_for,
    waiting_adjustments,
)
from decisions.catalogues.services import catalogues, imports, terms
from decisions.catalogues.workflow import Status
from disclosure.admin.table_import import TableImport, TableWords
from disclosure.exchange.report import Report
from disclosure.exchange.table import Row
from disclosure.exchange.tables import FORMATS, table
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.accounts.permissions import organs_governed, organs_with_role, signed_in
from portal.acts.querysets import waiting_for
from portal.acts.refusals import status_of
from portal.common.downloads import download
from portal.common.errors import ActRefused
from portal.desk.case_list import CaseListAdmin, state_column
from portal.desk.case_pages import CasePages
from portal.desk.next_case import Waiting
from portal.desk.offers import Offers, offers_for
from portal.desk.pages import act_page, unkept_page
from portal.desk.queues import ALL, Queue, filter_of
from portal.files.models import StoredFile
from portal.organs.models import Organ

NAME: Final = "decisions_catalogue"
_FOLDER: Final = "admin/decisions/catalogue"
_HEADINGS: Final = (
    "层级", "机关", "公布期限", "依据或者理由", "公布日期", "情况", "迟几天", "事项", "调整",
    "年终总公开",
)  # fmt: skip
QUEUES = (
    Queue(
        "mine",
        "待我办理",
        lambda rows, user, _on: rows.filter(waiting_for(Status, user, handler_role=None)),
    ),
    Queue("open", "在办", lambda rows, _user, _on: rows.open()),
    ALL,
)
WAITING = Waiting(DESK, QUEUES, "")
_WORDS = TableWords(
    title="导入决策事项目录",
    intro="每行一个事项；导入到编制中的目录，还没有目录的先建一份草稿，已经公布的不能导入。"
    "先试运行：逐行说明哪些新加、哪些有改动、哪些有误；确认以后才写入。",
    advice="机关写全称、简称或者代码。计划时间写成“4月至12月”“2025.12—2026.01”“第三季度”都可以。"
    "会办单位、计划的程序有几个的，用“；”分隔。同一份目录里名称相同的，按改动处理。"
    "从公开页面下载的表格改了可以直接导入。",
    button=lambda report: f"加入{report.new}项、改动{report.changed}项",
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
    return imports.import_items(rows=rows, by=by, at=at, dry_run=dry_run, notes=notes)


@admin.register(Catalogue)
class CatalogueAdmin(CasePages, CaseListAdmin):
    """Catalogues of the organs a person works for, or supervises."""

    rules, waiting, page_template = RULES, WAITING, f"{_FOLDER}/page.html"
    list_display = ("maker_name", "year", state_column(Status), "published_on", "updated_at")
    list_filter = (filter_of(QUEUES), "status", "year")
    list_select_related = ("organ", "maker")
    search_fields = ("maker__name",)
    ordering = ("-year", "maker__path")
    list_before_template = f"{_FOLDER}/list_before.html"

    @admin.display(description="决策机关", ordering="maker__path")
    def maker_name(self, row: Catalogue) -> str:
        return row.maker.short_name

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("maker")

    def get_urls(self) -> list[URLPattern]:
        """The pages of a catalogue, the beginning, the import, the standing of every organ."""
        wrap = self.admin_site.admin_view
        pages = TableImport(
            self,
            sheet=ITEMS,
            take_in=_take_in,
            place=f"{NAME}_table",
            words=_WORDS,
            command="",
            done=lambda _report: reverse(f"admin:{NAME}_changelist"),
            role=Role.DECISION_HANDLER,
        )
        return [
            path("begin/", wrap(self.begin_view), name=f"{NAME}_begin"),
            path("standings/", wrap(self.standings_view), name=f"{NAME}_standings"),
            path(
                "standings/<slug:kind>/",
                wrap(require_safe(self.export_view)),
                name=f"{NAME}_standings_file",
            ),
            *pages.urls("table/"),
            path(
                "<int:pk>/items/<int:item>/<slug:action>/",
                wrap(self.item_act_view),
                name=f"{NAME}_item_act",
            ),
            *self.case_urls(),
        ]

    def found(self, pk: int) -> Catalogue | None:
        rows = Catalogue.objects.select_related("organ", "maker", "handler")
        return rows.filter(pk=pk).first()

    def item_act_view(self, request: HttpRequest, pk: int, item: int, action: str) -> HttpResponse:
        """An act on one item: its form begins with what the item says. The address names the item,
        so that what is kept of a form that was not sent stands in no other one.
        """
        case, query = self.reachable(request, pk), self.came_from(request)
        row = case.items.filter(pk=item).first()
        if row is None or action not in ON_ITEM:
            raise Http404
        return act_page(
            self,
            request,
            desk_for(row),
            case,
            action,
            done=lambda act: self.after(request, case, act, query),
            query=query,
        )

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Its items with what can be done to each, what waits for another hand, what it lacks."""
        case, today = self.reachable(request, pk), timezone.localdate()
        lines, offers = lines_now(case), offers_for(DESK, request.user, case, on=today)
        accounts = accounts_of(case, lines)
        on_item = [offer for offer in offers.every if offer.act.act.action in ON_ITEM]
        told = {key: account_words(account) for key, account in accounts.items()}
        term = term_for(case)
        context = {
            "acts": [(row, row.reason) for row in case.acts.select_related("by")],
            "offers": _beside_items(offers),
            "on_item": [offer for offer in on_item if offer.enabled],
            "lines": [(line, told.get(line.item.pk, "")) for line in lines],
            "adjustments": public_adjustments(case, today),
            "waiting": waiting_adjustments(case).order_by("pk"),
            "lacks": catalogues.lacks_of(case, today) if case.status == Status.DRAFT else "",
            "due_on": term.due_on if term else None,
        }
        return self.answer(request, case, context)

    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """A new draft; a refusal keeps what was typed."""
        keys, year = (
            organs_with_role(request.user, Role.DECISION_HANDLER),
            timezone.localdate().year,
        )
        organs = Organ.objects.active().filter(pk__in=keys).order_by("depth", "path")
        form = BeginForm(request.POST or None, organs=organs, year=year)
        problems, status = [], 200
        if not keys:
            problems, status = [f"目录由机关的{Role.DECISION_HANDLER.holders}编制。"], 403
        elif request.method == "POST":
            status = 400
            if form.is_valid():
                by, at = signed_in(request.user), timezone.now()
                try:
                    made = catalogues.begin(**form.cleaned_data, by=by, at=at)
                except ActRefused as error:
                    problems, status = [str(error)], status_of(error)
                else:
                    return HttpResponseRedirect(DESK.address(made))
        context = {"form": form, "problems": problems, "may": bool(keys)}
        template = f"{_FOLDER}/begin.html"
        return unkept_page(self, request, template, "编制目录", context, status=status)

    def standings_view(self, request: HttpRequest) -> HttpResponse:
        """Who has not published, who is late; and by when each publishes, which is said here."""
        keys, year = _seen(request), _year(request)
        form = TermForm(
            request.POST or None, organs=Organ.objects.active().filter(pk__in=keys), year=year
        )
        problems, status = [], 200
        if request.method == "POST":
            status = 400
            if form.is_valid():
                by, at = signed_in(request.user), timezone.now()
                try:
                    made = terms.set_term(**form.cleaned_data, by=by, at=at)
                except ActRefused as error:
                    problems, status = [str(error)], status_of(error)
                else:
                    messages.success(request, f"已登记：{made}。")
                    return HttpResponseRedirect(f"{request.path}?year={made.year}")
        today, rows = timezone.localdate(), _rows(keys, year)
        listed = CatalogueTerm.objects.filter(year=year, organ__in=keys).select_related("organ")
        context = {
            "year": year,
            "years": range(today.year + 1, today.year - 3, -1),
            "rows": [(row, standing_words(row)) for row in rows],
            "shelves": shelves_of(rows),
            "missing": sum(not row.is_published for row in rows),
            "late": sum(row.days_late > 0 for row in rows),
            "terms": listed,
            "form": form,
            "problems": problems,
        }
        template = f"{_FOLDER}/standings.html"
        return unkept_page(self, request, template, "目录公布情况", context, status=status)

    def export_view(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """The same as a file."""
        keys, year = _seen(request), _year(request)
        if kind not in FORMATS:
            raise Http404
        rows = (
            (
                SHELVES[shelf_of(row.organ)], row.organ.name, str(row.due_on or ""),
                row.term.basis if row.term else "",
                str(row.catalogue.published_on) if row.catalogue else "", standing_words(row),
                row.days_late, row.items, row.adjustments, "是" if row.is_closed else "否",
            )
            for row in _rows(keys, year)
        )  # fmt: skip
        name = f"目录公布情况{year}"
        made = table(_HEADINGS, rows, kind=kind, name=name)
        return download(io.BytesIO(made), name=f"{name}.{kind}", media_type=FORMATS[kind])


def _beside_items(offers: Offers) -> Offers:
    """What the page offers beside its items."""
    rest = [offer for offer in offers.every if offer.act.act.action not in ON_ITEM]
    return replace(offers, every=rest)


def _seen(request: HttpRequest) -> set[int]:
    """The organs that the person supervises; raises Http404 where there are none."""
    keys = organs_governed(request.user, Role.SUPERVISOR)
    if not keys:
        raise Http404
    return keys


def _rows(keys: set[int], year: int) -> list[Standing]:
    """Those who have not published first, the latest first."""
    rows = standings(year, today=timezone.localdate(), organs=keys)
    return sorted(rows, key=lambda row: (row.is_published, -row.days_late, row.organ.path))


def _year(request: HttpRequest) -> int:
    """The year of an address, else this one."""
    given = request.GET.get("year", "")
    is_year = given.isascii() and given.isdecimal() and len(given) == len("2026")
    return int(given) if is_year and given >= "2019" else timezone.localdate().year
