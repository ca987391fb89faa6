"""Under which names the trail knew a model before it was renamed, for entries never change; and
who is told when the trail does not hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

_FORMER: dict[str, frozenset[str]] = {}


def register_former(label: str, *former: str) -> None:
    """A model (`app.Model`) whose earlier entries bear other labels."""
    _FORMER[label] = frozenset(former)


def labels_of(label: str) -> frozenset[str]:
    """Every label under which entries of the model stand, whichever of them is asked for."""
    now = next((now for now, former in _FORMER.items() if label in former), label)
    return frozenset({now}) | _FORMER.get(now, frozenset())


_alarms: list[Callable[[str, dt.datetime], None]] = []


def register_alarm(tell: Callable[[str, dt.datetime], None]) -> None:
    """Have somebody told, in a sentence, when the trail does not hold."""
    if tell not in _alarms:
        _alarms.append(tell)


def raise_alarm(sentence: str, at: dt.datetime) -> None:
    """Tell everybody who asked to be told."""
    for tell in _alarms:
        tell(sentence, at)
