"""docx: body paragraphs and tables in order, as a reader of the final version sees them."""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError

from portal.files.extraction.result import ExtractedText, UnreadableFile, row_text, tidy
from portal.files.formats.wordml import (
    DELETED,
    INSERTED,
    W,
    child,
    hidden_styles,
    is_hidden_run,
    paragraph_style,
)
from portal.files.formats.xml import XML_ERRORS, edit_xml, local_name

_TRANSPARENT = INSERTED | {
    "body", "sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo",
}  # fmt: skip
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DRAWINGS = frozenset({"drawing", "pict", "object", "AlternateContent"})
_ERRORS = (PackageNotFoundError, KeyError, AttributeError, RecursionError, *XML_ERRORS)


def from_docx(data: bytes) -> ExtractedText:
    """Text of the body, then foot- and endnotes; headers and footers are left out.

    Tracked insertions count as accepted, deletions and hidden text as gone. Raises UnreadableFile.
    """
    try:
        document = docx.Document(io.BytesIO(data))
        reader = _Reader(hidden_styles(document.styles.element))
        lines = list(reader.blocks(document.element.body))
        for kind in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
            for note in _notes(document, kind):
                lines.extend(reader.blocks(note))
    except _ERRORS as error:
        raise UnreadableFile("docx 已损坏，请用 Word 或 WPS 重新保存后上传。") from error
    return ExtractedText(tidy("\n".join(lines)), "docx", None, None, reader.doubts())


def _notes(document: Any, kind: str) -> Iterator[Any]:
    for relation in document.part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            # The two separator "notes" carry a type; real notes do not.
            for note in edit_xml(relation.target_part.blob):
                if note.get(W + "type") is None:
                    yield note


class _Reader:
    """Walks blocks and runs, remembering what a human should be told."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self._hidden = hidden
        self._changes = self._vanished = self._numbered = False

    def doubts(self) -> tuple[str, ...]:
        rows = (
            (self._changes, "文档含有修订痕迹，已按“接受全部修订”提取。"),
            (self._vanished, "文档含有隐藏文字，未提取。"),
            (self._numbered, "文档使用了自动编号，编号本身未提取。"),
        )
        return tuple(sentence for found, sentence in rows if found)

    def blocks(self, container: Any) -> Iterator[str]:
        """Lines of a body, cell, note or text box."""
        carried = ""
        for element in container:
            name = local_name(element)
            if name in DELETED:
                self._changes = True
            elif name == "p":
                text, boxes = self._paragraph(element)
                if child(element, "pPr", "rPr", "del") is not None:
                    # The paragraph mark itself was deleted: the text runs on into the next.
                    carried += text
                    continue
                yield carried + text
                carried = ""
                yield from boxes
            elif name == "tbl":
                yield from self._rows(element)
            elif name in _TRANSPARENT:
                self._changes |= name in INSERTED
                yield from self.blocks(element)
        if carried:
            yield carried

    def _paragraph(self, paragraph: Any) -> tuple[str, list[str]]:
        if child(paragraph, "pPr", "numPr") is not None:
            self._numbered = True
        boxes: list[str] = []
        return "".join(self._inline(paragraph, paragraph_style(paragraph), boxes)), boxes

    def _inline(self, parent: Any, style: str, boxes: list[str]) -> Iterator[str]:
        for element in parent:
            name = local_name(element)
            if name in DELETED:
                self._changes = True
            elif name == "r":
                if is_hidden_run(element, self._hidden, style):
                    self._vanished = True
                else:
                    yield from self._run(element, boxes)
            elif name in _TRANSPARENT:
                self._changes |= name in INSERTED
                yield from self._inline(element, style, boxes)
            elif name == "oMath":
                yield "".join(t.text or "" for t in element.iter() if local_name(t) == "t")

    def _run(self, run: Any, boxes: list[str]) -> Iterator[str]:
        for element in run:
            name = local_name(element)
            if name == "t":
                yield element.text or ""
            elif name in _MARKS:
                yield _MARKS[name]
            elif name in _DRAWINGS:
                for box in _text_boxes(element):
                    boxes.extend(self.blocks(box))

    def _rows(self, table: Any) -> Iterator[str]:
        for row in _items(table, "tr"):
            if child(row, "trPr", "del") is not None:
                self._changes = True
                continue
            yield row_text([" ".join(self.blocks(cell)) for cell in _items(row, "tc")])


def _items(parent: Any, wanted: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, looking through content controls."""
    for element in parent:
        name = local_name(element)
        if name == wanted:
            yield element
        elif name in _TRANSPARENT:
            yield from _items(element, wanted)


def _text_boxes(element: Any) -> Iterator[Any]:
    """Text boxes of a drawing; of two renderings of one box only the first (mc:Choice)."""
    for inner in element:
        name = local_name(inner)
        if name == "txbxContent":
            yield inner
        elif name != "Fallback":
            yield from _text_boxes(inner)
