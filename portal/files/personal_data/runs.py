"""Digits that stand together as one number: close, in groups, in boxes, over line ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate

_CHUNK = re.compile(r"[0-9]+(?:[Xx](?![0-9A-Za-z]))?|(?<![0-9A-Za-z])[Xx](?![0-9A-Za-z])")
# What may stand between two digits of one number: blanks, line ends, dashes, and the lines and
# brackets boxes are drawn with.
_GAP = re.compile(r"[ \t\r\n\f\v|_.,，、/\\·•\[\]()【】□☐:：;；=*\-]{1,12}")
_COUNTING = re.compile(r"[,，、:：;；=*]")


@dataclass(frozen=True, slots=True)
class Window:
    """One number as it stands: its digits, how they are grouped, what is between the groups.

    ``opens`` and ``closes``: no further digit stands before or behind it in the same way.
    """

    start: int
    end: int
    digits: str
    sizes: tuple[int, ...]
    gaps: tuple[str, ...]
    opens: bool
    closes: bool

    @property
    def is_boxed(self) -> bool:
        """Whether every digit stands for itself, as in the cells of a form."""
        return len(self.sizes) > 1 and max(self.sizes) == 1

    @property
    def is_counting(self) -> bool:
        """Whether its groups are divided as the items of an enumeration or an amount are."""
        return not self.is_boxed and any(_COUNTING.search(gap) for gap in self.gaps)

    @property
    def is_wrapped(self) -> bool:
        """Whether it goes over line ends, and nothing but line ends and blanks divides it."""
        return bool(self.gaps) and all("\n" in gap and not gap.strip() for gap in self.gaps)

    @property
    def is_even(self) -> bool:
        """Whether all its groups but the last are of one size."""
        return len(set(self.sizes[:-1])) == 1 and self.sizes[-1] <= self.sizes[0]

    def cut_at(self, *places: int) -> bool:
        """Whether it is divided at these places only."""
        return set(accumulate(self.sizes[:-1])) <= set(places)


@dataclass(frozen=True, slots=True)
class _Chain:
    """Groups of digits with nothing but gaps between them."""

    spans: list[tuple[int, int]]
    gaps: list[str]

    def windows(self, text: str, length: int, may_be: Callable[[str], bool]) -> Iterator[Window]:
        """All numbers of this length that begin and end with a group."""
        digits = "".join(text[start:end] for start, end in self.spans)
        # Where each group begins among the digits, and where the last one ends.
        edges = [0, *accumulate(end - start for start, end in self.spans)]
        for first, edge in enumerate(edges[:-1]):
            last = bisect_left(edges, edge + length, first)
            if last == len(edges) or edges[last] != edge + length:
                continue
            if not may_be(digits[edge : edge + length]):
                continue
            inner = tuple(self.gaps[first : last - 1])
            yield Window(
                start=self.spans[first][0],
                end=self.spans[last - 1][1],
                digits=digits[edge : edge + length],
                sizes=tuple(end - start for start, end in self.spans[first:last]),
                gaps=inner,
                opens=first == 0 or self.gaps[first - 1] not in inner,
                closes=last == len(self.spans) or self.gaps[last - 1] not in inner,
            )


def windows(text: str, lengths: range, may_be: Callable[[str], bool]) -> Iterator[Window]:
    """All stretches of a normalised text that could be one number of these lengths.

    ``may_be`` looks at the digits alone and is asked first. Linear in the length of the text.
    """
    for chain in _chains(text):
        if chain.spans[-1][1] - chain.spans[0][0] >= lengths.start:
            for length in lengths:
                yield from chain.windows(text, length, may_be)


def _chains(text: str) -> Iterator[_Chain]:
    chain: _Chain | None = None
    for found in _CHUNK.finditer(text):
        if chain is not None:
            gap = _GAP.fullmatch(text, chain.spans[-1][1], found.start())
            if gap is None:
                yield chain
                chain = None
            else:
                chain.gaps.append(gap[0])
        if chain is None:
            chain = _Chain([], [])
        chain.spans.append(found.span())
    if chain is not None:
        yield chain
