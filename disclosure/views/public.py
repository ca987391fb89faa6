"""The public pages of the library: list, document, 公文版式."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure import selectors
from disclosure.models import Document
from disclosure.presenters import page
from disclosure.presenters.address import SORTS, Address
from disclosure.presenters.facets import Names, chips_of, groups_of, left_out
from disclosure.presenters.jsonld import json_ld
from disclosure.presenters.paging import paging_of
from disclosure.presenters.rows import rows_of
from disclosure.presenters.sheets import reading_of
from disclosure.presenters.words import day, issuers_of, phrases, state_of
from disclosure.reading import Reading
from portal.search.queries import search


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """The list: search, facets, rows. All of its state is in the address."""
    address = Address.read(request.GET)
    found = search(address.query, viewer=request.user)
    names = Names(selectors.organs_by_code(), selectors.category_names())
    documents = selectors.list_rows(hit.object_id for hit in found.hits)
    return render(
        request,
        "disclosure/library.html",
        {
            "address": address,
            "found": found,
            "rows": rows_of(found.hits, documents),
            "groups": groups_of(address, found.facets, names),
            "chips": chips_of(address, names),
            "left_out": left_out(found.facets) if address.is_preset else 0,
            "sorts": [
                (label, address.sorted_by(key), key == address.order)
                for key, label in SORTS.items()
                if key != "relevance" or address.text
            ],
            "paging": paging_of(address, found.pages),
            "seek_text": address.text,
        },
    )


@require_safe
def search_help(request: HttpRequest) -> HttpResponse:
    """How to search."""
    return render(request, "disclosure/search_help.html")


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The reading view of a public document; anything else does not exist for a citizen."""
    found = get_object_or_404(selectors.reading_page(), pk=pk)
    context = reading_context(found, on=timezone.localdate())
    context["json_ld"] = json_ld(found, site=settings.PUBLIC_URL)
    return render(request, "disclosure/document.html", context)


def reading_context(document: Document, *, on: dt.date) -> dict[str, object]:
    """What the reading view shows on a day; the staff's preview shows the same."""
    return {
        **_common(document, reading_of(document)),
        "state": state_of(document),
        "notices": page.notices(document, on=on),
        "main_elements": page.main_elements(document, on=on),
        "other_elements": page.other_elements(document),
        "sentences": page.relation_sentences(document, on=on),
        "files": page.files_of(document),
        "citation": page.citation(document),
        "keywords": "，".join(tag.name for tag in document.tags.all()),
    }


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as GB/T 9704-2012 sets it, ready to print."""
    found = get_object_or_404(selectors.reading_page(), pk=pk)
    return render(
        request,
        "disclosure/sheet.html",
        {
            **_common(found, reading_of(found)),
            "files": page.files_of(found),
            "mark_ending": page.mark_ending(found),
            "printed_on": day(found.printed_on) if found.printed_on else "",
        },
    )


def _common(document: Document, reading: Reading) -> dict[str, object]:
    return {
        "document": document,
        "title_phrases": phrases(document.title),
        "reading": reading,
        "issuers": issuers_of(document),
        "issuer_names": [row.name for row in document.issuer_rows.all()] or [document.organ.name],
        "signed_on": day(document.signed_on) if document.signed_on else "",
        "open_note": page.open_note(document),
    }
