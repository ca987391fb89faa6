"""Further ways of a push, registered by what stands above: what its page shows of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from policies.audiences.models import Push


@dataclass(frozen=True)
class Way:
    """One way: how many were reached, wait, and failed, as it may be told; `url` is where more is
    to be seen or done.
    """

    label: str
    sent: str
    waiting: str
    failed: str
    url: str = ""


Reader = Callable[["Push"], Way]
_WAYS: Final[dict[str, Reader]] = {}


def register_way(code: str, read: Reader) -> None:
    """Show one more way on the page of a push that was sent; a second of a code takes its place."""
    _WAYS[code] = read


def further_ways(push: Push) -> list[Way]:
    """What the registered ways say of a push."""
    return [read(push) for read in _WAYS.values()]
