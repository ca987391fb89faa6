"""Under which names the trail knew a model before it was renamed: entries never change."""

from __future__ import annotations

_FORMER: dict[str, frozenset[str]] = {}


def register_former(label: str, *former: str) -> None:
    """A model (`app.Model`) whose earlier entries bear other labels."""
    _FORMER[label] = frozenset(former)


def labels_of(label: str) -> frozenset[str]:
    """Every label under which entries of the model stand, whichever of them is asked for."""
    now = next((now for now, former in _FORMER.items() if label in former), label)
    return frozenset({now}) | _FORMER.get(now, frozenset())
