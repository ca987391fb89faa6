"""The list of published messages by its address: filters, one page after another, no page numbers.

A place in the list is a day and a key, so that a page far down costs what the first costs.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from policies.messages.models import PublishedMessage

PER_PAGE: Final = 20
# How long an answer took, in working days: from and to.
TAKEN: Final[Mapping[str, tuple[str, int, int]]] = {
    "2": ("两天以内", 0, 2),
    "5": ("3到5天", 3, 5),
    "10": ("6到10天", 6, 10),
    "11": ("10天以上", 11, 10_000),
}
_PLACE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,12})")
_LONGEST: Final = 100


@dataclass(frozen=True)
class Listed:
    """What the address asks for; nonsense in it is as good as nothing."""

    text: str = ""
    organ: str = ""
    theme: str = ""
    taken: str = ""
    policy: str = ""
    typical: bool = False
    after: tuple[dt.date, int] | None = None

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Listed:
        """From the query of an address."""

        def word(name: str) -> str:
            return given.get(name, "").replace("\x00", "").strip()[:_LONGEST]

        taken, policy = word("taken"), word("policy")
        return cls(
            text=word("q"),
            organ=word("organ"),
            theme=word("theme"),
            taken=taken if taken in TAKEN else "",
            policy=policy if policy.isdecimal() and len(policy) < 10 else "",
            typical=word("typical") == "1",
            after=_place(word("after")),
        )

    @property
    def is_filtered(self) -> bool:
        """Whether it is less than all."""
        told = (self.text, self.organ, self.theme, self.taken, self.policy, self.typical)
        return any(told)

    def first(self) -> Listed:
        """Its first page."""
        return replace(self, after=None)

    def beginning(self) -> str:
        """The query of its first page."""
        return self.first()._query()

    def following(self, last: PublishedMessage) -> str:
        """The query of the page after a row."""
        return replace(self, after=(last.answered_on, last.pk))._query()

    def _query(self) -> str:
        named = {
            "q": self.text, "organ": self.organ, "theme": self.theme, "taken": self.taken,
            "policy": self.policy, "typical": "1" if self.typical else "",
            "after": f"{self.after[0].isoformat()}.{self.after[1]}" if self.after else "",
        }  # fmt: skip
        return "?" + urlencode({name: value for name, value in named.items() if value})


@dataclass(frozen=True)
class Page:
    """The rows of a page, and the queries of the first and of the next one where there is one."""

    rows: Sequence[PublishedMessage]
    first: str
    following: str


def page_of(listed: Listed, rows: Sequence[PublishedMessage]) -> Page:
    """One page, from one row more than it shows."""
    shown = rows[:PER_PAGE]
    more = listed.following(shown[-1]) if len(rows) > PER_PAGE else ""
    return Page(shown, listed.beginning() if listed.after else "", more)


def _place(text: str) -> tuple[dt.date, int] | None:
    found = _PLACE.fullmatch(text)
    if not found:
        return None
    try:
        return dt.date.fromisoformat(found[1]), int(found[2])
    except ValueError:
        return None
