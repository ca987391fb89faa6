"""The list of answers to concern: its facets and what their values are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.concerns.choices import Nature
from portal.search.lists import Facet, ListAddress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

_NATURES = dict(Nature.choices)


def read_address(query: QueryDict, organs: Mapping[str, str]) -> ListAddress:
    """What is asked of the list; `organs` are the names of organs by their codes."""
    return ListAddress.read(
        query,
        (
            Facet("nature", "类别", lambda value: _NATURES.get(value, value), is_open=True),
            Facet("organ", "责任机关", lambda value: organs.get(value, value), is_open=True),
            Facet("year", "年份", lambda value: f"{value}年", is_open=True, order=_newest),
        ),
    )


def _newest(year: str) -> int:
    return -int(year) if year.isdecimal() else 0
