"""Which lines are rows of a table, their cells parted by tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# A row of one cell among rows is an empty cell's neighbour; a sentence there is an indented one.
_PROSE: Final = re.compile("[。；]")


def table_rows(lines: Sequence[str], *, alone: int = 3) -> set[int]:
    """Return the indexes of the lines that are rows of a table: cells parted by tabs.

    A tab behind a cell makes a row where its neighbour is one too, ``alone`` filled cells make
    one anywhere. Tabs that only stand before a text are an indent, unless they stand beside two
    such rows or are as many as those of the row above.
    """
    cells = [_filled(text) for text in lines]
    rows: set[int] = set()
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and cells[end]:
            end += 1
        run = range(start, end)
        parted = sum(1 for index in run if "\t" in lines[index].lstrip())
        even = len(run) > 1 and len({lines[index].count("\t") for index in run}) == 1
        if parted > 1 or (parted and even) or any(cells[index] >= alone for index in run):
            rows.update(run)
        start = end + 1
    return rows


def _filled(text: str) -> int:
    """Return how many filled cells a line has; 0 for a line that cannot be a row."""
    if "\t" not in text or (count := sum(1 for cell in text.split("\t") if cell.strip())) == 0:
        return 0
    return 0 if count == 1 and _PROSE.search(text) else count
