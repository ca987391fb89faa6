"""Read-only, open to other sites, limited by address; nothing typed at it breaks it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import City
from tests.disclosure.api.conftest import Get, several

pytestmark = pytest.mark.django_db
MACHINE = [
    "/api/schema/",
    "/api/v1/documents/",
    "/api/v1/documents/1/",
    "/api/v1/changes/",
    "/api/v1/organs/",
    "/api/v1/themes/",
    "/api/v1/tags/",
    "/library/feed/",
]


@pytest.mark.parametrize("address", MACHINE)
def test_read_only_and_open_to_other_sites(client: Client, address: str) -> None:
    for method in ("post", "put", "patch", "delete"):
        response = getattr(client, method)(address, data="{}", content_type="application/json")
        assert response.status_code == 405, method
    for response in (client.get(address), client.head(address)):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
        assert "Set-Cookie" not in response
    preflight = client.options(address, headers={"Origin": "https://elsewhere.example"})
    assert (preflight.status_code, preflight.content) == (204, b"")
    assert "POST" not in preflight["Access-Control-Allow-Methods"]


def test_errors_are_json_in_chinese_whatever_is_accepted(client: Client) -> None:
    for accept in ("text/html", "application/xml", "nonsense"):
        response = client.get("/api/v1/documents/77/", headers={"Accept": accept})
        assert response.status_code == 404
        assert response.json()["error"]["code"] == "not_found"
    posted = client.post("/api/v1/documents/")
    assert posted.json()["error"]["message"] == "本接口只供读取，只接受 GET 请求。"


def test_addresses_that_are_none_say_so_in_json(client: Client) -> None:
    for address in ("/api/v1/x/", "/api/v1/documents/-1/", "/api/v1/documents/一/二/"):
        response = client.get(address)
        assert response.status_code == 404
        assert response.json()["error"]["code"] == "not_found"
    forgotten = client.get("/api/v1/documents")
    assert (forgotten.status_code, forgotten["Location"]) == (301, "/api/v1/documents/")


def test_too_many_questions_from_one_address(client: Client, settings: object) -> None:
    settings.API_RATE = "3/min"  # type: ignore[attr-defined]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]
    cache.clear()

    def ask(address: str) -> int:
        # Whatever is forged on the left, the trusted proxy's own entry counts.
        forged = {"X-Forwarded-For": f"10.9.9.{ask.count}, {address}"}  # type: ignore[attr-defined]
        ask.count += 1  # type: ignore[attr-defined]
        return client.get("/api/v1/tags/", headers=forged).status_code

    ask.count = 1  # type: ignore[attr-defined]
    assert [ask("192.0.2.1") for _ in range(4)] == [200, 200, 200, 429]
    assert ask("192.0.2.2") == 200
    refused = client.get("/api/v1/tags/", headers={"X-Forwarded-For": "192.0.2.1"})
    assert refused.json()["error"]["code"] == "throttled"
    assert int(refused["Retry-After"]) > 0
    cache.clear()


@pytest.mark.parametrize(
    "query",
    [
        "year=%00", "q=%ED%A0%80", "q=%FF%FE", "organ='%20or%201=1--", "tag=%25", "tag=%5C",
        "q=" + quote("\\' OR 1=1;--"), "cursor=null", "=", "&&&", "%00=1", "year[]=1",
        "q=%22%22%22", "q=((((", "sort=%00", "since=1", "limit=9" * 50, "format=xml", "lang=zz",
    ],
)  # fmt: skip
def test_hostile_queries_never_break_it(city: City, client: Client, query: str) -> None:
    several(city, 1)
    for address in MACHINE:
        assert client.get(f"{address}?{query}").status_code in (200, 400, 404), address


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30, "9" * 5000, "0", "-1", "1.5", "x"])
def test_hostile_numbers_never_break_it(client: Client, number: str) -> None:
    assert client.get(f"/api/v1/documents/{number}/").status_code == 404


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["q", "year", "organ", "theme", "category", "cursor", "limit", "sort"]),
            st.text(max_size=40),
        ),
        max_size=4,
    ),
    st.text(max_size=60),
)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_nothing_typed_breaks_it(db: None, pairs: list[tuple[str, str]], since: str) -> None:
    client = Client()
    query = "&".join(f"{name}={quote(value, errors='replace')}" for name, value in pairs)
    assert client.get(f"/api/v1/documents/?{query}").status_code in (200, 400)
    assert client.get(f"/library/feed/?{query}").status_code == 200
    changes = client.get(f"/api/v1/changes/?since={quote(since, errors='replace')}")
    assert changes.status_code in (200, 400)


def test_the_guide_is_a_page_for_people(client: Client, city: City, get: Get) -> None:
    page = client.get("/api/")
    assert page.status_code == 200
    assert "数据接口" in page.content.decode()
    for path in get("/api/schema/")["paths"]:
        assert path.replace("{id}", "编号").replace("{number}", "版次") in page.content.decode()
