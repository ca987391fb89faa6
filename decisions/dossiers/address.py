"""The list of decisions: its facets and what their values are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decisions.catalogues.choices import Matter
from decisions.dossiers.workflow import Status
from portal.search.lists import Facet, ListAddress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

_MATTERS, _STATES = dict(Matter.choices), dict(Status.choices)


def read_address(query: QueryDict, organs: Mapping[str, str]) -> ListAddress:
    """What is asked of the list; `organs` are the names of organs by their codes."""
    return ListAddress.read(
        query,
        (
            Facet("state", "走到哪一步", lambda value: _STATES.get(value, value), is_open=True),
            Facet("matter", "类别", lambda value: _MATTERS.get(value, value), is_open=True),
            Facet("organ", "承办单位", lambda value: organs.get(value, value), is_open=True),
            Facet("year", "启动年份", lambda value: f"{value}年", order=_newest),
        ),
    )


def _newest(year: str) -> int:
    return -int(year) if year.isdecimal() else 0
