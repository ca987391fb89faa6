"""No reader meets another's page, whatever they send; what is not declared is not shared."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from disclosure.choices import Reach
from disclosure.models import Document
from disclosure.services.documents import address_to
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.pages.copies import copies
from portal.pages.registry import pages
from portal.search.follower import following
from portal.site.demo.builders import bring_to
from tests.builders import FILED_AT, City, draft, person, published
from tests.site.test_every_address import PUBLIC

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
BACKEND = "django.contrib.auth.backends.ModelBackend"
READING = "reading"


@pytest.fixture
def document(city: City) -> Document:
    return published(city, title="试江市屋顶绿化办法")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def text(answer: Any) -> str:
    # A title may end its line between any two words.
    shown: str = answer.content.decode()
    return shown.replace("<wbr>", "")


def queries(client: Client, address: str, **more: Any) -> tuple[int, Any]:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, **more)
    return len(asked), answer


def reverse_of(name: str) -> str:
    """The address of a page; of one that needs an argument, with a word that means nothing."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(name, args=["nichts"])


def kept() -> list[str]:
    """The places in the shared cache that hold a copy."""
    return [f"page:{number}" for number in range(4096) if cache.has_key(f"page:{number}")]


class TestBudgets:
    """The only question of a page that is kept is where the database stands."""

    def test_a_kept_page_and_a_304(self, client: Client, document: Document) -> None:
        for address in ("/", document.get_absolute_url(), "/openness/"):
            made, first = queries(client, address)
            assert made > 1
            kept, second = queries(client, address)
            assert (kept, second.content) == (1, first.content)
            held = {"If-None-Match": first["ETag"]}
            asked, third = queries(client, address, headers=held)
            assert (asked, third.status_code, third.content) == (1, 304, b"")
            assert third["ETag"] == first["ETag"]

    def test_from_the_shared_cache(self, client: Client, document: Document) -> None:
        address = document.get_absolute_url()
        first = client.get(address)
        copies.clear()
        assert queries(client, address)[0] == 1
        assert client.get(address).content == first.content

    @pytest.mark.parametrize("held", ["x", 7, ("x",), ("KEY", "s", (), b"x", 1)])
    def test_what_cannot_be_read_is_made_anew(
        self, client: Client, document: Document, held: object
    ) -> None:
        address = document.get_absolute_url()
        first, places = client.get(address), kept()
        for place in places:
            cache.set(place, held)
        copies.clear()
        assert client.get(address).content == first.content

    def test_a_body_that_is_none_is_made_anew(self, client: Client, document: Document) -> None:
        address = document.get_absolute_url()
        first = client.get(address)
        for place in kept():
            cache.set(place, (*cache.get(place)[:3], b"broken"))
        copies.clear()
        assert client.get(address).content == first.content
        copies.clear()
        assert queries(client, address)[0] == 1

    def test_who_asks_for_endless_addresses_fills_no_cache(
        self, client: Client, city: City, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("portal.pages.copies._PLACES", 3)
        told = {number: client.get(f"/privacy/?a={number}") for number in range(12)}
        assert len(kept()) <= 3
        copies.clear()
        for number, first in told.items():
            answer = client.get(f"/privacy/?a={number}")
            assert answer.content == first.content
            assert answer["ETag"] == first["ETag"]

    def test_a_huge_page_stays_in_its_process(
        self, client: Client, city: City, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("portal.pages.copies._LARGEST", 10)
        client.get("/privacy/")
        assert not kept()
        assert queries(client, "/privacy/")[0] == 1

    def test_head_has_the_headers_and_no_body(self, client: Client) -> None:
        first = client.get("/")
        answer = client.head("/")
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer["ETag"] == first["ETag"]
        assert answer["Content-Length"] == str(len(first.content))

    @pytest.mark.usefixtures("broken_cache")
    def test_without_the_shared_cache(self, client: Client, document: Document) -> None:
        address = document.get_absolute_url()
        assert client.get(address).status_code == 200
        assert queries(client, address)[0] == 1
        copies.clear()
        assert client.get(address).status_code == 200


class TestHeaders:
    def test_what_shared_caches_are_told(self, client: Client, document: Document) -> None:
        for answer in (client.get("/"), client.get("/")):
            assert answer["Cache-Control"] == ("public, max-age=0, s-maxage=1, must-revalidate")
            assert "Cookie" in answer["Vary"]
            assert "Set-Cookie" not in answer
            assert "Content-Security-Policy" in answer
            assert answer["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize("address", ["/preferences/", "/accounts/login/", "/requests/track/"])
    def test_a_form_with_its_token_is_kept_nowhere(self, client: Client, address: str) -> None:
        control = client.get(address)["Cache-Control"]
        assert "no-store" in control
        assert "private" in control

    def test_what_nobody_declared_is_nobody_elses(self, client: Client, city: City) -> None:
        assert client.get("/participate/")["Cache-Control"] == "private, no-cache"
        assert client.get("/nichts/")["Cache-Control"] == "private, no-cache"
        assert "ETag" not in client.get("/documents/1/")

    def test_a_page_that_is_gone_is_not_kept(self, client: Client, city: City) -> None:
        assert client.get("/documents/999/").status_code == 404
        assert queries(client, "/documents/999/")[0] > 1


class TestReaders:
    def test_signed_in(self, client: Client, city: City, document: Document) -> None:
        address = document.get_absolute_url()
        own = signed_in(city.outsider)
        for order in ((client, own), (own, client)):
            copies.clear()
            cache.clear()
            told = {each: each.get(address) for each in order for _ in range(2)}
            assert "退出登录" in text(told[own])
            assert "退出登录" not in text(told[client])
            assert "no-store" in told[own]["Cache-Control"]
            assert "ETag" not in told[own]

    def test_whoever_signed_in_holds_no_page_of_before(
        self, client: Client, city: City, document: Document
    ) -> None:
        tag = client.get("/")["ETag"]
        answer = signed_in(city.outsider).get("/", headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert "退出登录" in text(answer)

    def test_a_session_that_means_nothing_is_somebodys(self, client: Client, city: City) -> None:
        client.get("/")
        client.cookies["sessionid"] = "x" * 32
        answer = client.get("/")
        assert "ETag" not in answer

    def test_targeted(self, client: Client, city: City) -> None:
        found = draft(
            city, title="定向的通知", reach=Reach.ADDRESSED, reach_reason="仅涉及辖区机构"
        )
        by = city.people[Role.CLERK]
        address_to(document=found, organs=[city.street], groups=[], by=by, at=FILED_AT)
        found = bring_to(found, "published", cast=city.cast, at=FILED_AT)
        member = signed_in(person("weimin", organs=[city.street], roles=[Role.CLERK]))
        page, every = found.get_absolute_url(), "/library/addressed/"
        for order in ((client, member), (member, client)):
            copies.clear()
            cache.clear()
            for reader in order * 2:
                shown = [found.title in text(reader.get(each)) for each in (page, every)]
                assert shown == [reader is member] * 2
                assert found.title not in text(reader.get("/"))
        for each in (page, every):
            answer = member.get(each)
            assert "no-store" in answer["Cache-Control"]
            assert "ETag" not in answer

    def test_messages_of_an_act_are_shown_to_whoever_acted(
        self, client: Client, city: City
    ) -> None:
        client.get("/")
        client.cookies["messages"] = "x"
        assert "ETag" not in client.get("/")

    def test_choices_of_reading(self, city: City, document: Document) -> None:
        choices = ("off.default.standard", "on.default.standard", "off.dark.standard",
                   "off.default.larger", "on.black.large")  # fmt: skip
        told = {}
        for _ in range(2):
            for choice in choices:
                reader = Client()
                reader.cookies[READING] = choice
                answer = reader.get("/")
                elder, theme, size = choice.split(".")
                assert ("data-elder" in text(answer)) is (elder == "on")
                assert f'data-theme="{theme}"' in text(answer)
                assert f'data-size="{size}"' in text(answer)
                told[choice] = answer["ETag"]
        assert len(set(told.values())) == len(choices)
        plain = Client().get("/")
        odd = Client()
        odd.cookies[READING] = '"><script>.x.y'
        assert odd.get("/")["ETag"] == plain["ETag"] == told[choices[0]]

    def test_a_tag_of_other_choices_is_none(self, city: City) -> None:
        elder = Client()
        elder.cookies[READING] = "on.default.standard"
        tag = elder.get("/")["ETag"]
        assert Client().get("/", headers={"If-None-Match": tag}).status_code == 200

    def test_the_host_one_came_by(self, client: Client, city: City) -> None:
        pages = {
            host: text(client.get("/library/rules/", headers={"host": host}))
            for _ in range(2)
            for host in ("a.example", "b.example", "a.example:8000")
        }
        for host, page in pages.items():
            assert f'href="http://{host}/library/rules/"' in page
        secure = client.get("/library/rules/", headers={"host": "a.example"}, secure=True)
        assert 'href="https://a.example/library/rules/"' in text(secure)

    def test_the_order_of_a_query(self, client: Client, city: City, settings: Settings) -> None:
        with following(settings.SEARCH_INDEX_DIR) as follower:
            follower.rebuild()
        first = client.get("/library/?year=2024&organ=SJ")
        other = client.get("/library/?organ=SJ&year=2024")
        assert first["ETag"] == other["ETag"]
        assert first.content == other.content
        assert client.get("/library/?organ=SJ&year=2025")["ETag"] != first["ETag"]
        # Of one name the order is what was asked.
        assert (
            client.get("/library/?organ=A&organ=B")["ETag"]
            != (client.get("/library/?organ=B&organ=A")["ETag"])
        )

    def test_a_query_in_plain_bytes(self, client: Client, city: City, settings: Settings) -> None:
        """Not every client writes letters as numbers."""
        with following(settings.SEARCH_INDEX_DIR) as follower:
            follower.rebuild()
        first = client.get("/library/?theme=%E5%85%B6%E4%BB%96")
        raw = client.get("/library/", QUERY_STRING="theme=其他".encode().decode("latin-1"))
        assert raw["ETag"] == first["ETag"]
        assert raw.content == first.content
        copies.clear()
        cache.clear()
        again = client.get("/library/", QUERY_STRING="theme=其他".encode().decode("latin-1"))
        assert again.content == first.content
        assert "ETag" not in client.get("/library/", QUERY_STRING="theme=\xff")

    def test_what_is_typed_is_asked_each_time(
        self, client: Client, city: City, settings: Settings
    ) -> None:
        with following(settings.SEARCH_INDEX_DIR) as follower:
            follower.rebuild()
        assert "ETag" not in client.get("/library/?q=绿化")
        assert "ETag" in client.get("/library/?q=")

    def test_nor_is_it_an_error_that_it_is_asked(
        self, client: Client, city: City, caplog: pytest.LogCaptureFixture
    ) -> None:
        for name, page in pages().items():
            if page.searches or name == "policies:messages":
                client.get(reverse_of(name), {"q": "没有的"})
        assert "does not declare" not in caplog.text

    def test_no_header_of_one_reader_reaches_another(
        self, client: Client, document: Document
    ) -> None:
        address = document.get_absolute_url()
        plain = client.get(address)
        for clean in (True, False):
            if clean:
                copies.clear()
                cache.clear()
            answer = client.get(
                address,
                headers={
                    "x-forwarded-host": "evil.example",
                    "x-forwarded-for": "203.0.113.9",
                    "x-original-url": "/admin/",
                    "x-http-method-override": "POST",
                    "accept-language": "en",
                    "accept": "application/json",
                    "user-agent": "evil",
                    "referer": "https://evil.example/",
                    "range": "bytes=0-1",
                    "hx-request": "true",
                    "cookie": "csrftoken=planted; other=evil",
                },
            )
            assert answer.content == plain.content
            assert b"evil" not in answer.content
        assert Client().get(address).content == plain.content

    def test_who_brings_credentials_is_somebody(self, client: Client, city: City) -> None:
        assert "ETag" not in client.get("/", headers={"authorization": "Bearer x"})

    def test_nothing_is_kept_of_what_is_sent(self, client: Client, city: City) -> None:
        assert "ETag" not in client.post("/", {"a": "1"})


def test_only_pages_for_everybody_were_declared() -> None:
    assert set(pages()) <= PUBLIC | {
        "disclosure:comparison", "disclosure:editions", "disclosure:edition",
    }  # fmt: skip
