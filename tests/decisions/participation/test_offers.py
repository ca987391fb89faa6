"""One page for taking part: states by instants, one filter, one feed, whatever room it is of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from decisions.participation import offers
from decisions.participation.filters import Wanted, read
from decisions.participation.offers import Kind, Offer
from decisions.participation.presenters import page_of
from tests.builders import City
from tests.decisions.surveys import cases

AT = cases.AT
DAY = dt.timedelta(days=1)


def _offer(key: int = 1, **given: object) -> Offer:
    told = {
        "kind": "x", "key": key, "title": f"第{key}项", "url": f"/x/{key}/", "organ": "办公室",
        "organ_code": "SJ-B", "opens_at": AT - DAY, **given,
    }  # fmt: skip
    return Offer(**told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, "open"),
        ({"closes_at": AT + 8 * DAY}, "open"),
        ({"closes_at": AT + 7 * DAY}, "soon"),
        ({"closes_at": AT}, "closed"),
        ({"closes_at": AT, "answered_at": AT}, "answered"),
    ],
)
def test_where_it_stands(given: dict[str, object], state: str) -> None:
    offer = _offer(**given)
    assert offer.state(AT) == state
    assert offer.is_in("open", AT) == (state in ("open", "soon"))


def test_an_address_says_all_of_it() -> None:
    known = {"x"}
    assert read({}, kinds=known) == Wanted()
    wanted = read({"state": "soon", "kind": "x", "organ": "SJ-B"}, kinds=known)
    assert wanted.query == "?state=soon&kind=x&organ=SJ-B"
    odd = read({"state": "'", "kind": "none", "organ": "<b>"}, kinds=known)
    assert odd == Wanted()
    assert Wanted(kind="x").with_(state="open").query == "?kind=x"


def test_what_is_of_no_organ_makes_no_choice_without_a_name() -> None:
    found = [_offer(1), _offer(2, organ="", organ_code="")]
    kinds = [Kind("x", "某类", 1, lambda _at: [], 90)]
    page = page_of(found, Wanted(), kinds, at=AT, most=9)
    assert [(each.label, each.count) for each in page.organs] == [("全部", 2), ("办公室", 1)]


def test_a_code_has_one_meaning() -> None:
    with pytest.raises(ValueError, match="另一含义"):
        offers.register(Kind("surveys", "别的", 1, lambda _at: [], 90))
    with pytest.raises(ValueError, match="另一含义"):
        offers.register(Kind("others", "别的", 1, lambda _at: [], offers.kinds()[0].number))
    assert "others" not in {kind.code for kind in offers.kinds()}


def _plain(client: Client, address: str) -> str:
    """A page without the marks where words may break."""
    return client.get(address).content.decode().replace("<wbr>", "")


@pytest.fixture
def clock() -> Iterator[object]:
    with time_machine.travel(AT + dt.timedelta(hours=1), tick=False) as clock:
        yield clock


@pytest.mark.django_db
def test_the_page_and_its_feed(
    client: Client, city: City, clock: object, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = reverse("decisions:participate")
    cases.running(city, title="正在问的", closes_on=cases.day(60))
    cases.running(city, title="快截止的", closes_on=cases.day(3))
    cases.running(city, title="还没有开始的", opens_on=cases.day(2))
    cases.drafted(city, title="没有发布的")
    cases.published(city, title="有了结果的")
    text = _plain(client, page)
    assert text.index("快截止的") < text.index("正在问的")
    assert "还有4天" not in text
    assert "还有3天" in text
    assert "还没有开始的" not in text
    assert "没有发布的" not in text
    assert "有了结果的" in text
    soon = _plain(client, f"{page}?state=soon")
    assert "快截止的" in soon
    assert "正在问的" not in soon
    none = _plain(client, f"{page}?organ=SJ-X")
    assert "这里现在没有" in none
    feed = client.get(reverse("decisions:participate_feed")).content.decode()
    assert feed.count("<entry>") == 4
    answered = client.get(reverse("decisions:participate_json_feed"), {"state": "answered"}).json()
    assert [item["title"] for item in answered["items"]] == ["有了结果的"]
    assert answered["items"][0]["content_text"] == cases.OUTCOME
    with django_assert_num_queries(12):
        client.get(page)
    for _ in range(3):
        cases.running(city, closes_on=cases.day(20))
    with django_assert_num_queries(12):
        client.get(page)
