"""What extraction answers with."""

import re
from dataclasses import dataclass

# Everything below space except tab and newline, plus what PDF producers leave behind.
_NOISE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|\x0c|\x85|\u2028|\u2029")
_GAPS = re.compile("\n{3,}")


class UnreadableFile(Exception):
    """No text can be had from a file; ``message`` is Chinese and says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """Text in reading order, lines ended by ``\\n``, cells of a row parted by tabs.

    ``encoding`` is set for text kinds, ``pages`` for PDF and OFD. ``doubts`` are Chinese
    sentences about what could not be read, or only by a guess: a person must see them.
    """

    text: str
    kind: str
    encoding: str | None = None
    pages: int | None = None
    doubts: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """Normalise line ends, drop control characters, trailing blanks and long gaps.

    Tabs at the end of a line stay: they are empty cells of a row.
    """
    text = _NOISE.sub("", _BREAKS.sub("\n", text))
    lines = (line.rstrip(" \u3000") if line.strip() else "" for line in text.split("\n"))
    return _GAPS.sub("\n\n", "\n".join(lines)).strip("\n")


def row_text(cells: list[str]) -> str:
    """One table row: cells on one line, parted by tabs, empty cells kept in place.

    A row whose cells are all empty gives an empty line.
    """
    row = "\t".join(" ".join(cell.split()) for cell in cells)
    return row if row.strip() else ""
