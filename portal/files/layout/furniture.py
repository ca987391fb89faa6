"""What stands on pages and is no part of the text: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final

from portal.files.layout.leaves import Leaf

_EDGE: Final = 0.12  # of the page's height: where heads and feet stand
_SAME: Final = 4.0  # points: how far one may stand from the other
_FEWEST: Final = 3  # pages
_SHARE: Final = 0.4  # of the pages, at the least
_LARGE: Final = 1.4  # times the usual size: a red head, not a running one
_APART: Final = 1.5  # times the usual gap between lines
_NUMBER: Final = re.compile(
    r"[-—–―－─·]{1,2}\d{1,4}[-—–―－─·]{1,2}|\d{1,4}"
    r"|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}|page\d+(?:of\d+)?",
    re.IGNORECASE,
)


def furniture(leaves: Sequence[Leaf], known: Sequence[Collection[int]]) -> set[tuple[int, int]]:
    """(page, row) of every row that is no part of the text; both count from 0.

    ``known`` are for each page the rows that stand in tables: no furniture, whatever they say.
    """
    size, gap = _usual(leaves)
    found: set[tuple[int, int]] = set()
    repeated: dict[str, list[tuple[int, int, float]]] = {}
    for page, leaf in enumerate(leaves):
        for number, place in _outer(leaf, gap):
            row = leaf.rows[number]
            if number in known[page]:
                continue
            squeezed = "".join(row.text.split())
            if _NUMBER.fullmatch(squeezed):
                found.add((page, number))
            elif row.size < _LARGE * size:
                key = re.sub(r"\d+", "#", squeezed)
                repeated.setdefault(key, []).append((page, number, place))
    for places in repeated.values():
        for page, number, place in places:
            alike = {other for other, _, at in places if abs(at - place) <= _SAME}
            if len(alike) >= max(_FEWEST, _SHARE * len(leaves)):
                found.add((page, number))
    return found


def _usual(leaves: Sequence[Leaf]) -> tuple[float, float]:
    """The usual size of letters, and how far lines of prose stand apart at the most."""
    sizes: list[float] = []
    gaps: list[float] = []
    for leaf in leaves:
        boxes = sorted(row.box for row in leaf.rows if row.letters)
        boxes.sort(key=lambda box: box[1])
        sizes += [row.size for row in leaf.rows if row.letters]
        gaps += [below[1] - above[3] for above, below in pairwise(boxes) if below[1] > above[3]]
    sizes.sort()
    gaps.sort()
    size = sizes[len(sizes) // 2] if sizes else 0.0
    return size, gaps[len(gaps) // 4] if gaps else 0.0


def _outer(leaf: Leaf, gap: float) -> Iterator[tuple[int, float]]:
    """Rows near the upper and lower edge that stand apart from the text: the number of each, and
    how far from its edge it stands (below 0 for the lower one).
    """
    placed = [(row.box, number) for number, row in enumerate(leaf.rows) if row.letters]
    placed.sort(key=lambda pair: pair[0][1])
    for upper in (True, False):
        run = placed if upper else placed[::-1]
        for place, (box, number) in enumerate(run):
            if not (
                box[3] <= _EDGE * leaf.height if upper else box[1] >= (1 - _EDGE) * leaf.height
            ):
                break
            others = [other for other, _ in run[place + 1 :]]
            apart = min(
                ((other[1] - box[3] if upper else box[1] - other[3]) for other in others),
                default=leaf.height,
            )
            level = apart < 0  # something stands beside it: two halves of one running head
            if level or apart > _APART * gap + 1:
                yield number, box[1] if upper else box[1] - leaf.height
