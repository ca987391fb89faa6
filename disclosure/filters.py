"""The filters of a list of documents: each parameter declared once, for the page and the interface.

Both read a parameter into the same value. The page forgives: what makes no sense is left out,
because who followed an old link is better served by a list. The interface is told, and so is who
keeps a column, which must not show something else than its keeper meant.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict

from disclosure.address import (
    ALL,
    DATED,
    FACETS,
    IN_TITLE,
    SIZES,
    SORTS,
    STATES,
    Address,
    named_day,
)
from disclosure.choices import DocumentType, Kind, Language
from portal.organs.choices import OrganLevel
from portal.search.models import SearchEntry
from portal.search.querysets import Bounds, SearchEntryQuerySet
from portal.search.tokens import clean

_LONGEST_TEXT = 200
LONGEST_VALUE = 80
_MOST_VALUES = 20
_PAGE = re.compile(r"[1-9]\d{0,3}", re.ASCII)
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


class ListField(forms.Field):
    """A parameter of a list: its values as one, to the letter or with nonsense left out."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, name: str, **options: Any) -> None:
        self.name = name
        super().__init__(**options)

    def problem(self, values: Sequence[str]) -> str:
        """What is wrong with what was given; empty when nothing is."""
        raise NotImplementedError

    def forgiven(self, values: Sequence[str]) -> Any:
        """What of it makes sense."""
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        """The same, once nothing is wrong with it. Raises ValidationError."""
        if problem := self.problem(value):
            raise forms.ValidationError(problem)
        return self.forgiven(value)


class FacetField(ListField):
    """The values of one facet, as many as may be given."""

    def problem(self, values: Sequence[str]) -> str:
        """Of the first value that cannot be."""
        name = self.name
        if len(values) > _MOST_VALUES:
            return f"参数 {name} 最多可以有{_MOST_VALUES}个值。"
        for value in values:
            if not value or len(value) > LONGEST_VALUE:
                return f"参数 {name} 的值应为 1 到 {LONGEST_VALUE} 个字符。"
            if name in VALUES and value not in VALUES[name]:
                return f"参数 {name} 只能是 {'、'.join(VALUES[name])}。"
            if name in _SHAPES and not _SHAPES[name][0].fullmatch(value):
                return f"参数 {name} {_SHAPES[name][1]}。"
        return ""

    def forgiven(self, values: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_storable(values)))[:_MOST_VALUES]


class ValidityField(FacetField):
    """States of today, or every one of them by the word for all."""

    def problem(self, values: Sequence[str]) -> str:
        """The word for all stands alone."""
        if problem := super().problem(values):
            return problem
        both = ALL in values and len(values) > 1
        return f"参数 {self.name} 为 all 时不能再有其他值。" if both else ""

    def forgiven(self, values: Sequence[str]) -> tuple[str, ...]:
        given = super().forgiven(values)
        return given if given == (ALL,) else tuple(each for each in given if each in STATES)


class OnceField(ListField):
    """A parameter given once: `wrong` says what is wrong with it, `read` gives its value, or the
    one that stands for none.
    """

    def __init__(
        self,
        *,
        read: Callable[[str], Any],
        wrong: Callable[[str], str] = lambda _text: "",
        **options: Any,
    ) -> None:
        self.read, self.wrong = read, wrong
        super().__init__(**options)

    def problem(self, values: Sequence[str]) -> str:
        """Of the one value."""
        if len(values) > 1:
            return f"参数 {self.name} 只能出现一次。"
        return self.wrong(values[0] if values else "")

    def forgiven(self, values: Sequence[str]) -> Any:
        return self.read(values[-1] if values else "")


def _storable(values: Sequence[str]) -> Iterator[str]:
    """What a facet can be, shortened: nothing else is asked of the database."""
    return (value[:LONGEST_VALUE] for value in values if value and "\x00" not in value)


def _text(text: str) -> str:
    return text.replace("\x00", "").strip()[:_LONGEST_TEXT]


def _text_problem(text: str) -> str:
    return f"参数 q 最多{_LONGEST_TEXT}个字符。" if len(text) > _LONGEST_TEXT else ""


def _sort(text: str) -> str:
    return text if text in SORTS else ""


def _sort_problem(text: str) -> str:
    return f"参数 sort 只能是 {'、'.join(SORTS)}。" if text and text not in SORTS else ""


def _day_problem(text: str) -> str:
    known = not text or named_day(text)
    return "" if known else "参数 on 应为日历上有的日期，如 2026-03-31。"


def _dated(text: str) -> str:
    return text if text in DATED else "published"


def _page(text: str) -> int:
    return int(text) if _PAGE.fullmatch(text) else 1


def _size(text: str) -> int:
    return next((size for size in SIZES if str(size) == text), SIZES[0])


class FacetFilter(django_filters.Filter):
    """Entries under any of the values of a facet."""

    field_class = FacetField

    def filter(self, qs: SearchEntryQuerySet, value: Sequence[str]) -> SearchEntryQuerySet:
        return qs.under({self.field_name: tuple(map(clean, value))}) if value else qs


class ValidityFilter(FacetFilter):
    """The same, with what the list chooses itself when nothing is said."""

    field_class = ValidityField

    def filter(self, qs: SearchEntryQuerySet, value: Sequence[str]) -> SearchEntryQuerySet:
        del value
        return super().filter(qs, self.parent.address.states)


class DayFilter(django_filters.Filter):
    """Entries of what holds on a day."""

    field_class = OnceField

    def filter(self, qs: SearchEntryQuerySet, value: dt.date | None) -> SearchEntryQuerySet:
        return qs.within(Bounds(value))


class Said(django_filters.Filter):
    """What the search, the order or the page takes up; it narrows nothing here."""

    field_class = OnceField

    def filter(self, qs: SearchEntryQuerySet, value: Any) -> SearchEntryQuerySet:
        del value
        return qs


class DocumentFilterSet(django_filters.FilterSet):
    """The filters of a list of documents, over the entries that the search holds of them."""

    class Meta:
        model = SearchEntry
        fields: Sequence[str] = ()

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """One a facet, then the text, the order and the day, in the order of refusals; then what
        only the page knows.
        """
        filters: dict[str, django_filters.Filter] = {
            name: FacetFilter(field_name=name, name=name) for name in FACETS
        }
        filters["validity"] = ValidityFilter(field_name="validity", name="validity")
        filters["q"] = Said(name="q", read=_text, wrong=_text_problem)
        filters["sort"] = Said(name="sort", read=_sort, wrong=_sort_problem)
        filters["on"] = DayFilter(name="on", read=named_day, wrong=_day_problem)
        filters["from"] = Said(name="from", read=named_day)
        filters["to"] = Said(name="to", read=named_day)
        filters["by"] = Said(name="by", read=_dated)
        filters["in"] = Said(name="in", read=lambda text: text == IN_TITLE)
        filters["page"] = Said(name="page", read=_page)
        filters["size"] = Said(name="size", read=_size)
        return filters

    @classmethod
    def forgiven(cls, query: QueryDict) -> dict[str, Any]:
        """The values its form gives, read by the same fields, with nonsense left out. No form is
        made for it: stored questions are read by the ten thousand.
        """
        return {
            name: each.field.forgiven(query.getlist(name))
            for name, each in cls.base_filters.items()
        }

    @property
    def address(self) -> Address:
        """The same as the page's."""
        return Address.of(self.form.cleaned_data)


def read_address(query: QueryDict) -> Address:
    """The state of the list in a query string; what makes no sense is left out."""
    return Address.of(DocumentFilterSet.forgiven(query))


def base_of(criteria: str) -> Address:
    """The address that a column's criteria stand for."""
    return read_address(QueryDict(criteria))
