"""The walk through blocks of a Word document, in reading order: paragraphs, tables, drawings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from portal.files.extraction.drawings import Pictures
from portal.files.extraction.numbering import Label, Numbering
from portal.files.extraction.pieces import Piece, clean
from portal.files.extraction.worddoubts import Doubts
from portal.files.extraction.wordparts import WordPart
from portal.files.extraction.wordruns import TRANSPARENT, Runs, is_silent, rendering
from portal.files.extraction.wordstyles import Styles
from portal.files.extraction.wordtables import read_table
from portal.files.formats.wordml import DELETED, INSERTED, child, paragraph_style
from portal.files.formats.xml import local_name
from portal.text.inlines import characters, cut, unmarked
from portal.text.model import Block, Figure, Heading, Inline, Inlines, Mark, Paragraph, words

# What a drawing holds without text, by the doubt it is counted under.
_COUNTED: Final = {"chart": "charts", "OLEObject": "objects"}
_CAPTION: Final = re.compile(
    r"[图表]\s?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:[-－—.．][0-9]{1,3})*[\s:：、.．]\s*\S.{0,58}[^。；：，]"
)


class WordReader:
    """Reads the containers of one part one after another; numbers run on through them."""

    def __init__(
        self,
        part: WordPart,
        numbering: Numbering,
        styles: Styles,
        hidden: frozenset[str],
        *,
        doubts: Doubts,
        pictures: Pictures,
        notes: dict[tuple[str, str], Inlines],
    ) -> None:
        self._part = part
        self._numbering = numbering
        self._styles = styles
        self._pictures = pictures
        self._runs = Runs(hidden, styles, doubts, self, part.links, notes)
        self._doubts = doubts
        self._tables = 0
        self._diagrams: set[str] = set()

    def pieces(self, container: Any) -> Iterator[Piece]:
        """What a body, cell, note or text box holds."""
        carried: list[Inline] = []
        for element in container:
            name = local_name(element)
            if name in DELETED:
                self._doubts.note("changes")
            elif name == "p":
                anchored: list[Piece] = []
                style = paragraph_style(element)
                inlines = [*carried, *self._runs.inlines(element, style, anchored)]
                carried = []
                if _is_joined(element):
                    carried = inlines
                    continue
                label = self._numbering.label(element)
                yield self._paragraph(element, style, label, inlines)
                yield from anchored
            elif name == "tbl":
                self._tables += 1
                yield read_table(element, self._doubts, self.pieces, nested=self._tables > 1)
                self._tables -= 1
            elif name in TRANSPARENT:
                self._doubts.note_if("changes", name in INSERTED)
                yield from self.pieces(element)
            elif name == "AlternateContent":
                yield from self.pieces(rendering(element))
            elif name in ("oMathPara", "oMath"):
                yield self._plain([self._runs.formula(element)])
            elif not is_silent(name):
                yield self._plain(words(self._runs.unknown(element, name)))
        if carried:
            yield self._plain(carried)

    def drawn(self, element: Any) -> Iterator[Piece]:
        """Lines in text boxes, WordArt and diagrams of a drawing, and its pictures.

        Of two renderings of one drawing the first is read (mc:Choice), the other where the
        first holds nothing.
        """
        yield from self._drawn(element, "")

    def _drawn(self, element: Any, alt: str) -> Iterator[Piece]:
        for inner in element:
            name = local_name(inner)
            if name in ("inline", "anchor", "shape", "rect"):
                alt = _described(inner) or alt
            if name == "txbxContent":
                yield from self.pieces(inner)
            elif name == "textpath":
                yield self._plain(words(inner.get("string", "")))
            elif name == "t":
                yield self._plain(words(inner.text or ""))
            elif name == "relIds":
                yield from self._points(_relation(inner, "dm"))
            elif name == "pic":
                blip = next(inner.iter("{*}blip"), None)
                alt = alt or _named(next(inner.iter("{*}cNvPr"), None))
                yield self._figure("" if blip is None else _relation(blip, "embed"), alt)
            elif name == "imagedata":
                yield self._figure(_relation(inner, "id"), inner.get("title", "") or alt)
            elif name in _COUNTED:
                self._doubts.note(_COUNTED[name])
            elif name == "Choice":
                before = self._doubts.drawn()
                found = list(self._drawn(inner, alt))
                yield from found
                shown = any(line.strip() for piece in found for line in piece.lines)
                if shown or self._doubts.drawn() != before:
                    return
            else:
                yield from self._drawn(inner, alt)

    def _paragraph(
        self, element: Any, style: str, label: Label, inlines: Iterable[Inline]
    ) -> Piece:
        inlines = list(inlines)
        line = label.text + characters(inlines)
        run = clean(inlines)
        counted = _counted(label) if self._styles.is_counted(style) else None
        is_item = label.is_bullet or counted is not None
        bullet = label.level if is_item else None
        number = "" if is_item else label.text.strip()
        if not label.text and not is_item and (typed := self._typed_number(element)):
            number, run = typed, cut(run, len(typed))
        block: Block | None = None
        is_caption = False
        level = self._styles.level(element, style) if bullet is None else None
        if run and level is not None:
            block = Heading(level, unmarked(run, Mark.STRONG), number)
        elif run or number:
            block = Paragraph(run, number)
            is_caption = bool(run) and (
                self._styles.is_caption(style) or _CAPTION.fullmatch(line.strip()) is not None
            )
        if block is None:
            bullet = None
        return Piece((line,), block, bullet, is_caption, self._doubts.take(), counted)

    def _typed_number(self, paragraph: Any) -> str:
        """What the runs a paragraph opens with say, where their style says they are numbering."""
        found = ""
        for each in paragraph:
            name = local_name(each)
            if name == "r" and self._styles.is_number(each):
                found += "".join(map(_letters, each))
            elif name != "pPr":
                break
        return found.strip()

    def _plain(self, inlines: Iterable[Inline]) -> Piece:
        """A paragraph without properties."""
        inlines = list(inlines)
        run = clean(inlines)
        block = Paragraph(run) if run else None
        return Piece((characters(inlines),), block, noted=self._doubts.take())

    def _figure(self, relation: str, alt: str) -> Piece:
        data = self._part.picture(relation)
        name = self._pictures.add(data) if data else ""
        if not name:
            self._doubts.note("unreadable")
            return Piece(noted=self._doubts.take())
        self._doubts.note("shown")
        self._doubts.note_if("unnamed", not alt)
        return Piece((), Figure(name, alt), noted=self._doubts.take())

    def _points(self, name: str) -> Iterator[Piece]:
        """The lines of a diagram; one that is drawn again is read once."""
        self._doubts.note("diagrams")
        if name not in self._diagrams:
            self._diagrams.add(name)
            for line in self._part.diagram(name):
                yield self._plain(words(line))


def _counted(label: Label) -> int | None:
    """What a counted item is counted as."""
    figure = label.text.strip().rstrip(".")
    return int(figure) if figure.isascii() and figure.isdecimal() else None


def _letters(element: Any) -> str:
    """What a part of a run says, if it is plain text."""
    name = local_name(element)
    return "-" if name == "noBreakHyphen" else element.text or "" if name == "t" else ""


def _is_joined(paragraph: Any) -> bool:
    """Whether the mark of a paragraph was deleted, so that its text runs on into the next."""
    return child(paragraph, "pPr", "rPr", "del") is not None


def _described(element: Any) -> str:
    """The alternative text of a drawing; a bare name (图片 1) describes nothing."""
    if local_name(element) in ("shape", "rect"):
        return str(element.get("alt", "")).strip()
    return _named(next((row for row in element if local_name(row) == "docPr"), None))


def _named(properties: Any | None) -> str:
    if properties is None:
        return ""
    text = properties.get("descr", "") or properties.get("title", "")
    return " ".join(text.split())


def _relation(element: Any, wanted: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if k.endswith("}" + wanted)), "")
