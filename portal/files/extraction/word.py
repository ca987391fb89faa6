"""docx: body paragraphs and tables in order, as a reader of the final version sees them."""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError

from portal.files.extraction.numbering import Numbering
from portal.files.extraction.result import ExtractedText, UnreadableFile, doubts_of, tidy
from portal.files.extraction.wordreader import WordReader
from portal.files.formats.wordml import W, hidden_styles
from portal.files.formats.xml import XML_ERRORS, edit_xml

_ERRORS = (PackageNotFoundError, KeyError, AttributeError, RecursionError, *XML_ERRORS)
_QUOTED = 40


def from_docx(data: bytes) -> ExtractedText:
    """Text of the body, then foot- and endnotes; headers and footers are left out and named.

    Automatic numbers are counted and written in front of their paragraphs. Tracked insertions
    count as accepted, deletions and hidden text as gone. Raises UnreadableFile.
    """
    try:
        document = docx.Document(io.BytesIO(data))
        styles = document.styles.element
        numbering = Numbering(_part(document, RELATIONSHIP_TYPE.NUMBERING), styles)
        hidden = hidden_styles(styles)
        reader = WordReader(hidden, numbering, lambda name: _diagram_lines(document, name))
        lines = list(reader.blocks(document.element.body))
        for kind in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
            for note in _notes(document, kind):
                lines.extend(reader.blocks(note))
        aside = _margins(document, hidden)
    except _ERRORS as error:
        raise UnreadableFile("docx 已损坏，请用 Word 或 WPS 重新保存后上传。") from error
    doubts = (*_numbering_doubts(numbering), *reader.doubts.sentences(), *aside)
    return ExtractedText(tidy("\n".join(lines)), "docx", None, None, doubts_of(doubts))


def _parts(document: Any, kind: str) -> Iterator[Any]:
    """The parsed parts of the document that stand in one kind of relation to it."""
    read = set()
    for relation in document.part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            part = relation.target_part
            if part.partname not in read:
                read.add(part.partname)
                yield edit_xml(part.blob)


def _part(document: Any, kind: str) -> Any | None:
    return next(_parts(document, kind), None)


def _notes(document: Any, kind: str) -> Iterator[Any]:
    for root in _parts(document, kind):
        # The two separator "notes" carry a type; real notes do not.
        for note in root:
            if note.get(W + "type") is None:
                yield note


def _diagram_lines(document: Any, name: str) -> list[str]:
    """The lines of a SmartArt drawing, from the part that holds its points."""
    relation = document.part.rels.get(name)
    if relation is None or relation.is_external:
        return []
    points = edit_xml(relation.target_part.blob).iter("{*}p")
    lines = ("".join(t.text or "" for t in point.iter("{*}t")) for point in points)
    return [line for line in lines if line.strip()]


def _margins(document: Any, hidden: frozenset[str]) -> tuple[str, ...]:
    """A doubt that quotes headers and footers with words in them; page numbers are none."""
    found: list[str] = []
    for kind in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER):
        for root in _parts(document, kind):
            reader = WordReader(hidden, Numbering(None, None), lambda _name: [])
            text = " ".join(" ".join(reader.blocks(root)).split())
            if sum("\u3400" <= letter <= "\u9fff" for letter in text) > 2 and text not in found:
                found.append(text)
    if not found:
        return ()
    quoted = "；".join(found)
    shown = quoted if len(quoted) <= _QUOTED else quoted[: _QUOTED - 1] + "…"
    return (f"页眉页脚中的文字（{shown}）没有录入正文，请核对是否需要。",)


def _numbering_doubts(numbering: Numbering) -> Iterator[str]:
    if numbering.used:
        yield "文档使用了自动编号，编号已按文档的设置算出并写入文字，请对照原件核对。"
    if numbering.unknown:
        forms = "、".join(sorted(numbering.unknown))
        yield f"自动编号用了本系统不认识的格式（{forms}），已写成阿拉伯数字，请对照原件改正。"
    if numbering.missing:
        yield "有自动编号在文档中没有定义，编号未能算出，请对照原件补上。"
