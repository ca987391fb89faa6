"""The walk through the runs of a paragraph of Word: words with their marks, in reading order.

What has text is read; what has none that could be read is named among the doubts. Nothing is
dropped because its element is not on a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from portal.files.extraction.formulas import drawn_text, formula_text
from portal.files.extraction.mathml import mathml_of
from portal.files.extraction.pieces import Piece
from portal.files.extraction.symbols import UNKNOWN_SYMBOL, symbol_text
from portal.files.extraction.worddoubts import Doubts
from portal.files.extraction.wordstyles import Styles
from portal.files.formats.wordml import DELETED, INSERTED, W, child, is_hidden_run
from portal.files.formats.xml import local_name
from portal.text.inlines import characters
from portal.text.model import Break, Formula, Inline, Inlines, Note, Ruby, Words

TRANSPARENT: Final = INSERTED | {
    "body", "sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo",
}  # fmt: skip
_CHARACTERS: Final = {
    "tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": "",
    "pgNum": "", "separator": "", "continuationSeparator": "", "lastRenderedPageBreak": "",
    "annotationRef": "", "footnoteRef": "", "endnoteRef": "",
}  # fmt: skip
_BREAKS: Final = frozenset({"br", "cr"})
_DRAWINGS: Final = frozenset({"drawing", "pict", "object", "AlternateContent"})
_NOTES: Final = frozenset({"footnoteReference", "endnoteReference"})
# Elements that carry no text of the document: properties, positions, marks of tools.
_SILENT: Final = frozenset({
    "sectPr", "proofErr", "bookmarkStart", "bookmarkEnd", "permStart", "permEnd",
    "commentRangeStart", "commentRangeEnd", "moveFromRangeStart", "moveFromRangeEnd",
    "moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd",
    "customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlMoveFromRangeStart",
    "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd",
    "tblGrid", "delText", "delInstrText", "instrText",
})  # fmt: skip
_LINK_FIELD: Final = re.compile(r'\s*HYPERLINK\s+"([^"]{1,2000})"', re.IGNORECASE)
_ADDRESS: Final = re.compile(r"(?:https?://|mailto:)\S{1,2000}", re.IGNORECASE)


class Drawer(Protocol):
    """Reads what a drawing shows, as pieces that stand behind its paragraph."""

    def drawn(self, element: Any) -> Iterator[Piece]: ...


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, and whether a result follows it."""

    instruction: str = ""
    has_result: bool = False


@dataclass(slots=True)
class Runs:
    """Reads paragraphs of one part of the document; fields may go on through several.

    `links` gives the address a relation leads to, `notes` each note by kind and id.
    """

    hidden: frozenset[str]
    styles: Styles
    doubts: Doubts
    drawer: Drawer
    links: Mapping[str, str]
    notes: Mapping[tuple[str, str], Inlines] = field(default_factory=dict)
    _fields: list[_Field] = field(default_factory=list)

    def inlines(
        self, parent: Any, style: str, anchored: list[Piece], href: str = ""
    ) -> Iterator[Inline]:
        """What a paragraph says; what its drawings show is added to `anchored`."""
        for element in parent:
            name = local_name(element)
            if name in DELETED:
                self.doubts.note("changes")
            elif name == "r":
                if is_hidden_run(element, self.hidden, style):
                    self.doubts.note("vanished")
                else:
                    yield from self._run(element, anchored, href)
            elif name in TRANSPARENT:
                self.doubts.note_if("changes", name in INSERTED)
                yield from self.inlines(element, style, anchored, self._href(element, name, href))
            elif name == "AlternateContent":
                yield from self.inlines(rendering(element), style, anchored, href)
            elif name in ("oMathPara", "oMath"):
                yield self.formula(element)
            elif not is_silent(name):
                yield Words(self.unknown(element, name), href=href)

    def formula(self, element: Any) -> Formula:
        """A formula, in one line and as MathML."""
        self.doubts.note("formulas")
        return Formula(formula_text(element), mathml_of(element))

    def unknown(self, element: Any, name: str) -> str:
        """The text of an element this reader has no rule for, named so that a person looks."""
        text = "".join(t.text or "" for t in element.iter() if local_name(t) == "t")
        self.doubts.note("unknown", name)
        return text

    def _run(self, run: Any, anchored: list[Piece], href: str) -> Iterator[Inline]:
        marks = self.styles.marks(run)
        for element in run:
            name = local_name(element)
            if name == "t":
                yield Words(element.text or "", marks, href or self._field_href())
            elif name in _BREAKS:
                yield Break()
            elif name in _DRAWINGS:
                anchored.extend(self.drawer.drawn(element))
            elif name == "ruby":
                yield from self._ruby(element, anchored)
            elif name in _NOTES:
                yield from self._note(element, name)
            else:
                yield Words(self._drawn_characters(element, name), marks)

    def _drawn_characters(self, element: Any, name: str) -> str:
        """Characters that are no run of text: marks, symbols, fields, and what nobody foresaw."""
        if name in _CHARACTERS:
            return _CHARACTERS[name]
        if name == "fldChar":
            return self._field(element)
        if name == "sym":
            return self._symbol(element)
        if name == "instrText" and self._fields:
            self._fields[-1].instruction += element.text or ""
        elif name == "commentReference":
            self.doubts.note("comments")
        elif not is_silent(name):
            return self.unknown(element, name)
        return ""

    def _note(self, element: Any, name: str) -> Iterator[Inline]:
        words = self.notes.get((name.removesuffix("Reference"), element.get(W + "id", "")))
        if words:
            yield Note(words)

    def _ruby(self, element: Any, anchored: list[Piece]) -> Iterator[Inline]:
        base, reading = child(element, "rubyBase"), child(element, "rt")
        below = list(self.inlines(base if base is not None else (), "", anchored))
        above = characters(self.inlines(reading if reading is not None else (), "", anchored))
        if above.strip():
            yield Ruby(characters(below), above.strip())
        else:
            yield from below

    def _href(self, element: Any, name: str, outer: str) -> str:
        if name != "hyperlink":
            return outer
        relation = next((str(v) for k, v in element.attrib.items() if k.endswith("}id")), "")
        return address(self.links.get(relation, "")) or outer

    def _field_href(self) -> str:
        """Where the innermost link leads whose result is being read."""
        for open_field in reversed(self._fields):
            if open_field.has_result and (match := _LINK_FIELD.match(open_field.instruction)):
                return address(match[1])
        return ""

    def _field(self, element: Any) -> str:
        """Characters a field draws by its instruction alone; results stand in runs of their own."""
        match element.get(W + "fldCharType"):
            case "begin":
                self._fields.append(_Field())
                return _form_field(child(element, "ffData"))
            case "separate" if self._fields:
                self._fields[-1].has_result = True
            case "end" if self._fields:
                closed = self._fields.pop()
                drawn = None if closed.has_result else drawn_text(closed.instruction)
                if drawn is not None:
                    self.doubts.note("characters", drawn)
                    return drawn
        return ""

    def _symbol(self, element: Any) -> str:
        drawn = symbol_text(element.get(W + "font", ""), element.get(W + "char", ""))
        if drawn is None:
            self.doubts.note("symbols")
            return UNKNOWN_SYMBOL
        return drawn


def address(target: str) -> str:
    """An address that a link of a text may lead to, empty for any other."""
    return target if _ADDRESS.fullmatch(target) else ""


def is_silent(name: str) -> bool:
    """Whether an element carries no text of the document."""
    return not name or name in _SILENT or name.endswith("Pr")


def rendering(alternatives: Any) -> Any:
    """The first rendering of mc:AlternateContent that is there."""
    return next(iter(alternatives), ())


def _form_field(data: Any | None) -> str:
    """Check boxes and choices of old forms: their value is no run of text."""
    if data is None:
        return ""
    box, choice = child(data, "checkBox"), child(data, "ddList")
    if box is not None:
        row = child(box, "checked")
        row = row if row is not None else child(box, "default")
        return "☑" if row is not None and row.get(W + "val", "1") not in ("0", "false") else "☐"
    if choice is not None:
        entries = [row.get(W + "val", "") for row in choice.findall(W + "listEntry")]
        result = child(choice, "result")
        at = result.get(W + "val", "0") if result is not None else "0"
        return entries[int(at)] if at.isdecimal() and int(at) < len(entries) else ""
    return ""
