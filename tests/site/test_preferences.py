"""长者版, themes and sizes: one cookie, no script, no account."""

import pytest
from django.test import Client

from portal.site.preferences import COOKIE, Preferences
from tests.builders import City

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "cookie", ["", "on", "on.dark", "x.y.z", "on.dark.large.more", '"><script>', "on.\x00.large"]
)
def test_a_strange_cookie_never_reaches_the_page(client: Client, city: City, cookie: str) -> None:
    chosen = Preferences.read(cookie)
    assert chosen.theme in ("default", "dark")
    client.cookies[COOKIE] = cookie
    source = client.get("/contact/").content.decode()
    assert '<html lang="zh-CN"' in source
    assert "><script>" not in source


def test_elder_by_link_and_back(client: Client, city: City) -> None:
    response = client.get("/preferences/?elder=on&next=/library/%3Fyear%3D2026")
    assert response["Location"] == "/library/?year=2026"
    assert response.cookies[COOKIE].value == "on.default.standard"
    assert response.cookies[COOKIE]["httponly"]
    page = client.get("/library/").content.decode()
    assert "data-elder" in page
    assert "回标准版" in page
    assert 'href="tel:12345"' in page
    client.get("/preferences/?elder=off&next=/")
    assert "data-elder" not in client.get("/library/").content.decode()


def test_theme_and_size_by_form(client: Client, city: City) -> None:
    client.post("/preferences/", {"theme": "yellow", "size": "larger", "next": "/contact/"})
    page = client.get("/contact/").content.decode()
    assert 'data-theme="yellow"' in page
    assert 'data-size="larger"' in page


def test_one_choice_leaves_the_others(client: Client, city: City) -> None:
    client.get("/preferences/?theme=dark")
    client.get("/preferences/?elder=on")
    assert client.cookies[COOKIE].value == "on.dark.standard"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_the_way_back_never_leaves_the_site(client: Client, city: City, target: str) -> None:
    assert client.get("/preferences/", {"elder": "on", "next": target})["Location"] == "/"
    assert target not in client.get("/preferences/", {"next": target}).content.decode()


def test_the_same_content_in_both_editions(client: Client, city: City) -> None:
    plain = client.get("/requests/").content.decode()
    client.get("/preferences/?elder=on")
    elder = client.get("/requests/").content.decode()
    body = plain[plain.index('class="prose"') : plain.index("</main>")]
    assert body in elder
