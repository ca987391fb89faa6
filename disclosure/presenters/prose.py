"""A text as the page's components show it: blocks with their words as safe HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString

from disclosure.reading import GAP, Place, Reading
from portal.text import mathml
from portal.text.grid import Placed, laid
from portal.text.model import (
    Annex,
    Article,
    Block,
    Break,
    Figure,
    Formula,
    Heading,
    Inline,
    Inlines,
    List,
    Mark,
    Note,
    Paragraph,
    Ruby,
    Signature,
    Table,
    Words,
)
from portal.text.plain import headed, numbered, words_of

# Where a picture is served, by the public id of its file; empty where it is not to be had yet.
Pictures = Callable[[str], str]
# Which element says a mark; the outermost first.
_MARKS = (
    (Mark.STRONG, "strong"),
    (Mark.EMPHASIS, "em"),
    (Mark.UNDERLINE, "u"),
    (Mark.SUPERSCRIPT, "sup"),
    (Mark.SUBSCRIPT, "sub"),
)
_NO_WORDS = SafeString("")


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell: its words, or blocks where it has more than one; `scope` of a header cell."""

    words: SafeString
    pieces: tuple[Piece, ...]
    across: int
    down: int
    scope: str

    @property
    def opening(self) -> SafeString:
        """Its tag: written here, for a table has thousands, and a template takes its time."""
        said = "".join(
            f' {name}="{value}"'
            for name, value, is_said in (
                ("scope", self.scope, bool(self.scope)),
                ("colspan", self.across, self.across > 1),
                ("rowspan", self.down, self.down > 1),
            )
            if is_said
        )
        return SafeString(f"<{self._tag}{said}>")

    @property
    def closing(self) -> SafeString:
        return SafeString(f"</{self._tag}>")

    @property
    def _tag(self) -> str:
        return "th" if self.scope else "td"


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row; `is_inner` says that a cell from above stands before its first one."""

    cells: tuple[ShownCell, ...]
    is_inner: bool

    @property
    def worded(self) -> SafeString:
        """All its cells, where each has words alone; else nothing."""
        if any(cell.pieces for cell in self.cells):
            return _NO_WORDS
        return SafeString(
            "".join(f"{cell.opening}{cell.words}{cell.closing}" for cell in self.cells)
        )


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table: its number among those of the page, header rows apart."""

    number: int
    caption: SafeString
    head: tuple[ShownRow, ...]
    body: tuple[ShownRow, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One block. `kind` is part, heading, article, paragraph, list, table, figure or signature;
    `lead` what stands out at its beginning; `depth` how deep a numbering stands (1 for 一、).
    """

    kind: str
    words: SafeString = _NO_WORDS
    lead: SafeString = _NO_WORDS
    anchor: str = ""
    level: int = 0
    depth: int = 0
    is_chapter: bool = False
    items: tuple[tuple[Piece, ...], ...] = ()
    ordered: bool = False
    start: int = 1
    table: ShownTable | None = None
    source: str = ""
    alt: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note at the end, with the number under which the text calls it."""

    number: int
    words: SafeString


@dataclass(frozen=True)
class Prose:
    """A whole text as it is shown."""

    own: tuple[Piece, ...]
    attached: tuple[Piece, ...]
    notes: tuple[ShownNote, ...]


def prose_of(reading: Reading, pictures: Pictures) -> Prose:
    """What the components show of a text."""
    writer = _Writer(pictures)
    own = tuple(map(writer.placed, reading.own))
    attached = tuple(map(writer.placed, reading.attached))
    return Prose(own, attached, tuple(writer.notes))


@dataclass
class _Writer:
    """Counts notes and tables as it goes."""

    pictures: Pictures
    notes: list[ShownNote] = field(default_factory=list)
    tables: int = 0

    def placed(self, place: Place) -> Piece:
        """A block where it stands."""
        block, anchor = place.block, place.anchor
        match block:
            case Annex(title, label):
                lead = SafeString(escape(label))
                return Piece("part", self.html(title), lead, anchor=anchor, level=place.level)
            case Heading(level, words, number, run_in) if run_in:
                lead = _numbered(number, words, self.html(words))
                return Piece("paragraph", self.html(run_in), lead, anchor, depth=level)
            case Heading(level, words, number):
                return Piece(
                    "heading",
                    _numbered(number, words, self.html(words)),
                    anchor=anchor,
                    level=place.level,
                    depth=level,
                    is_chapter=place.is_chapter,
                )
            case Article():
                lead = escape(headed(block, gap=""))
                return Piece("article", self.html(block.words), lead, anchor)
            case _:
                return self.piece(block)

    def piece(self, block: Block) -> Piece:
        """A block that nobody jumps to."""
        match block:
            case Paragraph(words, number):
                return Piece("paragraph", _numbered(number, words, self.html(words)))
            case List(items, ordered, start):
                shown = tuple(tuple(map(self.piece, item.blocks)) for item in items)
                return Piece("list", items=shown, ordered=ordered, start=start)
            case Table():
                return Piece("table", table=self.table(block))
            case Figure(file, alt, caption):
                return Piece("figure", self.html(caption), source=self.pictures(file), alt=alt)
            case Signature(lines):
                return Piece("signature", lines=lines)
            case _:
                return self.placed(Place(block))

    def table(self, block: Table) -> ShownTable:
        """A table, its cells with the scope of headers."""
        self.tables += 1
        number, caption = self.tables, self.html(block.caption)
        grid = laid(block)
        rows = [
            ShownRow(
                tuple(self.cell(placed, placed.row < grid.heads) for placed in row),
                is_inner=bool(row) and row[0].column > 0,
            )
            for row in grid.rows
        ]
        return ShownTable(number, caption, tuple(rows[: grid.heads]), tuple(rows[grid.heads :]))

    def cell(self, placed: Placed, in_head: bool) -> ShownCell:
        """One cell; in a header row it heads its columns, elsewhere its rows."""
        cell = placed.cell
        scope = ""
        if cell.is_header:
            wide = cell.across > 1 if in_head else cell.down > 1
            scope = ("col" if in_head else "row") + ("group" if wide else "")
        match cell.blocks:
            case (Paragraph(words, number),):
                only = _numbered(number, words, self.html(words))
                return ShownCell(only, (), cell.across, cell.down, scope)
        pieces = tuple(map(self.piece, cell.blocks))
        return ShownCell(_NO_WORDS, pieces, cell.across, cell.down, scope)

    def html(self, inlines: Inlines) -> SafeString:
        """Words as HTML; notes are kept and called by their number."""
        return SafeString("".join(map(self._inline, inlines)))

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Words(text, marks, href):
                return _words(text, marks, href)
            case Ruby(base, reading):
                return (
                    f"<ruby>{escape(base)}<rp>（</rp><rt>{escape(reading)}</rt><rp>）</rp></ruby>"
                )
            case Formula(text, given):
                return _formula(text, given)
            case Break():
                return "<br>"
            case Note(words):
                return self._note(words)

    def _note(self, words: Inlines) -> str:
        number = len(self.notes) + 1
        self.notes.append(ShownNote(number, self.html(words)))
        return (
            f'<sup class="note-call"><a id="note-{number}-call" href="#note-{number}" '
            f'role="doc-noteref" aria-label="注{number}">{number}</a></sup>'
        )


def _words(text: str, marks: Iterable[Mark], href: str) -> str:
    html = str(escape(text))
    wanted = frozenset(marks)
    for mark, element in reversed(_MARKS) if wanted else ():
        if mark in wanted:
            html = f"<{element}>{html}</{element}>"
    return f'<a href="{escape(href)}">{html}</a>' if href else html


def _formula(text: str, given: str) -> str:
    try:
        return mathml.write(mathml.read(given)) if given else f"<i>{escape(text)}</i>"
    except mathml.MalformedFormula:
        return str(escape(text))


def _numbered(number: str, inlines: Inlines, html: SafeString) -> SafeString:
    """Words behind their numbering, parted as `numbered` parts them."""
    if not number:
        return html
    words = words_of(inlines)
    opening = numbered(number, words, gap=GAP).removesuffix(words) if words else number
    return SafeString(escape(opening) + html)


def _joined(*parts: SafeString) -> SafeString:
    return SafeString(GAP.join(filter(None, parts)))
