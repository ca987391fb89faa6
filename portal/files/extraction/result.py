"""What extraction answers with."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.text.model import Text

# Everything below space except tab and newline, plus what PDF producers leave behind.
NOISE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|\x0c|\x85|\u2028|\u2029")
_GAPS = re.compile("\n{3,}")


class UnreadableFile(Exception):
    """No text can be had from a file; ``message`` is Chinese and says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ScannedFile(UnreadableFile):
    """The file is made of pictures: there is text in it once they have been recognised."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What could not be read, or only by a guess: a person must look.

    ``what`` is a Chinese sentence; ``blocks`` are the indexes of the blocks of the structure it
    speaks of, none when it speaks of the whole. ``page`` is counted from 1; ``box`` is the place
    on it as left, top, right and bottom in shares of its width and height.
    """

    what: str
    blocks: tuple[int, ...] = ()
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands: ``page`` from 1, ``box`` as that of a doubt; ``confidence`` is 1 for
    text that the file holds, below it what the recogniser says of a line of a scan.
    """

    page: int
    box: tuple[float, float, float, float]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """A picture of the document as its bytes; ``kind`` is one of formats.kinds (png, jpeg)."""

    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """Text in reading order, lines ended by ``\\n``, cells of a row parted by tabs.

    ``encoding`` is set for text kinds, ``pages`` for PDF and OFD. ``structure`` is the same text
    as blocks; ``origins`` says of each line of ``text`` which of them it is from, -1 for none (a
    blank line, a note below the text). Pictures are ``parts``: until they are stored the figure
    of the first names its file ``part:1`` (`part_name`). ``places`` says where each line of
    ``text`` stands, for what has pages; there a paragraph is one printed line. What was
    ``recognised`` is read from pictures: it is 识别文字 wherever it is shown. ``scanned`` are the
    pages, from 1, that are pictures and were not recognised.
    """

    text: str
    kind: str
    encoding: str | None = None
    pages: int | None = None
    doubts: tuple[Doubt, ...] = ()
    structure: Text = field(default_factory=Text)
    origins: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    places: tuple[Place | None, ...] = ()
    recognised: bool = False
    scanned: tuple[int, ...] = ()


def doubts_of(sentences: Iterable[str]) -> tuple[Doubt, ...]:
    """Doubts about the document as a whole."""
    return tuple(Doubt(sentence) for sentence in sentences)


def part_name(place: int) -> str:
    """What a figure names as its file while its picture is the part at ``place`` (from 0)."""
    return f"part:{place + 1}"


def tidy(text: str) -> str:
    """Normalise line ends, drop control characters, trailing blanks and long gaps.

    Tabs at the end of a line stay: they are empty cells of a row.
    """
    return _GAPS.sub("\n\n", "\n".join(plain_lines(text))).strip("\n")


def plain_lines(text: str, *, strip: bool = True) -> list[str]:
    """The lines of a text without control characters and, with `strip`, trailing blanks."""
    lines = NOISE.sub("", _BREAKS.sub("\n", text)).split("\n")
    if not strip:
        return lines
    return [line.rstrip(" \u3000") if line.strip() else "" for line in lines]


def row_text(cells: list[str]) -> str:
    """One table row: cells on one line, parted by tabs, empty cells kept in place.

    A row whose cells are all empty gives an empty line.
    """
    row = "\t".join(" ".join(cell.split()) for cell in cells)
    return row if row.strip() else ""
