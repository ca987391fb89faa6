"""By when an organ publishes its catalogue, how late it is, and how a thing stood on a day. Pure.

No law that was read names a day; the year's 工作要点 of each place do (31 March, 10 April), so the
days are rows, for an organ alone or for all below it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar


@dataclass(frozen=True)
class Term:
    """A row of terms: whose (by the path of the organ), until when, or that none is asked for
    (no day), whether it holds for all below as well, and the words of where it comes from.
    """

    path: str
    due_on: dt.date | None
    reaches_below: bool
    basis: str = ""


class Standing(StrEnum):
    """How an organ stands with its catalogue of a year."""

    FREE = "free"
    WAITING = "waiting"
    OVERDUE = "overdue"
    IN_TIME = "in_time"
    LATE = "late"


def term_of(path: str, terms: Iterable[Term]) -> Term | None:
    """What holds for an organ: its own row, else that of the nearest above that reaches it."""
    holding = [
        term
        for term in terms
        if term.path == path or (term.reaches_below and path.startswith(term.path))
    ]
    return max(holding, key=lambda term: len(term.path), default=None)


def account_due(year: int, last: str) -> dt.date:
    """By when it is told of every item of a year what became of it; `last` as month-day."""
    return dt.date.fromisoformat(f"{year}-{last}")


def days_late(due_on: dt.date | None, day: dt.date) -> int:
    """How many days a day lies behind the last one; 0 where it does not."""
    return max(0, (day - due_on).days) if due_on else 0


def standing_of(due_on: dt.date | None, published_on: dt.date | None, today: dt.date) -> Standing:
    """Published in time or late; not published and still in time, or overdue. Without a day nothing
    is late.
    """
    if due_on is None:
        return Standing.FREE
    if published_on is None:
        return Standing.OVERDUE if today > due_on else Standing.WAITING
    return Standing.LATE if published_on > due_on else Standing.IN_TIME


class Dated(Protocol):
    """What holds from a day on; without a day it does not hold yet."""

    @property
    def on(self) -> dt.date | None: ...


Edition = TypeVar("Edition", bound=Dated)


def at(editions: Iterable[Edition], day: dt.date) -> Edition | None:
    """The one that held on a day: the last of those from that day or before. Of one day the later
    in the order given.
    """
    found: Edition | None = None
    for edition in editions:
        if edition.on is None or edition.on > day:
            continue
        if found is None or found.on is None or edition.on >= found.on:
            found = edition
    return found
