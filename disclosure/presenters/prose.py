"""A text as the page's components show it: blocks with their words as safe HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from disclosure.companions import Mark as PlaceMark
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

# Where pictures are served, by the public id of the file; what is not to be had yet is left out.
Pictures = Mapping[str, str]
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
        said = f' scope="{self.scope}"' if self.scope else ""
        said += f' colspan="{self.across}"' if self.across > 1 else ""
        said += f' rowspan="{self.down}"' if self.down > 1 else ""
        return SafeString(f"<{'th' if self.scope else 'td'}{said}>")

    @property
    def closing(self) -> SafeString:
        return SafeString("</th>" if self.scope else "</td>")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row; `is_inner` says that a cell from above stands before its first one."""

    cells: tuple[ShownCell, ...]
    is_inner: bool

    @property
    def worded(self) -> SafeString:
        """The whole row, where each of its cells has words alone; else nothing."""
        if any(cell.pieces for cell in self.cells):
            return _NO_WORDS
        opening = '<tr class="inner">' if self.is_inner else "<tr>"
        cells = "".join(f"{cell.opening}{cell.words}{cell.closing}" for cell in self.cells)
        return SafeString(f"{opening}{cells}</tr>")


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
    `lead` what stands out at its beginning; `depth` how deep a numbering stands (1 for 一、);
    `beside` what opens behind it.
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
    beside: SafeString = _NO_WORDS


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


def prose_of(
    reading: Reading, pictures: Pictures, marks: Mapping[str, Sequence[PlaceMark]] | None = None
) -> Prose:
    """What the components show of a text, with marks at the passages they belong to."""
    writer = _Writer(pictures, marks or {})
    own = tuple(map(writer.placed, reading.own))
    attached = tuple(map(writer.placed, reading.attached))
    return Prose(own, attached, tuple(writer.notes))


def marks_html(marks: Iterable[PlaceMark]) -> SafeString:
    """Marks as links: the sign, and the words it leads to."""
    return format_html_join(
        "",
        ' <a class="mark-here no-print" href="{}"><b>{}</b>{}</a>',
        ((mark.url, mark.sign, mark.words) for mark in marks),
    )


def opening_html(marks: Sequence[PlaceMark]) -> SafeString:
    """Marks that open in place, without a script: the sign, then each gist and where it is from."""
    if not marks:
        return _NO_WORDS
    told = format_html_join(
        "",
        '<p><a href="{}">{}</a></p><p class="facts">{}</p>',
        ((mark.url, mark.words, mark.gist) for mark in marks),
    )
    return format_html(
        '<details class="opens-here no-print"><summary class="mark-here"><b>{}</b>{}</summary>'
        "{}</details>",
        marks[0].sign,
        marks[0].opening,
        told,
    )


@dataclass
class _Writer:
    """Counts notes and tables as it goes."""

    pictures: Pictures
    marks: Mapping[str, Sequence[PlaceMark]]
    notes: list[ShownNote] = field(default_factory=list)
    tables: int = 0

    def placed(self, place: Place) -> Piece:
        """A block where it stands, with what marks it."""
        piece, marks = self._placed(place), self.marks.get(place.anchor, ())
        if not marks:
            return piece
        links = marks_html(mark for mark in marks if not mark.gist)
        opened = opening_html([mark for mark in marks if mark.gist])
        return replace(piece, words=piece.words + links, beside=opened)

    def _placed(self, place: Place) -> Piece:
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
                return Piece(
                    "figure", self.html(caption), source=self.pictures.get(file, ""), alt=alt
                )
            case Signature(lines):
                return Piece("signature", lines=lines)
            case _:
                return self.placed(Place(block))

    def table(self, block: Table) -> ShownTable:
        """A table, its cells with the scope of headers."""
        self.tables += 1
        number, caption = self.tables, self.html(block.caption)
        grid = laid(block)
        heads = grid.heads
        rows = [
            ShownRow(
                tuple(self.cell(placed, placed.row < heads) for placed in row),
                is_inner=bool(row) and row[0].column > 0,
            )
            for row in grid.rows
        ]
        return ShownTable(number, caption, tuple(rows[:heads]), tuple(rows[heads:]))

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
