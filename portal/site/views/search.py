"""One search over everything that is public: documents and what explains and answers them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from portal.asking.selectors import shown_first
from portal.asking.services.counts import note
from portal.search.lists import paging_of
from portal.search.models import SearchEntry
from portal.search.queries import Hit, SearchPage, SearchQuery, search
from portal.search.registry import Offered, offered

_PAGE: Final = re.compile(r"[1-9]\d{0,2}", re.ASCII)
_LONGEST: Final = 200
# How many of a kind are shown beside the others, and how many where it stands alone.
_FEW, _MANY = 3, 20


@dataclass(frozen=True)
class Asked:
    """What is looked for, of which kind (all of them where none is named), on which page."""

    text: str
    kind: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict, kinds: Sequence[Offered]) -> Asked:
        """Read a query string; what makes no sense is left out."""
        kind, page = query.get("kind", ""), query.get("page", "")
        return cls(
            text=query.get("q", "").replace("\x00", "").strip()[:_LONGEST],
            kind=kind if kind in {each.kind for each in kinds} else "",
            page=int(page) if _PAGE.fullmatch(page) else 1,
        )

    def url(self) -> str:
        """The address, as a query string."""
        pairs = {"q": self.text, "kind": self.kind, "page": self.page if self.page > 1 else ""}
        return "?" + urlencode({name: value for name, value in pairs.items() if value})

    def of(self, kind: str) -> str:
        """The same words among one kind, or all of them."""
        return replace(self, kind=kind, page=1).url()

    def at(self, page: int) -> str:
        """Another page of the same."""
        return replace(self, page=page).url()


@dataclass(frozen=True)
class Found:
    """One hit, with where it leads."""

    url: str
    title_html: SafeString
    snippet_html: SafeString
    published_at: dt.datetime | None


@dataclass(frozen=True)
class Shelf:
    """What was found of a kind."""

    label: str
    url: str
    total: int
    rows: Sequence[Found]


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The first of each kind with how many there are, or all of one kind page by page."""
    kinds = offered()
    asked = Asked.read(request.GET, kinds)
    pages = {each.kind: _page(request, asked, each.kind) for each in kinds} if asked.text else {}
    nearest = _nearest(request, asked, pages)
    first = shown_first(asked.text, viewer=request.user, on=timezone.localdate())
    # Whoever is signed in may find, and so ask for, what no stranger may know of.
    if asked.text and asked == Asked(asked.text) and not request.user.is_authenticated:
        found = sum(page.total for page in pages.values()) + len(nearest.near)
        note(text=asked.text, found=found + len(first), at=timezone.now())
    places = _places([*pages.values(), nearest])
    shelves = [
        Shelf(each.label, asked.of(each.kind), pages[each.kind].total, rows)
        for each in kinds
        if each.kind in pages and (rows := _rows(pages[each.kind].hits, places))
    ]
    context = {
        "asked": asked,
        "first": first,
        "shelves": [each for each in shelves if not asked.kind or each.url == asked.of(asked.kind)],
        "tabs": [("全部", asked.of(""), 0, not asked.kind)]
        + [
            (each.label, asked.of(each.kind), pages[each.kind].total, each.kind == asked.kind)
            for each in kinds
            if each.kind in pages
        ],
        "near": _rows(nearest.near, places),
        "meant": nearest.meant,
        "meant_url": replace(asked, text=nearest.meant).of(asked.kind),
        "degraded": any(page.degraded for page in pages.values()),
        "paging": paging_of(asked, pages[asked.kind].pages) if asked.kind in pages else None,
        "seek_text": asked.text,
        "seek_action": request.path,
        "seek_suggests": True,
        "seek_label": "全站搜索",
        "seek_says": "文件、解读、问答、留言",
    }
    return render(request, "site/search.html", context)


def _page(request: HttpRequest, asked: Asked, kind: str) -> SearchPage:
    is_alone = kind == asked.kind
    query = SearchQuery(
        text=asked.text,
        kinds=(kind,),
        page=asked.page if is_alone else 1,
        per_page=_MANY if is_alone else _FEW,
        near=is_alone,
    )
    return search(query, viewer=request.user)


def _nearest(request: HttpRequest, asked: Asked, pages: Mapping[str, SearchPage]) -> SearchPage:
    """The page that tells what comes near: of the kind that stands alone, or of all together where
    none of them has anything exact.
    """
    if asked.kind in pages:
        return pages[asked.kind]
    wanted = bool(pages) and not any(page.total for page in pages.values())
    query = SearchQuery(text=asked.text, kinds=tuple(pages) if wanted else ())
    return search(query, viewer=request.user)


def _places(pages: Sequence[SearchPage]) -> dict[tuple[str, int], SearchEntry]:
    """The entries of all hits, with their addresses; one query."""
    hits = {(hit.kind, hit.object_id) for page in pages for hit in page.shown}
    kinds, ids = {kind for kind, _ in hits}, {object_id for _, object_id in hits}
    rows = SearchEntry.objects.live(sorted(kinds)).filter(object_id__in=ids) if ids else ()
    return {(row.kind, row.object_id): row for row in rows}


def _rows(hits: Sequence[Hit], places: Mapping[tuple[str, int], SearchEntry]) -> list[Found]:
    entries = [(hit, places.get((hit.kind, hit.object_id))) for hit in hits]
    return [
        Found(entry.url, hit.title_html, hit.snippet_html, entry.published_at)
        for hit, entry in entries
        if entry is not None
    ]
