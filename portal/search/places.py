"""The organs and places named in a question, read from the directory of organs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from portal.organs.choices import OrganKind, OrganLevel
from portal.organs.models import Organ
from portal.search.needs import Place
from portal.search.tokens import fold

__all__ = ["names_of", "places_in"]

_PLACES = frozenset({OrganKind.GOVERNMENT, OrganKind.TOWN, OrganKind.STREET})
_ENDS = ("人民政府", "办事处")
_KINDS_OF_PLACE = ("新区", "街道", "区", "县", "市", "镇", "乡", "省")
_SHORTEST = 2


def places_in(text: str) -> dict[str, Place]:
    """The names of organs and places that stand in a text, folded, each with its organ."""
    folded = fold(text)
    found: dict[str, Place] = {}
    rows = Organ.objects.active().values_list("code", "name", "short_name", "kind", "level")
    for code, name, short_name, kind, level in rows:
        for form, is_certain in names_of(name, short_name, kind, level):
            if form in folded:
                found.setdefault(form, Place(code, is_certain))
    return found


@lru_cache(maxsize=8192)
def names_of(name: str, short_name: str, kind: str, level: str) -> tuple[tuple[str, bool], ...]:
    """What an organ is called, the longest first; and, of what governs a place, the place: 试验市
    东湖新区人民政府 is also 东湖新区 and 东湖. With each whether it is certain to be meant.
    """
    return tuple(_names(name, short_name, kind, level))


def _names(name: str, short_name: str, kind: str, level: str) -> Iterator[tuple[str, bool]]:
    yield fold(name), True
    if len(short_name) > _SHORTEST:
        yield fold(short_name), True
    if kind not in _PLACES:
        return
    is_city = level in {OrganLevel.STATE, OrganLevel.CITY}
    place = fold(name if is_city else short_name)
    for end in _ENDS:
        place = place.removesuffix(end)
    if len(place) > _SHORTEST:
        yield place, True
    for end in _KINDS_OF_PLACE:
        if place.endswith(end) and len(place) - len(end) >= _SHORTEST:
            yield place.removesuffix(end), level in {OrganLevel.CITY, OrganLevel.DISTRICT}
            return
