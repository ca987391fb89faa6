"""What apps above lay upon a document, registered in `AppConfig.ready()`: the library knows none.

- A gate says what stands in the way of publishing it.
- A follower acts when it becomes public, stops being so, or changes its validity, in the same
  transaction: neither is ever seen without the other.
- An aside is what stands beside its text on its page, and vanishes where it has nothing to show;
  it may leave a mark at the title and at the passages it belongs to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from portal.common.verdicts import Blocker

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.accounts.models import User


class Event(Enum):
    """What happened to a document."""

    PUBLISHED = auto()
    TAKEN_DOWN = auto()
    VALIDITY = auto()


Gate = Callable[["Document", dt.date], "list[Blocker]"]
# The document, what happened, by whom (nobody where a day did it), when. On PUBLISHED and
# TAKEN_DOWN it is called before the trail is written and may lock rows that hang on the document;
# on VALIDITY others' entries may stand in the trail already, so it waits for no lock.
Follower = Callable[["Document", Event, "User | None", dt.datetime], None]


@dataclass(frozen=True)
class Mark:
    """A mark at the title or at a passage: a sign of one letter, what it leads to in words. One
    with a gist opens in place, under the word `opening`, with the gist and the way to the whole.
    """

    sign: str
    words: str
    url: str
    gist: str = ""
    opening: str = ""


@dataclass(frozen=True)
class Aside:
    """A part beside the text. `read` gives, for a public document and a day, what its `template`
    draws as `aside`, and None where there is nothing to show. From what was read follow its marks
    at the title, and at passages by the anchor under which the page is entered there.
    """

    code: str
    place: int
    template: str
    read: Callable[[Document, dt.date], Any]
    at_title: Callable[[Any], Sequence[Mark]] = lambda _read: ()
    at_passages: Callable[[Any], Mapping[str, Sequence[Mark]]] = lambda _read: {}


@dataclass(frozen=True)
class Asides:
    """What lies beside one document: each part with its template, and their marks."""

    parts: Sequence[tuple[str, Any]] = ()
    at_title: Sequence[Mark] = ()
    at_passages: Mapping[str, Sequence[Mark]] = field(default_factory=dict)


_GATES: dict[str, Gate] = {}
_FOLLOWERS: dict[str, Follower] = {}
_ASIDES: dict[str, Aside] = {}


def register_gate(code: str, gate: Gate) -> None:
    """Lay a condition on publishing; a second of the same code takes the place of the first."""
    _GATES[code] = gate


def register_follower(code: str, follower: Follower) -> None:
    """Be told what happens to documents."""
    _FOLLOWERS[code] = follower


def register_aside(aside: Aside) -> None:
    """Lay a part beside the text."""
    _ASIDES[aside.code] = aside


def conditions(document: Document, *, on: dt.date) -> list[Blocker]:
    """What stands in the way of publishing it, by all gates."""
    return [found for gate in _GATES.values() for found in gate(document, on)]


def follow(document: Document, event: Event, *, by: User | None, at: dt.datetime) -> None:
    """Tell all followers."""
    for follower in _FOLLOWERS.values():
        follower(document, event, by, at)


def asides_of(document: Document, *, on: dt.date) -> Asides:
    """Every part that has something to show, in their order, with the marks of all."""
    parts: list[tuple[str, Any]] = []
    at_title: list[Mark] = []
    at_passages: dict[str, list[Mark]] = {}
    for aside in sorted(_ASIDES.values(), key=lambda each: each.place):
        read = aside.read(document, on)
        if read is None:
            continue
        parts.append((aside.template, read))
        at_title += aside.at_title(read)
        for anchor, marks in aside.at_passages(read).items():
            at_passages.setdefault(anchor, []).extend(marks)
    return Asides(parts, at_title, at_passages)
