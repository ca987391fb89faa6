"""Words and drawings of the pages of collections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from disclosure.presenters.words import day

if TYPE_CHECKING:
    from policies.collections.models import CollectionVersion
    from policies.collections.selectors import Map

_ROW, _TOP, _LEFT, _STEP = 44, 22, 150, 26


@dataclass(frozen=True)
class Standing:
    """Whether one can apply for what a pack offers, in words."""

    words: str
    is_open: bool


@dataclass(frozen=True)
class Dot:
    """A document of the map, by its place in the list beside it."""

    y: int
    title: str


@dataclass(frozen=True)
class Arc:
    """A relation of the map: a curve from one dot to another."""

    path: str
    label: str


@dataclass(frozen=True)
class Drawing:
    """The map as a picture; sizes in units of the picture."""

    width: int
    height: int
    left: int
    dots: Sequence[Dot]
    arcs: Sequence[Arc]


def standing_of(version: CollectionVersion, *, on: dt.date) -> Standing:
    """Open, not yet, or over, by the days that the pack names; without days it is open."""
    if version.opens_on and on < version.opens_on:
        return Standing(f"{day(version.opens_on)}开始申请", is_open=False)
    if version.closes_on and on > version.closes_on:
        return Standing(f"申请已于{day(version.closes_on)}截止", is_open=False)
    if version.closes_on:
        left = (version.closes_on - on).days
        return Standing(f"申请到{day(version.closes_on)}，还有{left}天", is_open=True)
    return Standing("常年可以申请", is_open=True)


def drawing_of(found: Map) -> Drawing | None:
    """Documents as dots one below the other, relations as curves beside them; None where nothing
    bears on anything. What is drawn stands beside it as a list.
    """
    if not found.edges:
        return None
    place = {each.pk: _TOP + number * _ROW for number, each in enumerate(found.documents)}
    dots = [Dot(place[each.pk], each.title) for each in found.documents]
    arcs = []
    for edge in found.edges:
        begin, end = place[edge.source.pk], place[edge.target.pk]
        reach = _LEFT - min(_LEFT - 10, _STEP + abs(end - begin) // 3)
        path = f"M {_LEFT} {begin} C {reach} {begin}, {reach} {end}, {_LEFT} {end}"
        arcs.append(Arc(path, f"{edge.source.title}{edge.label}{edge.target.title}"))
    return Drawing(_LEFT + 30, _TOP + len(dots) * _ROW, _LEFT, dots, arcs)
