"""One set of filters for the page and the interface: the same values, forgiven or refused."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import QueryDict

from disclosure.address import ALL, FACETS, Address
from disclosure.filters import DocumentFilterSet, read_address
from disclosure.list_query import BadParameter, read_list_query
from portal.search.queries import Span

SOUND = [
    "", "q=停车", "q=+停车+", "validity=all", "validity=in_force&validity=amended",
    "organ=SJ&organ=SJ&organ=SJ-B", "year=2026&normative=yes", "on=2026-03-31", "on=",
    "sort=signed_on&theme=综合政务", "tag=绿化&category=21-2&level=city",
]  # fmt: skip
UNSOUND = [
    ("validity=all&validity=in_force", "validity"),
    ("validity=nothing", "validity"),
    ("organ=", "organ"),
    (f"organ={'长' * 81}", "organ"),
    ("&".join(f"tag={number}" for number in range(21)), "tag"),
    ("sort=size", "sort"),
    ("sort=signed_on&sort=signed_on", "sort"),
    ("on=2026-02-30", "on"),
    (f"q={'长' * 201}", "q"),
]


@pytest.mark.parametrize("query", SOUND)
def test_what_is_sound_means_the_same_on_the_page_and_in_the_interface(query: str) -> None:
    given = QueryDict(query)
    assert read_address(given) == read_list_query(given).address


@pytest.mark.parametrize(("query", "name"), UNSOUND)
def test_nonsense_is_told_to_a_machine_and_left_out_of_a_page(query: str, name: str) -> None:
    given = QueryDict(query)
    with pytest.raises(BadParameter) as told:
        read_list_query(given)
    assert told.value.parameter == name
    again = read_address(QueryDict(read_address(given).url()[1:]))
    assert again == read_address(given)


def test_what_is_left_out_of_a_page() -> None:
    assert read_address(QueryDict("validity=all&validity=in_force")).states == ("in_force",)
    assert read_address(QueryDict("sort=size&on=2026-02-30&page=x&size=7")) == Address()
    assert len(read_address(QueryDict(UNSOUND[4][0])).filters["tag"]) == 20
    assert len(read_address(QueryDict(UNSOUND[3][0])).filters["organ"][0]) == 80
    assert read_address(QueryDict("sort=size&sort=signed_on")).sort == "signed_on"


def test_every_parameter_of_the_page_is_declared_once() -> None:
    names = {"q", "sort", "on", "from", "to", "by", "in", "page", "size"}
    assert {*DocumentFilterSet.base_filters} == {*FACETS, *names}
    address = read_address(
        QueryDict("q=x&in=title&from=2026-01-02&to=2026-02-03&by=signed&size=50&page=3")
    )
    assert address.span == Span(dt.date(2026, 1, 2), dt.date(2026, 2, 3))
    assert (address.dated, address.is_titled, address.size, address.page) == ("signed", True, 50, 3)


@pytest.mark.parametrize("name", ["from", "to", "by", "in", "page", "size"])
def test_what_only_the_page_knows_is_none_of_the_interface(name: str) -> None:
    with pytest.raises(BadParameter, match=f"没有名为“{name}”的参数"):
        read_list_query(QueryDict(f"{name}=1"))


def test_the_form_and_the_page_read_by_the_same_fields() -> None:
    query = QueryDict(f"validity={ALL}&organ=SJ&q=停车")
    form = DocumentFilterSet(query).form
    assert form.is_valid()
    assert form.cleaned_data == DocumentFilterSet.forgiven(query)
