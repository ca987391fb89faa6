"""The walk through blocks and runs of a Word document, in reading order.

What has text is read; what has none that could be read is named among the doubts. Nothing is
dropped because its element is not on a list.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from portal.files.extraction.formulas import drawn_text, formula_text
from portal.files.extraction.numbering import Numbering
from portal.files.extraction.result import row_text
from portal.files.extraction.symbols import UNKNOWN_SYMBOL, symbol_text
from portal.files.extraction.worddoubts import Doubts
from portal.files.formats.wordml import (
    DELETED,
    INSERTED,
    W,
    child,
    is_hidden_run,
    paragraph_style,
)
from portal.files.formats.xml import local_name

_TRANSPARENT: Final = INSERTED | {
    "body", "sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo",
}  # fmt: skip
_MARKS: Final = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "",
    "pgNum": "", "separator": "", "continuationSeparator": "", "lastRenderedPageBreak": "",
    "annotationRef": "", "footnoteRef": "", "endnoteRef": "",
}  # fmt: skip
_DRAWINGS: Final = frozenset({"drawing", "pict", "object", "AlternateContent"})
_REFERENCES: Final = frozenset({"footnoteReference", "endnoteReference", "commentReference"})
# Elements that carry no text of the document: properties, positions, marks of tools.
_SILENT: Final = frozenset({
    "sectPr", "proofErr", "bookmarkStart", "bookmarkEnd", "permStart", "permEnd",
    "commentRangeStart", "commentRangeEnd", "moveFromRangeStart", "moveFromRangeEnd",
    "moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd",
    "customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlMoveFromRangeStart",
    "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd",
    "tblGrid", "delText", "delInstrText", "instrText",
})  # fmt: skip


class WordReader:
    """Reads the parts of one document one after another; numbers run on through them.

    ``diagram`` gives the lines of a SmartArt drawing by its relationship id.
    """

    def __init__(
        self,
        hidden: frozenset[str],
        numbering: Numbering,
        diagram: Callable[[str], list[str]],
    ) -> None:
        self._hidden = hidden
        self._numbering = numbering
        self._diagram = diagram
        self._fields: list[_Field] = []
        self._tables = 0
        self.doubts = Doubts()

    def blocks(self, container: Any) -> Iterator[str]:
        """Lines of a body, cell, note or text box."""
        carried = ""
        for element in container:
            name = local_name(element)
            if name in DELETED:
                self.doubts.changes = True
            elif name == "p":
                text, boxes = self._paragraph(element)
                if child(element, "pPr", "rPr", "del") is not None:
                    # The paragraph mark itself was deleted: the text runs on into the next.
                    carried += text
                    continue
                yield self._numbering.number(element) + carried + text
                carried = ""
                yield from boxes
            elif name == "tbl":
                yield from self._rows(element)
            elif name in _TRANSPARENT:
                self.doubts.changes |= name in INSERTED
                yield from self.blocks(element)
            elif name == "AlternateContent":
                yield from self.blocks(_rendering(element))
            elif name in ("oMathPara", "oMath"):
                yield self._formula(element)
            elif not _is_silent(name):
                yield self._unknown(element, name)
        if carried:
            yield carried

    def _paragraph(self, paragraph: Any) -> tuple[str, list[str]]:
        boxes: list[str] = []
        return "".join(self._inline(paragraph, paragraph_style(paragraph), boxes)), boxes

    def _inline(self, parent: Any, style: str, boxes: list[str]) -> Iterator[str]:
        for element in parent:
            name = local_name(element)
            if name in DELETED:
                self.doubts.changes = True
            elif name == "r":
                if is_hidden_run(element, self._hidden, style):
                    self.doubts.vanished = True
                else:
                    yield from self._run(element, boxes)
            elif name in _TRANSPARENT:
                self.doubts.changes |= name in INSERTED
                yield from self._inline(element, style, boxes)
            elif name == "AlternateContent":
                yield from self._inline(_rendering(element), style, boxes)
            elif name in ("oMathPara", "oMath"):
                yield self._formula(element)
            elif not _is_silent(name):
                yield self._unknown(element, name)

    def _run(self, run: Any, boxes: list[str]) -> Iterator[str]:
        for element in run:
            name = local_name(element)
            if name == "t":
                yield element.text or ""
            elif name in _MARKS:
                yield _MARKS[name]
            elif name == "fldChar":
                yield self._field(element)
            elif name == "instrText" and self._fields:
                self._fields[-1].instruction += element.text or ""
            elif name == "sym":
                yield self._symbol(element)
            elif name in _DRAWINGS:
                boxes.extend(self._drawing(element))
            elif name == "ruby":
                self.doubts.ruby = True
                base = child(element, "rubyBase")
                yield from self._inline(base if base is not None else (), "", boxes)
            elif name in _REFERENCES:
                self.doubts.notes += name != "commentReference"
                self.doubts.comments |= name == "commentReference"
            elif not _is_silent(name):
                yield self._unknown(element, name)

    def _field(self, element: Any) -> str:
        """Characters a field draws by its instruction alone; results stand in runs of their own."""
        match element.get(W + "fldCharType"):
            case "begin":
                self._fields.append(_Field())
                return self._form_field(child(element, "ffData"))
            case "separate" if self._fields:
                self._fields[-1].has_result = True
            case "end" if self._fields:
                field = self._fields.pop()
                drawn = None if field.has_result else drawn_text(field.instruction)
                if drawn is not None:
                    self.doubts.drawn.append(drawn)
                    return drawn
        return ""

    def _form_field(self, data: Any | None) -> str:
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

    def _symbol(self, element: Any) -> str:
        drawn = symbol_text(element.get(W + "font", ""), element.get(W + "char", ""))
        if drawn is None:
            self.doubts.symbols = True
            return UNKNOWN_SYMBOL
        return drawn

    def _formula(self, element: Any) -> str:
        self.doubts.formulas += 1
        return formula_text(element)

    def _drawing(self, element: Any) -> Iterator[str]:
        """Lines in text boxes, WordArt and diagrams of a drawing; the rest is named.

        Of two renderings of one drawing the first is read (mc:Choice), the other where the
        first holds no text.
        """
        for inner in element:
            name = local_name(inner)
            if name == "txbxContent":
                yield from self.blocks(inner)
            elif name == "textpath":
                yield inner.get("string", "")
            elif name == "t":
                yield inner.text or ""
            elif name == "relIds":
                self.doubts.diagrams += 1
                yield from self._diagram(_relation(inner, "dm"))
            elif name in ("pic", "imagedata"):
                self.doubts.pictures += 1
            elif name == "chart":
                self.doubts.charts += 1
            elif name == "OLEObject":
                self.doubts.objects += 1
            elif name == "AlternateContent":
                yield from self._drawing(inner)
            elif name == "Choice":
                before = self.doubts.seen()
                lines = list(self._drawing(inner))
                yield from lines
                if any(line.strip() for line in lines) or self.doubts.seen() != before:
                    return
            else:
                yield from self._drawing(inner)

    def _rows(self, table: Any) -> Iterator[str]:
        self._tables += 1
        for row in _items(table, "tr"):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                self.doubts.changes = True
                continue
            cells = [""] * _span(child(properties, "gridBefore"), otherwise=0)
            for cell in _items(row, "tc"):
                cells.append(" ".join(self.blocks(cell)))
                width = _span(child(cell, "tcPr", "gridSpan"), otherwise=1)
                cells += [""] * (width - 1)
                merged = width > 1 or child(cell, "tcPr", "vMerge") is not None
                self.doubts.merged |= merged
            self.doubts.nested |= self._tables > 1
            yield row_text(cells)
        self._tables -= 1

    def _unknown(self, element: Any, name: str) -> str:
        """The text of an element this reader has no rule for, named so that a person looks."""
        text = "".join(t.text or "" for t in element.iter() if local_name(t) == "t")
        self.doubts.unknown[name] += 1
        return text


class _Field:
    """A field that is open: its instruction, and whether a result follows it."""

    def __init__(self) -> None:
        self.instruction = ""
        self.has_result = False


def _is_silent(name: str) -> bool:
    return not name or name in _SILENT or name.endswith("Pr")


def _rendering(alternatives: Any) -> Any:
    """The first rendering of mc:AlternateContent that is there."""
    return next(iter(alternatives), ())


def _relation(element: Any, wanted: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if k.endswith("}" + wanted)), "")


def _span(element: Any | None, *, otherwise: int) -> int:
    """How many columns an element says; never more than a page can hold."""
    text = element.get(W + "val", "") if element is not None else ""
    return min(int(text), 63) if text.isascii() and text.isdecimal() else otherwise


def _items(parent: Any, wanted: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, looking through content controls."""
    for element in parent:
        name = local_name(element)
        if name == wanted:
            yield element
        elif name in _TRANSPARENT:
            yield from _items(element, wanted)
