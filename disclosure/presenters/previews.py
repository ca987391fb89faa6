"""What an attachment says, for who does not want to open it first: read from its public copy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

# The parts of a file that somebody who opens it sees, as `portal.files.exposure` names them; not
# its properties, styles and inner names.
_SEEN: Final = re.compile(r"工作表“[^”]*”|正文|全文|表格|版面文字|第\s*\d+\s*页")
_MOST_LINES: Final = 200
_MOST_CELLS: Final = 60
_UNNAMED: Final = ("正文", "全文", "表格", "版面文字")


@dataclass(frozen=True)
class Stretch:
    """Rows of a table, or lines of a text, that follow each other."""

    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A sheet, a page, or the whole text."""

    name: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Preview:
    """The first of what a file says; `is_cut` when there is more."""

    parts: tuple[Part, ...]
    is_cut: bool


def preview_of(passages: Iterable[Mapping[str, Any]]) -> Preview:
    """The passages of a reading as parts, as far as they are seen."""
    left, is_cut, parts = _MOST_LINES, False, []
    for passage in passages:
        where = str(passage["where"])
        if not _SEEN.fullmatch(where):
            continue
        lines = [line for line in str(passage["text"]).split("\n") if line.strip()]
        is_cut = is_cut or len(lines) > left
        if kept := lines[:left]:
            parts.append(Part("" if where in _UNNAMED else where, tuple(_stretches(kept))))
            left -= len(kept)
    return Preview(tuple(parts), is_cut)


def _stretches(lines: Iterable[str]) -> Iterable[Stretch]:
    for is_table, found in groupby(lines, key=lambda line: "\t" in line):
        if is_table:
            rows = [tuple(cell.strip() for cell in line.split("\t")) for line in found]
            width = min(max(map(len, rows)), _MOST_CELLS)
            yield Stretch(rows=tuple((*row, *[""] * width)[:width] for row in rows))
        else:
            yield Stretch(lines=tuple(found))
