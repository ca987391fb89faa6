"""A page as its pieces lie on it, and what it says in order: the two sides of `lay_out`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from portal.files.boxes import Box


@dataclass(frozen=True, slots=True)
class Letter:
    """One character of a row; ``offset`` is its place in the text of the row."""

    text: str
    box: Box
    offset: int

    @property
    def across(self) -> float:
        """The middle, sidewards."""
        return (self.box[0] + self.box[2]) / 2

    @property
    def down(self) -> float:
        """The middle, downwards."""
        return (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True, slots=True)
class Row:
    """A line as its page gives it: ``text`` with its blanks, a letter for each other character.

    ``confidence`` is 1 for text that a file holds, what the recogniser says for a scan.
    """

    text: str
    letters: tuple[Letter, ...]
    confidence: float = 1.0

    @property
    def box(self) -> Box:
        """Around all of it. A row without letters has no place."""
        return around(letter.box for letter in self.letters)

    @property
    def size(self) -> float:
        """How high its letters are: the middle one of them."""
        heights = sorted(letter.box[3] - letter.box[1] for letter in self.letters)
        return heights[len(heights) // 2] if heights else 0.0

    def part(self, letters: Iterable[Letter]) -> Row:
        """The row of some neighbouring letters of this one, blanks between them kept."""
        chosen = tuple(letters)
        first = chosen[0].offset
        last = chosen[-1]
        text = self.text[first : last.offset + len(last.text)]
        moved = tuple(replace(one, offset=one.offset - first) for one in chosen)
        return Row(text, moved, self.confidence)


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, level or upright: where it stands, and from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Leaf:
    """What lies on one page. ``rows`` are in the order in which the file gives them; ``across``
    are level rules, ``down`` upright ones.
    """

    width: float
    height: float
    rows: tuple[Row, ...] = ()
    across: tuple[Rule, ...] = ()
    down: tuple[Rule, ...] = ()
    pictures: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """One cell of a table: the lines in it, at the grid place of its upper left corner."""

    row: int
    column: int
    down: int = 1
    across: int = 1
    lines: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: how many rows and columns, its cells, where it stands.

    ``ruled`` tables are drawn; the others are told by how their text is aligned. ``edges`` are
    where its columns begin and the last one ends, ``levels`` the same of its rows.
    """

    rows: int
    columns: int
    cells: tuple[Piece, ...]
    box: Box
    edges: tuple[float, ...]
    levels: tuple[float, ...]
    ruled: bool = True

    def numbers(self) -> dict[tuple[int, int], int]:
        """The number of the cell that covers each place (row, column)."""
        return {
            (cell.row + down, cell.column + across): number
            for number, cell in enumerate(self.cells)
            for down in range(cell.down)
            for across in range(cell.across)
        }


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a page says, in reading order: a row, a table, or a picture by its number.

    A row that is ``furniture`` (a running head, a page number) is no part of the text.
    """

    page: int
    row: Row | None = None
    grid: Grid | None = None
    picture: int | None = None
    furniture: bool = False

    @property
    def box(self) -> Box:
        """Where it stands; nowhere for a row without letters and for a picture."""
        if self.grid is not None:
            return self.grid.box
        return self.row.box if self.row is not None and self.row.letters else NOWHERE


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page laid out: its items in reading order, and how many columns its text has."""

    number: int
    width: float
    height: float
    items: tuple[Item, ...] = ()
    columns: int = 1
    # Pictures that lie under or over text: seals, watermarks, backgrounds.
    beside: tuple[int, ...] = field(default=())


NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


def around(boxes: Iterable[Box]) -> Box:
    """The box around some boxes; `NOWHERE` for none."""
    known = list(boxes)
    if not known:
        return NOWHERE
    lefts, tops, rights, bottoms = zip(*known, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def holds(box: Box, letter: Letter, margin: float = 0.0) -> bool:
    """Whether the middle of a letter lies in a box, widened by a margin."""
    left, top, right, bottom = box
    return (
        left - margin <= letter.across <= right + margin
        and top - margin <= letter.down <= bottom + margin
    )
