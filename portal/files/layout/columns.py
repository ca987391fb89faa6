"""Text in columns: read one after the other, not line by line across the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from portal.files.layout.aligned import Strip, strips
from portal.files.layout.leaves import Row, Rule

_FEWEST: Final = 6  # lines side by side
_LETTERS: Final = 8  # of a line of prose, on the average
_APART: Final = 1.3  # times the size: a wider gap between lines ends the columns
_FULL: Final = 0.6  # of its column: how wide such a line is


def in_columns(
    rows: Sequence[tuple[int, Row]], across: Sequence[Rule]
) -> tuple[list[tuple[int, Row]], int]:
    """Rows with their numbers in reading order, and how many columns the text has.

    Rows that stand column after column already stay as they are; those that run across two
    columns are cut. A level rule, or a wide gap, ends the columns above it.
    """
    lines = strips(rows)
    blocks = _blocks(lines, across)
    if not blocks:
        return list(rows), 1
    gutter = blocks[0][2]
    ordered: list[tuple[int, Row]] = []
    bare = [(number, row) for number, row in rows if not row.letters]
    at = 0
    for start, end, gutter in blocks:
        ordered += [pair for line in lines[at:start] for pair in _whole(line, rows)]
        ordered += _turned(lines[start:end], rows, gutter)
        at = end
    ordered += [pair for line in lines[at:] for pair in _whole(line, rows)]
    if _order(ordered) == _order([pair for pair in rows if pair[1].letters]):
        return list(rows), 2
    return [*bare, *ordered], 2


def _order(rows: Sequence[tuple[int, Row]]) -> list[str]:
    return ["".join(row.text.split()) for _, row in rows]


def _blocks(lines: Sequence[Strip], across: Sequence[Rule]) -> list[tuple[int, int, float]]:
    """Runs of lines that leave one gutter free: where each begins and ends, and its gutter."""
    found: list[tuple[int, int, float]] = []
    start = 0
    while start < len(lines):
        best = _block(lines, start, across)
        if best is None:
            start += 1
        else:
            found.append(best)
            start = best[1]
    return found


def _block(
    lines: Sequence[Strip], start: int, across: Sequence[Rule]
) -> tuple[int, int, float] | None:
    """The block that begins with this line, if it does."""
    if len(lines[start].cells) != 2:
        return None
    (_, _, low, _), (high, _, _, _) = (cell.box for cell in lines[start].cells)
    end = start + 1
    last_pair = end
    while end < len(lines):
        gap = _gap(lines[end], low, high)
        if gap is None or _is_apart(lines[end - 1], lines[end], (low + high) / 2, across):
            break
        low, high = gap
        end += 1
        if len(lines[end - 1].cells) > 1:
            last_pair = end
    # Below the last pair one column goes on alone.
    end = last_pair + _alone(lines[last_pair:end], (low + high) / 2)
    pairs = [line for line in lines[start:end] if len(line.cells) > 1]
    if len(pairs) < _FEWEST or not _is_prose(pairs, (low + high) / 2):
        return None
    return start, end, (low + high) / 2


def _is_apart(above: Strip, below: Strip, gutter: float, across: Sequence[Rule]) -> bool:
    """Whether something else begins below a line."""
    if below.box[1] - above.box[3] > _APART * below.size:
        return True
    return any(
        rule.start < gutter < rule.end and above.box[1] < rule.at < below.box[3] for rule in across
    )


def _gap(line: Strip, low: float, high: float) -> tuple[float, float] | None:
    """What a line leaves free of a gutter; None when it runs across."""
    for cell in line.cells:
        left, _, right, _ = cell.box
        if right <= low or left >= high:
            continue
        if left <= low and right >= high:
            return None
        low, high = (max(low, right), high) if left < low else (low, min(high, left))
    return (low, high) if high - low >= line.size / 2 else None


def _alone(lines: Sequence[Strip], gutter: float) -> int:
    """How many lines stand on the side of the gutter on which the first one stands."""
    sides = [line.cells[0].box[0] < gutter for line in lines]
    return next((place for place, side in enumerate(sides) if side != sides[0]), len(sides))


def _is_prose(pairs: Sequence[Strip], gutter: float) -> bool:
    sides = [
        [cell for line in pairs for cell in line.cells if (cell.box[0] < gutter) is left]
        for left in (True, False)
    ]
    for side in sides:
        if not side:
            return False
        width = max(cell.box[2] for cell in side) - min(cell.box[0] for cell in side)
        full = sum(1 for cell in side if cell.box[2] - cell.box[0] >= _FULL * width)
        letters = sum(len(cell.letters) for cell in side) / len(side)
        if letters < _LETTERS or full < len(side) / 2:
            return False
    return True


def _whole(line: Strip, rows: Sequence[tuple[int, Row]]) -> list[tuple[int, Row]]:
    return [pair for pair in rows if pair[0] in line.rows]


def _turned(
    block: Sequence[Strip], rows: Sequence[tuple[int, Row]], gutter: float
) -> list[tuple[int, Row]]:
    known = dict(rows)
    turned: list[tuple[int, Row]] = []
    for left in (True, False):
        for line in block:
            for number in sorted(line.rows):
                letters = [one for one in known[number].letters if (one.across < gutter) is left]
                if letters:
                    turned.append((number, known[number].part(letters)))
    return turned
