"""The same query means the same on the page and in the interface; nonsense is refused."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client

from disclosure.address import FACETS
from portal.taxonomy.models import Audience, DisclosureCategory, PolicyTag, SubjectWord, Theme
from tests.builders import City, published
from tests.disclosure.api.conftest import Get, numbers, several

pytestmark = pytest.mark.django_db
NEWER_THEME = "综合政务\\政务公开"


@pytest.fixture
def library(city: City, reindex: Callable[[], None]) -> None:
    """Documents that differ in every facet."""
    several(city, 2)
    tag, _ = PolicyTag.objects.get_or_create(name="绿化")
    audience = Audience.objects.first()
    word, _ = SubjectWord.objects.get_or_create(word="养护")
    published(
        city,
        organ=city.street,
        doc_number="柳街办〔2025〕3号",
        title="柳桥街道屋顶绿化实施意见",
        doc_type="意见",
        signed_on=dt.date(2025, 5, 6),
        theme=Theme.objects.get(path=NEWER_THEME),
        category=DisclosureCategory.objects.get(article=20, item=1),
        labels={"tags": [tag], "audiences": [audience], "subject_words": [word]},
    )
    published(
        city,
        doc_number="试府办规〔2026〕1号",
        title="屋顶绿化管理规定",
        is_normative=True,
        effective_on=dt.date(2026, 12, 1),
        expires_on=dt.date(2031, 11, 30),
    )
    published(
        city,
        doc_number="试府办〔2020〕9号",
        title="关于屋顶绿化试点的通知",
        signed_on=dt.date(2020, 1, 2),
        effective_on=dt.date(2020, 2, 1),
        expires_on=dt.date(2022, 2, 1),
    )
    reindex()


def queries(get: Get) -> list[str]:
    """One query for every value of every facet, and some that combine."""
    facets = get("/api/v1/documents/?facets=1&validity=all")["facets"]
    assert {facet["name"] for facet in facets} == set(FACETS)
    single = [
        urlencode([(facet["name"], value["value"]), *state])
        for facet in facets
        for value in facet["values"]
        for state in ([], [("validity", "all")])
        if not (facet["name"] == "validity" and state)
    ]
    return [
        "",
        "validity=all",
        *single,
        "q=屋顶绿化",
        "q=养护&validity=all&sort=signed_on",
        "q=试府办规[2026]1号&validity=all",
        "q=、、",
        "year=2025&year=2020&validity=all",
        "organ=SJ&doc_type=通知&sort=published_on",
        "organ=SJ-X&validity=all",
        "normative=yes&year=2025&validity=all",
        "sort=relevance",
    ]


@pytest.mark.usefixtures("library")
def test_every_filter_gives_what_the_page_gives(client: Client, get: Get) -> None:
    asked = queries(get)
    assert len(asked) > 40
    sizes = set()
    for query in asked:
        page = client.get(f"/library/?{query}").content.decode()
        rows = page[page.find('class="rows"') :] if 'class="rows"' in page else ""
        shown = list(dict.fromkeys(re.findall(r'href="/documents/(\d+)/"', rows)))
        answer = get(f"/api/v1/documents/?{query}{'&' if query else ''}facets=1")
        assert numbers(answer) == [int(pk) for pk in shown], query
        assert answer["total"] == len(shown), query
        assert not answer["degraded"]
        sizes.add(len(shown))
    assert {0, 1, 3} <= sizes


@pytest.mark.usefixtures("library")
def test_without_an_index_the_filters_still_hold(
    get: Get, settings: object, tmp_path: object
) -> None:
    whole = {query: numbers(get(f"/api/v1/documents/?{query}")) for query in ("year=2026", "")}
    settings.SEARCH_INDEX_DIR = tmp_path / "none"  # type: ignore[attr-defined,operator]
    for query, expected in whole.items():
        answer = get(f"/api/v1/documents/?{query}")
        assert numbers(answer) == expected
        assert not answer["degraded"], "rows alone answer a query without a text"
    assert get("/api/v1/documents/?q=屋顶绿化")["degraded"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("year=abc", "year"),
        ("year=２０２６", "year"),
        ("year=", "year"),
        ("validity=ok", "validity"),
        ("validity=all&validity=expired", "validity"),
        ("level=moon", "level"),
        ("doc_type=诗", "doc_type"),
        ("normative=1", "normative"),
        ("category=x", "category"),
        ("organ=" + "a" * 81, "organ"),
        ("&".join(f"tag={n}" for n in range(21)), "tag"),
        ("sort=title", "sort"),
        ("q=a&q=b", "q"),
        ("q=" + "字" * 201, "q"),
        ("q=%00", "q"),
        ("facets=yes", "facets"),
        ("limit=", "limit"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=１０", "limit"),
        ("limit=-1", "limit"),
        ("page=2", "page"),
        ("colour=red", "colour"),
        ("cursor=%F0%9F%98%80", "cursor"),
        ("cursor=garbage", "cursor"),
        ("cursor=" + "A" * 500, "cursor"),
        ("cursor=W10", "cursor"),
        ("cursor=WzEsMiwzLDRd", "cursor"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(get: Get, query: str, parameter: str) -> None:
    error = get(f"/api/v1/documents/?{query}", 400)["error"]
    assert error["code"] == "bad_parameter"
    assert error["parameter"] == parameter
    assert re.search("[\u4e00-\u9fff]", error["message"])


@pytest.mark.parametrize(
    "address",
    ["/api/v1/documents/1/", "/api/v1/organs/", "/api/v1/themes/", "/api/v1/tags/"],
)
def test_addresses_without_parameters_take_none(get: Get, address: str) -> None:
    assert get(f"{address}?x=1", 400)["error"]["parameter"] == "x"
