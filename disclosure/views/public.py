"""The public pages of the library: list, document, 公文版式."""

import datetime as dt
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure import selectors
from disclosure.address import SIZES, SORTS, Address
from disclosure.column_facts import listed_columns
from disclosure.companions import Asides, asides_of
from disclosure.filters import read_address
from disclosure.models import Document
from disclosure.presenters import page
from disclosure.presenters.bands import bands
from disclosure.presenters.editions import entries_of, is_told
from disclosure.presenters.facets import (
    Names,
    chips_of,
    further_groups,
    groups_of,
    left_out,
    tabs_of,
)
from disclosure.presenters.jsonld import json_ld
from disclosure.presenters.prose import Pictures, marks_html, prose_of
from disclosure.presenters.relations import (
    explained,
    explanations,
    languages,
    relation_sentences,
)
from disclosure.presenters.rows import folded, rows_of
from disclosure.presenters.sheets import blank_sheet, reading_of
from disclosure.presenters.words import day, issuers_of, state_of
from disclosure.presenters.works import caption_of, history, work_of
from disclosure.presenters.written import written
from disclosure.views.exports import MOST_ROWS
from disclosure.views.readers import for_reader_only
from portal.asking.selectors import shown_first
from portal.asking.services.counts import note
from portal.papers.typesetting.sheet import PART_PT, title_room
from portal.papers.typesetting.shelf import sizes
from portal.papers.typesetting.titles import title_lines
from portal.search.lists import paging_of
from portal.search.queries import SearchPage, search


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """The list: search, facets, rows. All of its state is in the address."""
    address = read_address(request.GET)
    found = search(address.query, viewer=request.user)
    first = shown_first(address.text, viewer=request.user, on=timezone.localdate())
    is_plain = bool(address.text) and address == Address(text=address.text)
    # Whoever is signed in may find, and so ask for, what no stranger may know of.
    if is_plain and not request.user.is_authenticated:
        held = found.total + left_out(found.facets) + len(found.near) + len(first)
        note(text=address.text, found=held, at=timezone.now())
    documents = selectors.list_rows(hit.object_id for hit in found.shown)
    context = listing(address, found, documents)
    context |= {
        "first": first,
        "seek_text": address.text,
        "columns": listed_columns(),
        "tabs": tabs_of(address),
    }
    return render(request, "disclosure/library.html", context)


def listing(
    address: Address, found: SearchPage, documents: Mapping[int, Document]
) -> dict[str, object]:
    """What a list of documents shows of an answer of the search."""
    names = Names(selectors.organs_by_code(), selectors.category_names())
    return {
        "address": address,
        "found": found,
        "rows": folded(rows_of(found.hits, documents)),
        "near": rows_of(found.near, documents),
        "meant_url": address.worded(found.meant) if found.meant else "",
        "groups": groups_of(address, found.facets, names),
        "further": further_groups(address, found.facets, names),
        "export": address.whole(),
        "most_rows": MOST_ROWS,
        "chips": chips_of(address, names),
        "left_out": left_out(found.facets) if address.is_preset else 0,
        "sorts": [
            (label, address.sorted_by(key), key == address.order)
            for key, label in SORTS.items()
            if key != "relevance" or address.text
        ],
        "scopes": [
            ("全文", address.titled(only=False), not address.is_titled),
            ("标题", address.titled(only=True), address.is_titled),
        ],
        "sizes": [(size, address.sized(size), size == address.size) for size in SIZES],
        "paging": paging_of(address, found.pages),
    }


@require_safe
def search_help(request: HttpRequest) -> HttpResponse:
    """How to search."""
    return render(request, "disclosure/search_help.html")


@require_safe
@for_reader_only
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The reading view of what this reader may read; anything else does not exist for them."""
    found = selectors.reading_page(request.user).filter(pk=pk).first()
    if found is None:
        return _gone(request, pk)
    today = timezone.localdate()
    tables = reverse("disclosure:table", args=[pk, 0]).removesuffix("0.csv")
    asides = asides_of(found, on=today) if found.is_public else Asides()
    context = reading_context(found, on=today, table_url=tables, asides=asides)
    # Print, download and report an error: doors a preview does not have.
    context["has_doors"] = True
    context["sizes"] = _sizes(found, on=today)
    if found.has_earlier_editions:
        told = list(selectors.editions_told().filter(document=found))
        context["editions"] = entries_of(told) if is_told(told) else []
    if found.is_public:
        context["json_ld"] = json_ld(found, site=settings.PUBLIC_URL)
    return render(request, "disclosure/document.html", context)


def reading_context(
    document: Document,
    *,
    on: dt.date,
    pictures: Pictures | None = None,
    table_url: str = "",
    asides: Asides | None = None,
) -> dict[str, object]:
    """What the reading view shows on a day; the staff's preview shows the same, with `pictures`
    of its own and nothing beside it.
    """
    asides = asides or Asides()
    pictures = page.pictures_of(document) if pictures is None else pictures
    above = bands(document, on=on)
    work = work_of(document)
    return {
        **_common(document, on=on),
        "written": written(document, pictures, table_url=table_url, marks=asides.at_passages),
        "asides": asides.parts,
        "title_marks": marks_html(asides.at_title),
        "history": history(work, here=document.pk, on=on) if work else [],
        "work": work,
        "stamp": state_of(document),
        "checked_on": on,
        "bands": above,
        "facts": page.facts(document, on=on),
        "elements": [*page.main_elements(document, on=on), *page.other_elements(document)],
        "kindred": page.kindred(document),
        "sentences": relation_sentences(document, on=on, told=[each.told for each in above]),
        "explanations": explanations(document),
        "explained": explained(document),
        "languages": languages(document),
        "files": page.files_of(document),
        "citation": page.citation(document),
        "keywords": "，".join(tag.name for tag in document.tags.all()),
    }


@require_safe
@for_reader_only
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as GB/T 9704-2012 sets it, ready to print."""
    found = selectors.reading_page(request.user).filter(pk=pk).first()
    if found is None:
        return _gone(request, pk)
    return render(
        request,
        "disclosure/sheet.html",
        {
            **_common(found, on=timezone.localdate()),
            "prose": prose_of(reading_of(found), page.pictures_of(found)),
            "files": page.files_of(found),
            "mark_ending": page.mark_ending(found),
            "printed_on": day(found.printed_on) if found.printed_on else "",
        },
    )


def _gone(request: HttpRequest, pk: int) -> HttpResponse:
    """Of what was public and was withdrawn, that it was and when: a printed copy leads here by its
    code. Of anything else, not even that it is there.
    """
    row = get_object_or_404(Document.objects.withdrawn().only("withdrawn_at"), pk=pk)
    context = {"withdrawn_at": row.withdrawn_at}
    return render(request, "disclosure/gone.html", context, status=HTTPStatus.GONE)


def _sizes(document: Document, *, on: dt.date) -> dict[str, int]:
    return sizes(blank_sheet(document, on=on), folder=Path(settings.MEDIA_ROOT) / "set")


def _common(document: Document, *, on: dt.date) -> dict[str, object]:
    return {
        "caption": caption_of(document, on=on),
        "document": document,
        "title_lines": title_lines(document.title, title_room(PART_PT)),
        "issuers": issuers_of(document),
        "issuer_names": [row.name for row in document.issuer_rows.all()] or [document.organ.name],
        "signed_on": day(document.signed_on) if document.signed_on else "",
        "annotation": page.annotation_of(document),
        "is_translated": page.is_translated(document),
        "leads_with_files": page.leads_with_files(document),
    }
