"""更正记录: every edition of a document that readers were shown, and one of them as it was."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from disclosure import selectors
from disclosure.comparison import compare
from disclosure.editions import as_shown
from disclosure.models import Document, Edition
from disclosure.presenters.editions import changed_elements, changed_files, entries_of, span_of
from disclosure.presenters.page import kept_elements
from disclosure.presenters.written import written
from disclosure.views.readers import for_reader_only


@require_safe
@for_reader_only
def editions(request: HttpRequest, pk: int) -> HttpResponse:
    """All of them, the newest first; of what was closed only that it was there."""
    document = _readable(request, pk)
    told = list(selectors.editions_told().filter(document=document))
    context = {"document": document, "editions": entries_of(told)}
    return render(request, "disclosure/editions.html", context)


@require_safe
@for_reader_only
def edition(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One edition as it was shown, and what it changed of the one before."""
    document = _readable(request, pk)
    rows = Edition.objects.select_related("closure").filter(document=document)
    found = get_object_or_404(rows, number=number)
    if found.is_closed:
        raise Http404
    before = rows.filter(number__lt=number, closure=None).last()
    later = rows.filter(number__gt=number).first()
    shown = as_shown(document, found)
    context = {
        "document": document,
        "shown": shown,
        "edition": found,
        "span": span_of(found, later),
        "is_current": later is None,
        "before": before,
        "elements": kept_elements(shown),
        # Its pictures may be another's now: their words stand for them.
        "written": written(shown, {}),
    }
    if before:
        context |= {
            "changed": changed_elements(before.elements, found.elements),
            "files_changed": changed_files(before.attachments, found.attachments),
            "stretches": compare(as_shown(document, before).paragraphs(), shown.paragraphs()),
        }
    return render(request, "disclosure/edition.html", context)


def _readable(request: HttpRequest, pk: int) -> Document:
    rows = Document.objects.readable_by(request.user).select_related("organ", "theme", "category")
    found: Document = get_object_or_404(rows, pk=pk)
    return found
