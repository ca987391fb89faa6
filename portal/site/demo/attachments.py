"""Files beside the demo's documents, made of the plain text and tables in `attachments/`."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from disclosure.exchange.tables import table
from disclosure.services.attachments import attach
from portal.files.services import read_file
from portal.papers.typesetting import Sheet, docx_bytes, pdf_bytes
from portal.text.model import Block, Paragraph, Table, cell, words

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.accounts.models import User

FOLDER: Final = Path(__file__).parent / "attachments"
_SETTERS: Final[Mapping[str, Callable[[Sheet], bytes]]] = {"docx": docx_bytes, "pdf": pdf_bytes}


def attach_files(document: Document, named: list[str], *, by: User, at: dt.datetime) -> None:
    """Each `title|source|ending` of a document's header as a file of it, in order."""
    for each in named:
        title, source, ending = each.split("|")
        stream = io.BytesIO(_made(FOLDER / source, title, ending, document, at))
        row = attach(
            document=document, stream=stream, name=f"{title}.{ending}", title=title, by=by, at=at
        )
        # No worker runs while the demo is loaded: what it would do is done here.
        read_file(file_id=row.file_id, at=at)


def _made(source: Path, title: str, ending: str, document: Document, at: dt.datetime) -> bytes:
    text = source.read_text(encoding="utf-8")
    if ending == "xlsx":
        headings, *rows = csv.reader(io.StringIO(text))
        return table(headings, rows, kind="xlsx", name="表")
    sheet = Sheet(
        title=title,
        own=tuple(_blocks(text)),
        released_at=timezone.localtime(at),
        author=document.organ.name,
    )
    return _SETTERS[ending](sheet)


def _blocks(text: str) -> list[Block]:
    """Lines with bars as one table, the first of them its head; every other line a paragraph."""
    lines = text.splitlines()
    rows = [line.split("|") for line in lines if "|" in line]
    cells = [[cell(value, is_header=not at) for value in row] for at, row in enumerate(rows)]
    found: list[Block] = [Table(tuple(map(tuple, cells)))] if cells else []
    return found + [Paragraph(words(line)) for line in lines if "|" not in line]
