"""Titles of 公文, in lines of whole words (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from portal.common.words import words

# What a break costs beside the square of the characters by which a line misses the middle.
_GOOD: Final = 0.0
_PLAIN: Final = 12.0
_INSIDE: Final = 70.0
_BAD: Final = 60.0
_TOO_LONG: Final = 1e6


@lru_cache(maxsize=1024)
def title_lines(title: str, most: float) -> tuple[str, ...]:
    """The title in as few lines as can be, of about one length, none beyond `most` characters.

    A line ends before 关于 and 《 and behind 》 rather than elsewhere, and never inside a word.
    """
    pieces = words(title)
    widths = [width_of(piece) for piece in pieces]
    count = max(1, math.ceil(sum(widths) / most))
    for number in range(count, count + 3):
        ends, cost = _divided(pieces, widths, number, most)
        if cost < _TOO_LONG:
            break
    lines = ["".join(pieces[start:end]) for start, end in pairwise([0, *ends])]
    return tuple(line.strip() for line in lines if line)


def width_of(text: str) -> float:
    """How many characters wide a line is; digits and Latin letters take half."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.5 for letter in text)


def _divided(
    pieces: Sequence[str], widths: Sequence[float], lines: int, most: float
) -> tuple[list[int], float]:
    """Where so many lines end, and what that costs."""
    middle = sum(widths) / lines
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for line in range(lines):
        found: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, ends) in best.items():
            width = 0.0
            for end in range(start, len(pieces) + 1):
                if end > start:
                    width += widths[end - 1]
                if width > most + 0.25 and end > start + 1:
                    break
                last = line == lines - 1
                if last and end != len(pieces):
                    continue
                total = cost + (width - middle) ** 2 + (0.0 if last else _break(pieces, end))
                total += _TOO_LONG if width > most + 0.25 else 0.0
                if end not in found or total < found[end][0]:
                    found[end] = (total, [*ends, end])
        best = found
    cost, ends = best.get(len(pieces), (2 * _TOO_LONG, [len(pieces)]))
    return ends, cost


def _break(pieces: Sequence[str], end: int) -> float:
    """What it costs to end a line before `pieces[end]`."""
    if not 0 < end < len(pieces):
        return _BAD
    before, after = pieces[end - 1], pieces[end]
    if after.startswith(("关于", "《")) or "》" in before:
        return _GOOD
    if before.endswith("关于"):
        return _BAD
    ahead = "".join(pieces[:end])
    return _INSIDE if ahead.count("《") > ahead.count("》") else _PLAIN
