"""Drawings of a PDF that pdfium does not read as part of a page, made readable; other words."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Stream

_MAX_DRAWINGS = 2_000
_PAGE = (612, 792)
_OTHER_WORDS = ("/ActualText", "/Alt", "/E")
_OPENERS = (Operator("BDC"), Operator("DP"))


def drawings(document: pikepdf.Pdf) -> tuple[bytes, int]:
    """A PDF with a page for each drawing of the file, and how many were too many.

    Appearances of notes, tiles of patterns and drawings no page uses are all among them. Empty
    when there is none.
    """
    forms = [
        item
        for item in document.objects
        if isinstance(item, Stream)
        and (
            str(item.get("/Subtype", "")) == "/Form"
            or (item.get("/PatternType") == 1 and "/Resources" in item)
        )
    ]
    if not forms:
        return b"", 0
    target = pikepdf.Pdf.new()
    for form in forms[:_MAX_DRAWINGS]:
        page = target.add_blank_page(page_size=_PAGE)
        copy = target.copy_foreign(form)
        copy["/Type"], copy["/Subtype"] = Name.XObject, Name.Form
        for key in ("/PatternType", "/Matrix", "/OC"):
            if key in copy:
                del copy[key]
        page.obj["/Resources"] = Dictionary(XObject=Dictionary(Drawn=copy))
        page.obj["/Contents"] = target.make_stream(b"/Drawn Do")
    return _saved(target), max(len(forms) - _MAX_DRAWINGS, 0)


def with_other_words(document: pikepdf.Pdf) -> tuple[list[str], bytes]:
    """The words that stand in the pages' instructions for others, and the file without them.

    A reader of text is given those words in place of what is drawn, so both have to be read. No
    bytes when there are none.
    """
    words: list[str] = []
    changed = False
    for page in document.pages:
        if not _mentions(page.obj):
            continue
        kept = []
        for each in pikepdf.parse_content_stream(page):
            operands = each.operands
            if each.operator in _OPENERS and isinstance(operands[-1], Dictionary):
                words += _taken(operands[-1])
            kept.append((operands, each.operator))
        for properties in _properties(page.obj):
            words += _taken(properties)
        page.obj["/Contents"] = document.make_stream(pikepdf.unparse_content_stream(kept))
        changed = True
    return words, _saved(document) if changed else b""


def _mentions(page: Any) -> bool:
    if any(True for properties in _properties(page) if "/ActualText" in properties):
        return True
    contents = page.get("/Contents", Array())
    parts = contents if isinstance(contents, Array) else [contents]
    return any(
        key[1:].encode() in part.read_bytes()
        for part in parts
        if isinstance(part, Stream)
        for key in _OTHER_WORDS[:2]
    )


def _properties(page: Any) -> Iterator[Any]:
    resources = page.get("/Resources", Dictionary())
    for value in resources.get("/Properties", Dictionary()).values():
        if isinstance(value, Dictionary):
            yield value


def _taken(properties: Any) -> list[str]:
    words = []
    for key in _OTHER_WORDS:
        if isinstance(properties.get(key), pikepdf.String):
            words.append(str(properties[key]))
            del properties[key]
    return words


def _saved(document: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
