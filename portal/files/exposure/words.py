"""Telling values that may carry words from measures and identifiers; numbers written in boxes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

# Chinese characters, an address of mail, or as many digits as the shortest telephone number.
_WORDS = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff@]|\d(?:[^0-9A-Za-z]{0,3}\d){6}")
_GUID = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?")
_BOX = 2
_MIN_BOXES = 8


def carries_words(value: str) -> bool:
    """Whether a value could hold a name, a number of a person or a mark."""
    return _WORDS.search(value) is not None and _GUID.fullmatch(value) is None


def spelt(value: str) -> list[str]:
    """A value as written, and with what is written in per cent read, where that may say more."""
    plain = unquote(value) if "%" in value else value
    return [each for each in dict.fromkeys((value, plain)) if carries_words(each)]


def listed(values: Iterable[str]) -> str:
    """Values that have nothing to do with each other, as one text."""
    return "\n\n".join(dict.fromkeys(each for value in values for each in spelt(value)))


def boxed(pieces: Sequence[str]) -> list[str]:
    """Numbers written one or two characters a box, each run of boxes joined to one word."""
    found: list[str] = []
    run: list[str] = []
    for piece in (*pieces, ""):
        word = piece.strip()
        if 0 < len(word) <= _BOX and word.isalnum() and word.isascii():
            run.append(word)
            continue
        if len(run) >= _MIN_BOXES:
            found.append("".join(run))
        run = []
    return found


def row_lines(cells: Sequence[str]) -> list[str]:
    """A row of a table: its cells parted by tabs, then each number that stands in its boxes."""
    words = [" ".join(cell.split()) for cell in cells]
    return ["\t".join(words).rstrip("\t"), *boxed(words)]


def flowing(lines: Sequence[str]) -> str:
    """Lines of a story, and the numbers that stand one character a line."""
    return "\n".join((*lines, *(f"\n{number}" for number in boxed(lines))))
