"""The organs one may ask, under the place they belong to: the city, each district, the parks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from portal.organs.choices import OrganKind, OrganLevel
from portal.organs.models import Organ

PARKS: Final = "园区"
_CITY: Final = "市级机关"
_GOVERNMENT: Final = "人民政府"
# Governments whose organs stand together; those of towns stand among their district's.
_HEADS: Final = (OrganLevel.CITY, OrganLevel.DISTRICT)


@dataclass(frozen=True)
class Area:
    """A place and its organs, by their short names: its heading says whose they are."""

    label: str
    organs: tuple[Organ, ...]


def areas_of(organs: Iterable[Organ], *, text: str = "") -> list[Area]:
    """Organs by place, in the order of the tree; with a `text` only those named so."""
    every = list(organs)
    heads = {organ.path: organ for organ in every if _is_head(organ)}
    found: dict[str, list[Organ]] = {}
    for organ in every:
        label = PARKS if organ.kind == OrganKind.PARK else _label(_head_of(organ, heads), heads)
        if _is_named(organ, text):
            found.setdefault(label, []).append(organ)
    # The city's own come first: the tree has its districts among its departments.
    ordered = sorted(found.items(), key=lambda item: (item[0] == PARKS, item[0] != _CITY))
    return [Area(label, tuple(members)) for label, members in ordered]


def _is_head(organ: Organ) -> bool:
    return organ.kind == OrganKind.GOVERNMENT and organ.level in _HEADS


def _is_named(organ: Organ, text: str) -> bool:
    wanted = text.casefold()
    return wanted in organ.name.casefold() or wanted in organ.short_name.casefold()


def _head_of(organ: Organ, heads: dict[str, Organ]) -> Organ | None:
    """The government it belongs to, which it may be itself."""
    return _nearest(organ.path, organ.steplen, heads)


def _nearest(path: str, step: int, heads: dict[str, Organ]) -> Organ | None:
    lengths = range(len(path), 0, -step)
    return next((heads[path[:end]] for end in lengths if path[:end] in heads), None)


def _label(head: Organ | None, heads: dict[str, Organ]) -> str:
    """文汇区 for 海岚市文汇区人民政府; the one at the top is the city."""
    if head is None or head.level == OrganLevel.CITY:
        return _CITY
    above = _nearest(head.path[: -head.steplen], head.steplen, heads)
    outer = above.name.removesuffix(_GOVERNMENT) if above else ""
    return head.name.removesuffix(_GOVERNMENT).removeprefix(outer)
