"""Small groups are not shown, nor what they could be reckoned from. Pure.

One function feeds chart, table, CSV, JSON and the staff's print alike. A table is a whole cut into
parts whose total is known to everybody: a part below `k` is hidden, and with it the next smallest
until at least two are hidden and they are `k` together. In a table of two dimensions every line
and column keeps to that, since whoever knows its total could subtract.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

K: Final = 10
# No setting goes below.
FLOOR: Final = 5
# One hidden cell is found by subtraction.
_TWO: Final = 2

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Shown(Generic[Key]):
    """A table as anyone may read it: the counts that are shown, the parts that are not, and how
    many these are together.
    """

    counts: Mapping[Key, int]
    hidden: tuple[Key, ...] = ()
    together: int = 0

    def __getitem__(self, key: Key) -> int | None:
        """The count; None where it is hidden."""
        return self.counts.get(key)


def least_of(k: int) -> int:
    """The smallest group that is shown, never below the floor."""
    return max(k, FLOOR)


def is_small(count: int, k: int) -> bool:
    """Whether so many are too few to be shown; nobody is no group."""
    return 0 < count < k


def suppress(counts: Mapping[Key, int], *, k: int = K) -> Shown[Key]:
    """The parts of one whole. Parts that nobody is in are hidden last of all, and only where
    there is no other: a zero says nothing of anybody, yet two cells are needed.
    """
    k = least_of(k)
    hidden = [key for key, count in counts.items() if is_small(count, k)]
    if hidden:
        rest = sorted(
            (key for key in counts if key not in hidden),
            key=lambda key: (not counts[key], counts[key]),
        )
        while rest and not _is_enough([counts[key] for key in hidden], k):
            hidden.append(rest.pop(0))
    gone = set(hidden)
    return Shown(
        {key: count for key, count in counts.items() if key not in gone},
        tuple(key for key in counts if key in gone),
        sum(counts[key] for key in hidden),
    )


def suppress_crossing(
    table: Sequence[Sequence[int]],
    *,
    rows: Collection[int] = (),
    columns: Collection[int] = (),
    k: int = K,
) -> list[list[int | None]]:
    """A table of two dimensions whose totals of lines and columns are known; None is hidden.

    `rows` and `columns` are those whose own total is hidden where it stands alone: nothing of them
    is shown, or one could add it up.
    """
    k = least_of(k)
    height, width = len(table), len(table[0]) if table else 0
    hidden = {
        (row, column)
        for row in range(height)
        for column in range(width)
        if is_small(table[row][column], k) or row in rows or column in columns
    }
    lines = [[(row, column) for column in range(width)] for row in range(height)]
    lines += [[(row, column) for row in range(height)] for column in range(width)]
    while True:
        more = _from_lines(table, lines, hidden, k) or _from_bridges(table, hidden)
        if not more:
            break
        hidden |= more
    return [
        [None if (row, column) in hidden else table[row][column] for column in range(width)]
        for row in range(height)
    ]


_Cell = tuple[int, int]


def _is_enough(counts: Sequence[int], k: int) -> bool:
    return len(counts) >= _TWO and sum(counts) >= k


def _from_lines(
    table: Sequence[Sequence[int]], lines: Sequence[Sequence[_Cell]], hidden: set[_Cell], k: int
) -> set[_Cell]:
    """The next cell to hide because a line or column has too few hidden ones."""
    for line in lines:
        gone = [table[row][column] for row, column in line if (row, column) in hidden]
        if not gone or _is_enough(gone, k):
            continue
        rest = [cell for cell in line if cell not in hidden]
        if rest:
            return {min(rest, key=lambda cell: _order(table, cell))}
    return set()


def _from_bridges(table: Sequence[Sequence[int]], hidden: set[_Cell]) -> set[_Cell]:
    """The next cell to hide because a hidden one is the only way between two groups of lines and
    columns: then the totals of one group give it away.
    """
    for row, column in sorted(hidden):
        rows, columns = _reached(hidden - {(row, column)}, row)
        if column in columns:
            continue
        # Any further cell that joins the two groups makes a second way.
        rest = [
            (r, c)
            for r in range(len(table))
            for c in range(len(table[0]))
            if (r, c) not in hidden and (r in rows) != (c in columns)
        ]
        if rest:
            return {min(rest, key=lambda cell: _order(table, cell))}
    return set()


def _reached(hidden: set[_Cell], row: int) -> tuple[set[int], set[int]]:
    rows, columns = {row}, set[int]()
    while True:
        new_columns = {c for r, c in hidden if r in rows} - columns
        columns |= new_columns
        new_rows = {r for r, c in hidden if c in columns} - rows
        rows |= new_rows
        if not new_columns and not new_rows:
            return rows, columns


def _order(table: Sequence[Sequence[int]], cell: _Cell) -> tuple[bool, int, _Cell]:
    count = table[cell[0]][cell[1]]
    return (not count, count, cell)
