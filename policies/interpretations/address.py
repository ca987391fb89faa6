"""The list of interpretations: its facets and what their values are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure.choices import Language
from policies.interpretations.choices import Form, Stage
from portal.search.lists import Facet, ListAddress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

_STAGES = dict(Stage.choices)
_FORMS = dict(Form.choices)
_LANGUAGES = dict(Language.choices)


def read_address(query: QueryDict, organs: Mapping[str, str]) -> ListAddress:
    """What is asked of the list; `organs` are the names of organs by their codes."""
    return ListAddress.read(
        query,
        (
            Facet("stage", "解读阶段", lambda value: _STAGES.get(value, value), is_open=True),
            Facet("form", "形式", lambda value: _FORMS.get(value, value), is_open=True),
            Facet("theme", "主题分类", is_open=True),
            Facet("organ", "解读机关", lambda value: organs.get(value, value)),
            Facet("year", "年份", lambda value: f"{value}年", order=_newest),
            Facet("language", "语种", lambda value: _LANGUAGES.get(value, value)),
        ),
    )


def _newest(year: str) -> int:
    return -int(year) if year.isdecimal() else 0
