"""Catalogues for everybody: who has published, one as it read on any day, one of its items."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from decisions.catalogues import deadlines
from decisions.catalogues.exchange.columns import HEADINGS
from decisions.catalogues.exchange.table import rows_of
from decisions.catalogues.models import Catalogue, CatalogueItem
from decisions.catalogues.presenters import (
    Entry,
    account_words,
    changes_of,
    shelves_of,
    standing_words,
    sums_of,
)
from decisions.catalogues.selectors import (
    accounts_of,
    catalogue_of,
    editions_of,
    history_of,
    lines_of,
    public_years,
    standings,
    term_for,
    years_of,
)
from decisions.catalogues.sources import briefs_of, days_of, sections_of, stages_of
from disclosure.address import named_day
from disclosure.exchange.tables import FORMATS, table
from portal.common.downloads import download
from portal.organs.models import SiteProfile

_LONGEST_DAY = 40


@require_safe
def catalogues(request: HttpRequest) -> HttpResponse:
    """The organs of a year by their levels, with who has not published."""
    today, years = timezone.localdate(), public_years()
    typed = request.GET.get("year", "").replace("\x00", "")[:_LONGEST_DAY]
    year, problem = _year(typed, years[0] if years else today.year, today)
    site = SiteProfile.objects.filter(is_current=True).select_related("organ").first()
    root = site.organ.root_path if site else ""
    shelves = shelves_of(standings(year, today=today, root=root))
    asked = request.GET.get("level", "")
    here = next((shelf for shelf in shelves if shelf.code == asked), next(iter(shelves), None))
    context = {
        "year": year,
        "years": sorted({*years, year}, reverse=True),
        "problem": problem,
        "shelves": shelves,
        "here": here,
        "rows": [(row, standing_words(row)) for row in here.rows] if here else [],
        "missing": sum(not row.is_published for shelf in shelves for row in shelf.rows),
    }
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    return render(request, "decisions/catalogues/list.html", context, status=status)


@require_safe
def catalogue(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One catalogue as it reads today, or read on the day that is asked for; of one that was
    withdrawn, that it was and why.
    """
    found = _found(year, code)
    if not found.is_public:
        return _gone(request, found)
    asked = _asked_of(request, found)
    entries, changes = _entries(found, asked.day)
    term = term_for(found)
    due_on = term.due_on if term else None
    context = {
        "catalogue": found,
        "asked": asked,
        "rows": entries,
        "changes": changes,
        "sums": sums_of(entries),
        "due_on": due_on,
        "days_late": deadlines.days_late(due_on, found.published_on or asked.day),
        "has_accounts": _is_told(found, asked.day),
        "years": years_of(found.maker),
        "today": timezone.localdate(),
        "days": []
        if asked.is_past
        else days_of([entry.line.item.pk for entry in entries], timezone.now()),
    }
    status = HTTPStatus.BAD_REQUEST if asked.problem else HTTPStatus.OK
    return render(request, "decisions/catalogues/page.html", context, status=status)


@require_safe
def table_of(request: HttpRequest, year: int, code: str, kind: str) -> HttpResponseBase:
    """The same as a workbook or CSV."""
    found = _found(year, code)
    if kind not in FORMATS:
        raise Http404
    if not found.is_public:
        return HttpResponse(status=HTTPStatus.GONE)
    asked = _asked_of(request, found)
    if asked.problem:
        answer = HttpResponse(asked.problem, status=HTTPStatus.BAD_REQUEST)
        answer["Content-Type"] = "text/plain; charset=utf-8"
        return answer
    lines = lines_of(editions_of(found), asked.day)
    accounts = accounts_of(found, lines) if _is_told(found, asked.day) else {}
    name = f"{found}（{asked.day}）" if asked.is_past else str(found)
    made = table(HEADINGS, rows_of(found, lines, accounts), kind=kind, name="决策事项目录")
    return download(io.BytesIO(made), name=f"{name}.{kind}", media_type=FORMATS[kind])


@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item: how it reads and read, what became of it, and everything that hangs on it."""
    rows = CatalogueItem.objects.filter(number__isnull=False)
    rows = rows.select_related("catalogue__maker", "catalogue__organ", "former__catalogue__maker")
    row = get_object_or_404(rows, pk=pk)
    held = row.catalogue
    if not held.is_public:
        return _gone(request, held)
    editions = history_of(row)
    for edition in editions:
        edition.item = row
    first = next(edition.on for edition in editions if edition.on)
    asked = _asked(request, first, f"这一项{first}才列入目录", "事项")
    (line,) = lines_of({row.pk: editions}, asked.day)
    account = accounts_of(held, [line]).get(row.pk) if _is_told(held, asked.day) else None
    later = row.later.filter(number__isnull=False).select_related("catalogue__maker")
    # What other rooms know is told as of now; of a day that is past only what the item read.
    now = not asked.is_past
    stages = stages_of([row.pk]).get(row.pk, ()) if now else ()
    context = {
        "catalogue": held,
        "item": row,
        "asked": asked,
        "today": timezone.localdate(),
        "entry": Entry(line, (), account, stages),
        "account": account and account_words(account),
        "changes": changes_of({row.pk: editions}, asked.day),
        "sections": sections_of(row) if now else [],
        "days": days_of([row.pk], timezone.now()) if now else [],
        "later": [each for each in later if each.catalogue.is_public],
    }
    status = HTTPStatus.BAD_REQUEST if asked.problem else HTTPStatus.OK
    return render(request, "decisions/catalogues/item.html", context, status=status)


@dataclass(frozen=True)
class _Asked:
    """The day that an address asks for; `typed` is what it said where that is none."""

    day: dt.date
    is_past: bool = False
    problem: str = ""
    typed: str = ""


def _asked(request: HttpRequest, first: dt.date, early: str, noun: str = "目录") -> _Asked:
    """The day; `first` is the first on which there was anything, `early` says so."""
    today = timezone.localdate()
    typed = request.GET.get("on", "").replace("\x00", "").strip()[:_LONGEST_DAY]
    if not typed:
        return _Asked(today)
    day = named_day(typed)
    if day is None:
        told = f"日期应为日历上有的日子，写成 2026-06-30 的形式。下面是今天的{noun}。"
    elif day > today:
        told = f"日期晚于今天，以后的{noun}还没有。下面是今天的{noun}。"
    elif day < first:
        told = f"{early}，请查这一天以后的日期。下面是今天的{noun}。"
    else:
        return _Asked(day, is_past=day < today, typed=typed)
    return _Asked(today, problem=told, typed=typed)


def _asked_of(request: HttpRequest, found: Catalogue) -> _Asked:
    first = found.published_on or timezone.localdate()
    return _asked(request, first, f"这份目录{first}才公布")


def _entries(found: Catalogue, day: dt.date) -> tuple[list[Entry], list[object]]:
    editions = editions_of(found)
    lines = lines_of(editions, day)
    accounts = accounts_of(found, lines) if _is_told(found, day) else {}
    keys = [line.item.pk for line in lines]
    # What other rooms know is told as of now.
    briefs, stages = (briefs_of(keys), stages_of(keys)) if day == timezone.localdate() else ({}, {})
    entries = [
        Entry(line, briefs.get(key, ()), accounts.get(key), stages.get(key, ()))
        for line, key in zip(lines, keys, strict=True)
    ]
    return entries, list(changes_of(editions, day))


def _is_told(found: Catalogue, day: dt.date) -> bool:
    """Whether it was public on a day what became of the items."""
    return found.closed_on is not None and found.closed_on <= day


def _found(year: int, code: str) -> Catalogue:
    """Raises Http404 for what was never public."""
    found = catalogue_of(year, code)
    if found is None:
        raise Http404
    return found


def _gone(request: HttpRequest, found: Catalogue) -> HttpResponse:
    context = {"catalogue": found}
    return render(request, "decisions/catalogues/gone.html", context, status=HTTPStatus.GONE)


def _year(typed: str, usual: int, today: dt.date) -> tuple[int, str]:
    """The year of an address, else the usual one; and what is wrong with what was typed."""
    if not typed:
        return usual, ""
    is_year = typed.isascii() and typed.isdecimal() and len(typed) == len("2026")
    if is_year and "2019" <= typed <= str(today.year + 1):
        return int(typed), ""
    return usual, f"年度“{typed}”不对，请写成 2026 这样的四位数字。下面是{usual}年的。"
