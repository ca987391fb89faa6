"""What is set, and the measures of GB/T 9704-2012 both settings share."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final

from portal.common.fingerprints import fingerprint
from portal.papers.typesetting.blocks import (
    Cells,
    Line,
    cell_blocks,
    column_shares,
    lines_of,
)
from portal.papers.typesetting.pictures import Picture
from portal.papers.typesetting.titles import title_lines, width_of
from portal.text.grid import Placed
from portal.text.model import Block, Paragraph
from portal.text.plain import words_of

# Raised whenever the setting itself changes, so that kept files are made anew.
EDITION: Final = "4"
PAGE_MM: Final = (210, 297)
MARGINS_MM: Final = {"top": 37, "right": 26, "bottom": 35, "left": 28}
BODY_PT: Final = 16.0
# Titles: of the document, where there is room, and of what it carries.
PART_PT: Final = 22.0
# 28 characters fill 156 mm, 22 lines fill 225 mm.
TRACKING_PT: Final = -0.21
LINE_PT: Final = 28.95
BODY_HEIGHT_PT: Final = 637.8
RED: Final = "D7000F"
_UNSPACED: Final = ("zh", "ja")

# The number of a case, which stays on one line unless it is longer than most of a line.
NUMBER: Final = re.compile(r"(?<![A-Z])[A-Z]+(?:-[A-Z0-9]+){2,}")
LONGEST_NUMBER: Final = 32

_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Sheet:
    """A document ready to be set. `heads` is empty for a 规章: title, 题注 and text only. With a
    `watermark` every page says what it is, for what must not be taken for the document.
    """

    title: str
    own: tuple[Block, ...]
    released_at: dt.datetime
    author: str
    attached: tuple[Block, ...] = ()
    heads: tuple[str, ...] = ()
    head_ending: str = ""
    number: str = ""
    signatory: str = ""
    rule_note: str = ""
    recipients: str = ""
    enclosures: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    signed_on: str = ""
    annotation: str = ""
    copy_to: str = ""
    printed_by: str = ""
    printed_on: str = ""
    watermark: str = ""
    language: str = "zh-Hans"
    pictures: tuple[Picture, ...] = ()
    # By what its blocks are known, where that is quicker to have than the blocks themselves.
    blocks_digest: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same content set the same way."""
        known = replace(self, own=(), attached=()) if self.blocks_digest else self
        return fingerprint(EDITION, repr(known))

    @property
    def is_spaced(self) -> bool:
        """Whether its words stand apart by blanks: then it has neither the indent nor the even edge
        of Han text.
        """
        return self.language.partition("-")[0] not in _UNSPACED

    @property
    def rooms(self) -> tuple[Room, ...]:
        """How the head may stand, the widest first."""
        return _ROOMS

    @property
    def signature_gap(self) -> int:
        """Lines between the text and 署名, which bears no seal (GB/T 9704, 7.3.5.2)."""
        return 1

    @property
    def closing(self) -> str:
        """A last line that is kept with the signature; none where the text ends as it comes."""
        return ""

    @property
    def cells(self) -> Cells:
        """How tables are set."""
        return _CELLS

    @property
    def enclosure_lines(self) -> tuple[str, ...]:
        """附件说明: numbered when there are several."""
        if len(self.enclosures) < 2:
            return self.enclosures
        return tuple(f"{number}. {name}" for number, name in enumerate(self.enclosures, 1))


def cleaned(sheet: Sheet) -> Sheet:
    """The sheet without characters that no XML file may hold."""
    return replace(sheet, **{name: _clean(value) for name, value in _plain(sheet).items()})


@dataclass(frozen=True)
class Room:
    """The head of page one in points: above the mark, gaps in lines, letters of the title; and
    how far the lines of the whole text stand apart.
    """

    top: float
    gap: float
    title: float
    pitch: float = LINE_PT


# As the standard has it, then ever tighter: the first page always shows text.
_ROOMS: Final = (
    Room(99.2, 2, 22),
    Room(57, 2, 22),
    Room(29, 1, 22),
    Room(14, 0.5, 18),
    Room(0, 0.5, 12),
)
_LEAST_LINES: Final = 2
# A letter narrows its head first, then its lines (GB/T 9704, 7.3.5.4: so that the signature does
# not leave its text).
_LETTER_ROOMS: Final = (
    _ROOMS[2],
    Room(14, 0.5, 22),
    Room(14, 0.5, 22, 27),
    Room(0, 0.5, 22, 25),
    Room(0, 0.5, 22, 24),
    Room(0, 0.5, 22, 23),
)
_CELLS: Final = Cells(12, 3, 0, 0)
_LETTER_CELLS: Final = Cells(14, 5, 6, 300)


class LetterSheet(Sheet):
    """A letter to one person: a short one stands on one page, and no signature stands alone."""

    @property
    def rooms(self) -> tuple[Room, ...]:
        """The widest of those with which it takes the fewest pages."""
        return (min(_LETTER_ROOMS, key=self._pages),)

    @property
    def signature_gap(self) -> int:
        """Two lines, as the organ's seal stands over both."""
        return 2

    @property
    def closing(self) -> str:
        """The last line of the text, which stays with the signature."""
        last = self.own[-1] if self.own and self.signed_on else None
        return words_of(last.words) if isinstance(last, Paragraph) else ""

    @property
    def cells(self) -> Cells:
        """Wide enough to write in."""
        return _LETTER_CELLS

    def _pages(self, room: Room) -> int:
        height = sum(_height(line, self.cells, room) for line in lines_of(self.own))
        height += len(self.enclosures) + bool(self.enclosures)
        height += len(self.signers) + 3 if self.signed_on else 0
        beyond = height - _below(self, room)
        return 1 + max(0, math.ceil(beyond * room.pitch / BODY_HEIGHT_PT))


def _height(line: Line, cells: Cells, room: Room) -> float:
    """How many lines a block takes, rather too many than too few."""
    if line.grid is None:
        return math.ceil((width_of(line.text) + 2) / 27.5)
    shares = column_shares(line.grid)
    rows = sum(_row_height(row, shares, cells) for row in line.grid.rows)
    return (rows + 2 * cells.gap) / room.pitch


def _row_height(row: tuple[Placed, ...], shares: tuple[float, ...], cells: Cells) -> float:
    """In points: the longest of its cells."""
    lines = max((_cell_lines(placed, shares, cells) for placed in row), default=1)
    return lines * cells.most * 1.5 + 2 * cells.pad


def _cell_lines(placed: Placed, shares: tuple[float, ...], cells: Cells) -> int:
    room = 430 * sum(shares[placed.column : placed.column + placed.cell.across])
    return sum(
        max(1, math.ceil(width_of(line.text) * cells.most / room))
        for line in cell_blocks(placed.cell.blocks)
    )


def room_of(sheet: Sheet) -> Room:
    """The widest head that leaves lines of the text on the first page."""
    rooms = sheet.rooms
    return next((room for room in rooms if _below(sheet, room) >= _LEAST_LINES), rooms[-1])


def _below(sheet: Sheet, room: Room) -> float:
    """Lines left for the text below the head."""
    title = (len(title_lines(sheet.title, title_room(room.title))) + 1) * room.title * 1.5
    note = math.ceil(width_of(sheet.rule_note) / 27) * room.pitch
    recipients = math.ceil((width_of(sheet.recipients) + 1) / 27) * room.pitch
    height = title + note + (recipients if sheet.recipients else 0)
    if sheet.heads:
        marks = len(sheet.heads) * mark_size(sheet) * 1.2
        height += room.top + marks + (2 * room.gap + 1) * room.pitch + 13
    return (BODY_HEIGHT_PT - height) / room.pitch


def title_room(size: float) -> float:
    """How many characters of so many points a line of the title takes."""
    return math.floor(156 * 72 / 25.4 / size)


def signer_indents(sheet: Sheet) -> tuple[float, float]:
    """Characters free to the right of every signer and of the date; several stand in line."""
    if len(sheet.signers) != 1:
        return 2.0, 2.0
    return signature_indents(sheet.signers[0], sheet.signed_on)


def signature_indents(name: str, date: str) -> tuple[float, float]:
    """Characters free to the right of 署名 and 成文日期, without a seal.

    The date begins two characters to the right of the name; the one that reaches further stands
    two characters from the edge.
    """
    if not date:
        return 2.0, 2.0
    ahead = width_of(name) - width_of(date) - 2
    return (2.0, 2.0 + ahead) if ahead >= 0 else (2.0 - ahead, 2.0)


def mark_size(sheet: Sheet) -> float:
    """The red mark as large as its longest name and what follows it allow on a line, in points."""
    longest = max((width_of(name) for name in sheet.heads), default=1.0)
    beside = width_of(sheet.head_ending) + (0.5 if len(sheet.heads) > 1 else 0.0)
    most = 44.0 if len(sheet.heads) == 1 else 30.0
    return max(14.0, min(most, 436 / (longest + beside)))


def _plain(sheet: Sheet) -> dict[str, Any]:
    kept = ("released_at", "pictures")
    return {each.name: getattr(sheet, each.name) for each in fields(sheet) if each.name not in kept}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _FORBIDDEN.sub("", value)
    if isinstance(value, tuple):
        return tuple(_clean(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{each.name: _clean(getattr(value, each.name)) for each in fields(value)}
        )
    return value
