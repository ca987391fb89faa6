"""A letter as the plain sheet that is set as Word file and pages, like any other 公文."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from typing import Final

from django.http import FileResponse
from django.utils import timezone

from portal.common.downloads import download
from portal.papers.paper import Paper, Paragraph
from portal.papers.typesetting import LetterSheet, Sheet, docx_bytes, pdf_bytes
from portal.text.model import Annex, Block, Cell, Heading, Table, words
from portal.text.model import Paragraph as TextParagraph
from portal.workdays.calendar import chinese_date

_SETTERS: Final[Mapping[str, tuple[Callable[[Sheet], bytes], str]]] = {
    "docx": (
        docx_bytes,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (pdf_bytes, "application/pdf"),
}
FORMS: Final = tuple(_SETTERS)
_PREVIEW: Final = "预览"


def sheet_of(paper: Paper, *, at: dt.datetime) -> Sheet:
    """The red head, 文号, title, addressee, text, 附件, and the organ with room for its seal."""
    return LetterSheet(
        title=paper.title,
        own=tuple(_block(part) for part in paper.paragraphs),
        attached=tuple(_block(part) for part in paper.attached),
        released_at=timezone.localtime(at),
        author=paper.organ,
        heads=() if paper.is_form else (paper.organ,),
        number=paper.number,
        recipients=" ".join(paper.to.split()),
        enclosures=paper.enclosures,
        signers=(paper.organ,) if paper.dated_on or paper.is_preview else (),
        signed_on=_signed_on(paper),
        watermark=_PREVIEW if paper.is_preview else "",
    )


def _signed_on(paper: Paper) -> str:
    if paper.dated_on:
        return chinese_date(paper.dated_on)
    return "（签发日期）" if paper.is_preview else ""


def letter_file(paper: Paper, form: str, *, number: str, at: dt.datetime) -> FileResponse:
    """The letter as a download. Its name is its 文号, or the case's: nobody is named in it."""
    setter, media_type = _SETTERS[form]
    name = paper.number or f"{paper.title}{number}{f'（{_PREVIEW}）' if paper.is_preview else ''}"
    stream = io.BytesIO(setter(sheet_of(paper, at=at)))
    return download(stream, name=f"{name}.{form}", media_type=media_type)


def _block(part: Paragraph) -> Block:
    if part.kind == "table":
        return Table(tuple(tuple(map(_cell, row)) for row in part.rows))
    if part.kind == "part":
        return Annex(words(part.text))
    if part.kind == "heading":
        return Heading(1, words(part.text))
    return TextParagraph(words(part.text))


def _cell(text: str) -> Cell:
    return Cell(tuple(TextParagraph(words(line)) for line in text.split("\n")))
