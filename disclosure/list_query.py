"""The parameters of a list, read to the letter: for the interface, and for what staff keep.

The page forgives nonsense; a machine must be told, and a column must not show something else
than its keeper meant.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict

from disclosure.address import ALL, FACETS, SORTS, STATES, Address, named_day
from disclosure.choices import DocumentType, Kind, Language
from portal.organs.choices import OrganLevel
from portal.search.models import SearchEntry
from portal.search.querysets import Bounds, SearchEntryQuerySet
from portal.search.tokens import clean

MAX_LIMIT = 100
DEFAULT_LIMIT = 20
MAX_CURSOR = 400
_LONGEST_TEXT = 200
_LONGEST_VALUE = 80
_MOST_VALUES = 20
_OWN = ("q", "sort", "limit", "cursor", "facets", "on")
# Facets whose values are known beforehand; the others hold names and codes from the data.
VALUES: Mapping[str, Collection[str]] = {
    "validity": (*STATES, ALL),
    "level": OrganLevel.values,
    "doc_type": DocumentType.values,
    "kind": Kind.values,
    "language": Language.values,
    "normative": ("yes", "no"),
}
_SHAPES: Mapping[str, tuple[re.Pattern[str], str]] = {
    "year": (re.compile(r"[12]\d{3}", re.ASCII), "应为四位数字的年份，如 2026"),
    "category": (re.compile(r"\d{1,2}(-\d{1,2})?", re.ASCII), "应为公开类别的序号，如 3 或 21-2"),
}


class BadParameter(ValueError):
    """A parameter is unknown or its value makes no sense; the message says which and why."""

    def __init__(self, parameter: str, message: str) -> None:
        self.parameter = parameter
        super().__init__(message)


def _facet_problem(name: str, values: Sequence[str]) -> str:
    """What is wrong with the values of a facet; empty when nothing is."""
    if len(values) > _MOST_VALUES:
        return f"参数 {name} 最多可以有{_MOST_VALUES}个值。"
    for value in values:
        if not value or len(value) > _LONGEST_VALUE:
            return f"参数 {name} 的值应为 1 到 {_LONGEST_VALUE} 个字符。"
        if name in VALUES and value not in VALUES[name]:
            return f"参数 {name} 只能是 {'、'.join(VALUES[name])}。"
        if name in _SHAPES and not _SHAPES[name][0].fullmatch(value):
            return f"参数 {name} {_SHAPES[name][1]}。"
    if name == "validity" and ALL in values and len(values) > 1:
        return "参数 validity 为 all 时不能再有其他值。"
    return ""


def _text_problem(text: str) -> str:
    return f"参数 q 最多{_LONGEST_TEXT}个字符。" if len(text) > _LONGEST_TEXT else ""


def _sort_problem(text: str) -> str:
    return f"参数 sort 只能是 {'、'.join(SORTS)}。" if text and text not in SORTS else ""


def _day_problem(text: str) -> str:
    known = not text or named_day(text)
    return "" if known else "参数 on 应为日历上有的日期，如 2026-03-31。"


class FacetField(forms.Field):
    """The values of one facet, as many as may be given; raises on the first that cannot be."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, facet: str, **options: Any) -> None:
        self.facet = facet
        super().__init__(**options)

    def to_python(self, value: Any) -> list[str]:
        values: list[str] = value
        if problem := _facet_problem(self.facet, values):
            raise forms.ValidationError(problem)
        return values


class OnceField(forms.Field):
    """A parameter that may be given once; `problem` says what is wrong with it, or nothing."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, name: str, problem: Callable[[str], str], **options: Any) -> None:
        self.name, self.problem = name, problem
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        if len(value) > 1:
            raise forms.ValidationError(f"参数 {self.name} 只能出现一次。")
        text: str = value[0] if value else ""
        if problem := self.problem(text):
            raise forms.ValidationError(problem)
        return text


class FacetFilter(django_filters.Filter):
    """Entries under any of the values of a facet."""

    field_class = FacetField

    def filter(self, qs: SearchEntryQuerySet, value: Sequence[str]) -> SearchEntryQuerySet:
        return qs.under({self.field_name: tuple(map(clean, value))}) if value else qs


class ValidityFilter(FacetFilter):
    """The same, with what the list chooses itself when nothing is said."""

    def filter(self, qs: SearchEntryQuerySet, value: Sequence[str]) -> SearchEntryQuerySet:
        del value
        return super().filter(qs, self.parent.address.states)


class DayFilter(django_filters.Filter):
    """Entries of what holds on a day."""

    field_class = OnceField

    def filter(self, qs: SearchEntryQuerySet, value: str) -> SearchEntryQuerySet:
        del value
        return qs.within(Bounds(self.parent.address.valid_on))


class Said(django_filters.Filter):
    """What the search or the order takes up; it narrows nothing here."""

    field_class = OnceField

    def filter(self, qs: SearchEntryQuerySet, value: str) -> SearchEntryQuerySet:
        del value
        return qs


class DocumentFilterSet(django_filters.FilterSet):
    """The filters of a list of documents, over the entries that the search holds of them."""

    class Meta:
        model = SearchEntry
        fields: Sequence[str] = ()

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """One a facet, then the text, the order and the day, in the order of refusals."""
        filters: dict[str, django_filters.Filter] = {
            name: FacetFilter(field_name=name, facet=name) for name in FACETS
        }
        filters["validity"] = ValidityFilter(field_name="validity", facet="validity")
        filters["q"] = Said(name="q", problem=_text_problem)
        filters["sort"] = Said(name="sort", problem=_sort_problem)
        filters["on"] = DayFilter(name="on", problem=_day_problem)
        return filters

    @property
    def address(self) -> Address:
        """The same as the page's."""
        return replace(Address.read(self.data), page=1)


@dataclass(frozen=True)
class ListQuery:
    """What a list of documents is asked for: its filters, and which page of it."""

    filters: DocumentFilterSet
    limit: int = DEFAULT_LIMIT
    cursor: str = ""
    with_facets: bool = False

    @property
    def address(self) -> Address:
        """The same as the page's."""
        return self.filters.address

    @property
    def digest(self) -> str:
        """What a cursor belongs to: the filters and the order, not the length of the page."""
        return hashlib.sha256(self.address.url().encode()).hexdigest()[:16]

    def narrowed(self, entries: SearchEntryQuerySet) -> SearchEntryQuerySet:
        """The entries under every filter but the text."""
        found: SearchEntryQuerySet = DocumentFilterSet(self.filters.data, queryset=entries).qs
        return found

    def following(self, cursor: str) -> str:
        """The query string of the next page."""
        parts = [f"limit={self.limit}", f"cursor={cursor}"]
        if self.with_facets:
            parts.append("facets=1")
        own = self.address.url()
        return own + ("&" if own != "?" else "") + "&".join(parts)


def refuse_unknown(query: QueryDict, known: Collection[str]) -> None:
    """No parameter but the known ones, each readable. Raises BadParameter."""
    for name, values in query.lists():
        if name not in known:
            raise BadParameter(name[:_LONGEST_VALUE], _unknown(name, known))
        if any("\x00" in value for value in values):
            raise BadParameter(name, f"参数 {name} 含有不能识别的字符。")


def read_list_query(query: QueryDict) -> ListQuery:
    """Everything about a list of documents. Raises BadParameter for what the page leaves out."""
    refuse_unknown(query, (*_OWN, *FACETS))
    filters = DocumentFilterSet(query)
    for name, problems in filters.form.errors.items():
        raise BadParameter(name, problems[0])
    facets = _once(query, "facets")
    if facets not in ("", "0", "1"):
        raise BadParameter("facets", "参数 facets 只能是 1 或 0。")
    return ListQuery(
        filters=filters,
        limit=read_limit(query),
        cursor=read_cursor(query, "cursor"),
        with_facets=facets == "1",
    )


def read_limit(query: QueryDict) -> int:
    """How many rows a page holds."""
    text = _once(query, "limit")
    if "limit" not in query:
        return DEFAULT_LIMIT
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MAX_LIMIT):
        raise BadParameter("limit", f"参数 limit 应为 1 到 {MAX_LIMIT} 的整数。")
    return int(text)


def read_cursor(query: QueryDict, name: str) -> str:
    """A cursor as the client sent it, not yet taken apart."""
    text = _once(query, name)
    if len(text) > MAX_CURSOR:
        raise bad_cursor(name)
    return text


def bad_cursor(name: str) -> BadParameter:
    """The refusal of a cursor that was not given out for this query."""
    return BadParameter(
        name, f"参数 {name} 不是本接口给出的游标，或不属于这组条件，请从第一页重新读取。"
    )


def _once(query: QueryDict, name: str) -> str:
    values = query.getlist(name)
    if len(values) > 1:
        raise BadParameter(name, f"参数 {name} 只能出现一次。")
    return values[0] if values else ""


def _unknown(name: str, known: Collection[str]) -> str:
    wanted = f"可用的参数：{'、'.join(sorted(known))}" if known else "本接口没有参数"
    return f"没有名为“{name[:_LONGEST_VALUE]}”的参数。{wanted}。"
