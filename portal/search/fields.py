"""The fields of an entry and what a word in each is worth: data, read by index, query and record.

An entry has a title, a body and numbers; an app may say more of it under the other names here
(`publish_entry(texts=…)`). What the title or the body says is the thing itself and decides what
is found exactly; everything else only helps to come near.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

__all__ = ["BOOSTS", "FIELDS", "LONGEST_TEXT", "MORE", "SOUNDING", "Field", "Gravity", "gravity"]

# Characters kept of one text; a longer attachment is found by its beginning.
LONGEST_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name in rows and index, its weight beside the body's 1, its word for people."""

    name: str
    weight: float
    label: str


FIELDS = (
    Field("title", 4.0, "标题"),
    Field("subject", 2.5, "主题词、标签"),
    Field("question", 2.5, "问"),
    Field("abstract", 2.0, "概述"),
    Field("issuer", 1.5, "机关"),
    Field("heading", 1.5, "小标题"),
    Field("body", 1.0, "正文"),
    Field("attachment", 0.6, "附件"),
)
# What an app may say besides title, body and numbers.
MORE = tuple(each.name for each in FIELDS if each.name not in {"title", "body"})
# What is also found by how it sounds.
SOUNDING = ("title", "subject", "issuer")

# Gentle: all of them together are worth less than one word in the title. By facet term.
BOOSTS = {
    "validity=in_force": 0.8,
    "validity=amended": 0.6,
    "validity=not_yet": 0.6,
    "validity=none": 0.5,
    "validity=to_verify": 0.4,
    "level=state": 0.1,
    "level=city": 0.3,
    "level=district": 0.2,
    "level=town": 0.1,
    "normative=yes": 0.2,
    # An older text of a regulation stands behind the one in force.
    "rank=plain": 1.0,
}
# What has no validity (an answer, a message) stands beside what is in force.
_UNSTATED = 0.8
# Newer before older: so much for each year after the first, up to the most.
_FIRST_YEAR, _PER_YEAR, _MOST_FOR_DATE = 2000, 0.02, 0.6


@dataclass(frozen=True, slots=True)
class Gravity:
    """What an entry is worth whatever is asked, and of what it consists, in words."""

    parts: tuple[tuple[str, float], ...]

    @property
    def hundredths(self) -> int:
        """The sum as the index stores it."""
        return round(100 * sum(worth for _, worth in self.parts))


def gravity(facet_terms: Collection[str], signed_on: dt.date | None) -> Gravity:
    """The gentle boosts of validity, level, kind and date."""
    parts = [(term, BOOSTS[term]) for term in sorted(facet_terms) if term in BOOSTS]
    if not any(term.startswith("validity=") for term in facet_terms):
        parts.append(("validity", _UNSTATED))
    if signed_on is not None and signed_on.year > _FIRST_YEAR:
        worth = min((signed_on.year - _FIRST_YEAR) * _PER_YEAR, _MOST_FOR_DATE)
        parts.append((f"signed {signed_on.year}", round(worth, 2)))
    return Gravity(tuple(parts))
