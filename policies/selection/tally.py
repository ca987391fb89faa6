"""The result of a selection: votes and marks weighed, places given, everything to be done by hand.

Votes are normalised by the most that anyone has: the first of the vote has 100.00 points. Marks
are the average of the experts' marks, each the sum of points by the weights of the criteria. Both
are rounded to two decimals, half up, before they are weighed, so that the table printed on the page
gives the same score to whoever reckons with it. No law says how; the rules of the selection do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

HUNDRED: Final = 100
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True)
class Entry:
    """One nominee: how many voted for it, and each expert's points with their weights in percent.

    `marks` are one row an expert, of (points, weight) by criterion.
    """

    key: int
    votes: int
    marks: Sequence[Sequence[tuple[int, int]]]


@dataclass(frozen=True)
class Line:
    """One nominee of the result. `is_shared` says that another has the same place."""

    key: int
    votes: int
    votes_part: Decimal
    marks_part: Decimal
    score: Decimal
    place: int
    is_shared: bool
    is_awarded: bool


def tally(
    entries: Sequence[Entry], *, votes_weight: int, marks_weight: int, awards: int
) -> list[Line]:
    """The result, the best first. Equal scores share a place, and the next one is left out; a place
    within `awards` is awarded, also where it is shared. Raises ValueError for weights that are no
    hundred together.
    """
    if votes_weight + marks_weight != HUNDRED:
        raise ValueError("the weights are 100 together")
    most = max((entry.votes for entry in entries), default=0)
    scored = []
    for entry in entries:
        votes = rounded(Fraction(entry.votes * HUNDRED, most)) if most else Decimal("0.00")
        marks = average(entry.marks)
        score = (votes * votes_weight + marks * marks_weight) / HUNDRED
        scored.append((entry, votes, marks, score))
    scores = [score for *_, score in scored]
    lines = []
    for entry, votes, marks, score in scored:
        place = 1 + sum(other > score for other in scores)
        shared = scores.count(score) > 1
        lines.append(
            Line(entry.key, entry.votes, votes, marks, score, place, shared, place <= awards)
        )
    return sorted(lines, key=lambda line: (line.place, line.key))


def average(marks: Sequence[Sequence[tuple[int, int]]]) -> Decimal:
    """The average of the experts' marks; 0.00 where nobody marked."""
    if not marks:
        return Decimal("0.00")
    totals = [Fraction(sum(points * weight for points, weight in row), HUNDRED) for row in marks]
    return rounded(sum(totals, Fraction(0)) / len(totals))


def rounded(value: Fraction) -> Decimal:
    """Two decimals, half up: 66.665 is 66.67. Of a fraction exactly, without binary digits."""
    doubled = value.numerator * HUNDRED * 2
    hundredths = (doubled + value.denominator) // (value.denominator * 2)
    return (Decimal(hundredths) / HUNDRED).quantize(_CENT)
