"""What may be searched: each owning app names its kind and says which rows a person may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

__all__ = [
    "Offered",
    "VisibleIds",
    "everybodys",
    "offer",
    "offered",
    "register",
    "visible_ids",
]

VisibleIds = Callable[[Iterable[int], "User | AnonymousUser"], set[int]]

_KINDS: dict[str, VisibleIds] = {}
_EVERYBODYS: set[str] = set()


@dataclass(frozen=True)
class Offered:
    """A kind that the search of the whole site offers, by its name, in the order of `place`."""

    kind: str
    label: str
    place: int


_OFFERED: dict[str, Offered] = {}


def register(kind: str, visible_ids: VisibleIds, *, everybodys: bool = False) -> None:
    """Declare a kind, in AppConfig.ready(); `visible_ids` has the last word on every hit.

    `everybodys` says that whoever may read one live entry may read all of them, at any time: the
    owner withdraws an entry in the transaction that hides its thing. Only what is shown is then
    put before `visible_ids`, not all that is counted; `search_index --check` tells what breaks it.
    """
    if _KINDS.get(kind, visible_ids) is not visible_ids:
        raise ValueError(f"search kind {kind!r} is registered twice")
    _KINDS[kind] = visible_ids
    if everybodys:
        _EVERYBODYS.add(kind)


def everybodys() -> frozenset[str]:
    """The kinds whose live entries are all everybody's."""
    return frozenset(_EVERYBODYS)


def visible_ids(kind: str, ids: Iterable[int], viewer: User | AnonymousUser) -> set[int]:
    """Which of these rows the viewer may see; none of a kind nobody answers for."""
    ids = set(ids)
    answer = _KINDS.get(kind)
    return set(answer(ids, viewer)) & ids if answer else set()


def offer(kind: str, label: str, place: int) -> None:
    """Have the search of the whole site offer a registered kind, in AppConfig.ready()."""
    _OFFERED[kind] = Offered(kind, label, place)


def offered() -> list[Offered]:
    """The kinds of the search of the whole site, in their order."""
    return sorted(_OFFERED.values(), key=lambda each: each.place)
