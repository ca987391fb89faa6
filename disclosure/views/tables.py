"""The tables of a document's text as files for spreadsheet programs."""

from __future__ import annotations

import csv
import io
import re
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from disclosure.exchange.values import neutral
from disclosure.models import Document
from disclosure.views.readers import for_reader_only
from portal.text.grid import Placed, laid
from portal.text.model import Table
from portal.text.plain import cell_lines

# Excel takes a file for UTF-8 only when it begins with the mark.
_MARK: Final = "\ufeff"
_NUMBER: Final = re.compile(r"[+-]?[0-9][0-9,.]*%?")


@require_safe
@for_reader_only
def table(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One table of what this reader may read, counted from 1; what a cell covers is left empty."""
    document = get_object_or_404(Document.objects.readable_by(request.user), pk=pk)
    tables = [block for block in document.public_text().blocks if isinstance(block, Table)]
    if not 1 <= number <= len(tables):
        raise Http404
    response = HttpResponse(_csv(tables[number - 1]), content_type="text/csv; charset=utf-8")
    name = f"文件{pk}-表格{number}.csv"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-cache"
    return response


def _csv(shown: Table) -> str:
    written = io.StringIO()
    written.write(_MARK)
    writer = csv.writer(written)
    for row in laid(shown).spread():
        writer.writerow(map(_cell, row))
    return written.getvalue()


def _cell(place: Placed | str) -> str:
    text = "\n".join(cell_lines(place)) if isinstance(place, Placed) else place
    return text if _NUMBER.fullmatch(text) else neutral(text)
