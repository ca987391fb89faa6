"""全部待办: what waits for a person of every kind of case, in one list, soonest due first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

SHOWN = 100  # the soonest of all kinds together; the list of each kind has the rest


@dataclass(frozen=True)
class Duty:
    """One case that waits for a person: what to call it, where it stands and where it is done.

    `due_on` is None where no day is due.
    """

    noun: str
    name: str
    status: str
    address: str
    due_on: dt.date | None


@dataclass(frozen=True)
class Share:
    """What waits of one kind: how many cases, and the first of them, soonest due first."""

    number: int
    first: Sequence[Duty]


@dataclass(frozen=True)
class Source:
    """One kind: `read` gives a person's share on a day with so many duties at most, None for
    those who do not work on it or have nothing to do.
    """

    code: str
    noun: str
    read: Callable[[User | AnonymousUser, dt.date, int], Share | None]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a kind known. Raises ValueError when its code already means something else."""
    if _sources.setdefault(source.code, source) != source:
        raise ValueError(f"待办的种类 {source.code} 已登记为另一含义。")


@dataclass(frozen=True)
class Agenda:
    """The soonest duties of the kind that was asked for, or of all, and how many each has."""

    duties: Sequence[Duty]
    kinds: Sequence[tuple[str, str, int]]
    kind: str

    @property
    def total(self) -> int:
        """How many wait, of all kinds together."""
        return sum(number for _, _, number in self.kinds)

    @property
    def left_out(self) -> int:
        """How many of what was asked for are not among the duties shown."""
        asked = (number for code, _, number in self.kinds if self.kind in ("", code))
        return sum(asked) - len(self.duties)


def agenda(user: User | AnonymousUser, *, on: dt.date, kind: str = "") -> Agenda:
    """All that waits for a person on a day; what has no day comes last, and an unknown kind means
    every kind.
    """
    shares = [(source, source.read(user, on, SHOWN)) for source in _sources.values()]
    found = [(source, share) for source, share in shares if share is not None]
    kinds = [(source.code, source.noun, share.number) for source, share in found]
    kind = kind if kind in {code for code, _, _ in kinds} else ""
    duties = [duty for source, share in found if kind in ("", source.code) for duty in share.first]
    duties.sort(key=lambda duty: (duty.due_on is None, duty.due_on or dt.date.max))
    return Agenda(duties[:SHOWN], sorted(kinds, key=lambda each: -each[2]), kind)
