"""A draft beside the file that may be loaded into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from disclosure.comparison import Stretch, compare
from disclosure.elements import TABLE

if TYPE_CHECKING:
    import datetime as dt

_BODY = "body"
_HEADINGS = {each.name: each.heading for each in TABLE}
_CHOICES = {each.name: each.choices for each in TABLE}


@dataclass(frozen=True)
class Difference:
    """One element in which they differ, in the words of the form; `text` is for the body alone."""

    name: str
    heading: str
    old: str
    new: str
    text: tuple[Stretch, ...] = ()


def shown(differences: Mapping[str, tuple[Any, Any]]) -> list[Difference]:
    """Every difference in the order of the elements, the body last, paragraph by paragraph."""
    rows = [
        Difference(name, _HEADINGS[name], _words(name, old), _words(name, new))
        for name, (old, new) in differences.items()
        if name != _BODY
    ]
    order = list(_HEADINGS)
    rows.sort(key=lambda row: order.index(row.name))
    if _BODY in differences:
        old, new = differences[_BODY]
        text = tuple(compare(_lines(old), _lines(new)))
        rows.append(Difference(_BODY, _HEADINGS[_BODY], "", "", text))
    return rows


def _words(name: str, value: str | list[str] | dt.date | int | None) -> str:
    if isinstance(value, list):
        return "、".join(value)
    text = "" if value is None else str(value)
    return _CHOICES[name].get(text, text)


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip(" \u3000")]
