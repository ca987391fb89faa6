"""A stretch of days: read from the address, kept in it, and asked of index and rows alike."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client

from disclosure.filters import read_address
from portal.search.follower import following
from portal.search.queries import Span, search
from tests.builders import City, published

FIRST, LAST = dt.date(2024, 3, 4), dt.date(2024, 3, 5)


def test_the_address_keeps_it() -> None:
    address = read_address(QueryDict("by=signed&from=2024-03-04&to=2024-03-05&q=停车"))
    assert (address.span, address.dated) == (Span(FIRST, LAST), "signed")
    assert read_address(QueryDict(address.url()[1:])) == address
    assert "from=" not in address.ever()
    assert "from=" not in address.lasting()
    assert address.own_filters == 1


@pytest.mark.parametrize("query", ["from=2024-13-01", "to=gestern", "by=never", "from="])
def test_what_makes_no_sense_is_left_out(query: str) -> None:
    assert read_address(QueryDict(query)).span.is_ever


@pytest.mark.django_db
@pytest.mark.parametrize("indexed", [True, False])
def test_both_ends_are_in_it(city: City, settings: Any, indexed: bool) -> None:
    for number, day in enumerate((FIRST - dt.timedelta(1), FIRST, LAST, LAST + dt.timedelta(1))):
        published(
            city,
            title=f"关于{number}的通知",
            doc_number=f"试府办〔2024〕{number + 1}号",
            signed_on=day,
        )
    if indexed:
        with following(settings.SEARCH_INDEX_DIR) as follower:
            follower.rebuild()

    def titles(query: str) -> set[str]:
        asked = read_address(QueryDict(f"validity=all&by=signed&{query}")).query
        return {str(hit.title_html) for hit in search(asked, viewer=AnonymousUser()).hits}

    assert titles("from=2024-03-04&to=2024-03-05") == {"关于1的通知", "关于2的通知"}
    assert titles("from=2024-03-05") == {"关于2的通知", "关于3的通知"}
    assert titles("to=2024-03-04") == {"关于0的通知", "关于1的通知"}
    assert titles("to=9999-12-31") == {f"关于{number}的通知" for number in range(4)}


@pytest.mark.django_db
def test_a_chip_takes_it_off(client: Client, city: City) -> None:
    published(city)
    page = client.get("/library/?by=signed&from=2024-03-04&to=2024-03-05")
    chips = {chip.label: chip.url for chip in page.context["chips"]}
    assert "from=" not in chips["2024年3月4日至2024年3月5日成文"]


def test_a_page_that_is_no_number_of_a_page_is_the_first() -> None:
    for page in ("0", "-1", "²", "10000", "9" * 5000):
        assert read_address(QueryDict(f"page={page}")).page == 1
    assert read_address(QueryDict("page=9999")).page == 9999
