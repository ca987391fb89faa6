"""Stable addresses of regulations, after the European Legislation Identifier. Pure.

/eli/<organ>/<year>/<number>/ is the regulation, with a date behind it its text on that day, with
tiao-<n> one of its articles.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Final

from portal.organs.docnumbers import parse

# The last letter of a 机关代字 says which series a number counts in; of one organ no two are alike.
_SERIES: Final = {
    "令": "ling",
    "规": "gui",
    "发": "fa",
    "办": "ban",
    "函": "han",
    "府": "fu",
    "字": "zi",
    "告": "gao",
    "复": "fu2",
    "任": "ren",
    "通": "tong",
    "议": "yi",
}
_OTHER: Final = "no"
_UNWRITTEN: Final = re.compile("[^0-9]+")


@dataclass(frozen=True)
class Eli:
    """The parts of an address."""

    organ: str
    year: int
    number: str


def eli_of(*, key: int, organ: str, doc_number: str, formed_on: dt.date) -> Eli:
    """The address a regulation should have: by its number where that names one in its year.

    `organ` is the code of the organ that issued it, `key` stands in for a missing number.
    """
    number = parse(doc_number) if doc_number else None
    if number is None:
        return by_key(Eli(organ, formed_on.year, ""), key=key)
    series = _SERIES.get(number.prefix[-1:], _OTHER)
    serial = _UNWRITTEN.sub("-", number.key.rpartition("|")[2])
    return Eli(organ, number.year or formed_on.year, f"{series}-{serial}")


def by_key(eli: Eli, *, key: int) -> Eli:
    """The address of what has no number, or one that another regulation was given before."""
    return replace(eli, number=f"d{key}")
