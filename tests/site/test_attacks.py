"""What strangers try on any site, on every address of this one; see docs/security.md."""

from __future__ import annotations

import re

import pytest
from django.conf import settings as configured
from django.test import Client
from pytest_django import Settings

from portal.accounts.models import User
from tests.builders import PASSWORD, City
from tests.site.addresses import all_filled

SAMPLES = {"pk": 1, "object_id": "1", "action": "submit", "number": "SJ-B-2026-00001"}
ADDRESSES = all_filled(lambda _route, name: [SAMPLES.get(name, "00000000")])
# Answers machines without cookies, and changes nothing (OAI-PMH allows POST for its questions).
WITHOUT_COOKIES = {"disclosure:oai"}
# One-click: the signed token in the address is the proof (RFC 8058).
SIGNED = {"notifications:unsubscribe"}
ELSEWHERE = ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)")


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    """Signing in without a form has no request for the lockout to look at."""
    settings.AXES_ENABLED = False


def signed_in(user: User, **more: object) -> Client:
    client = Client(**more)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_nothing_is_done_for_a_form_of_another_site(city: City) -> None:
    """Without the token of a form every POST is refused, whoever's cookies come with it."""
    chief = User.objects.create_superuser("chief", password=PASSWORD)
    client = signed_in(chief, enforce_csrf_checks=True)
    done = {}
    for name, address in ADDRESSES:
        if name in WITHOUT_COOKIES | SIGNED:
            continue
        answer = client.post(address, HTTP_ORIGIN="https://evil.example")
        if answer.status_code not in (401, 403, 404, 405):
            done[name] = answer.status_code
    # 401: a system's token comes in a header, which no other site sends.
    # The open interface answers without cookies and takes no POST; a closed prefix redirects.
    assert {name for name in done if not name.startswith("admin:")} == set()
    assert set(done.values()) <= {301, 302}


def test_signing_out_and_acts_need_a_post(city: City) -> None:
    client = signed_in(city.outsider)
    client.get("/accounts/logout/")
    client.get("/admin/logout/")
    assert client.session["_auth_user_id"] == str(city.outsider.pk)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_address_leads_to_another_site(city: City, target: str) -> None:
    person = city.outsider
    for page in ("/accounts/login/", "/accounts/signup/", "/admin/login/", "/preferences/"):
        for client in (Client(), signed_in(person)):
            answer = client.get(page, {"next": target, "elder": "on"}, follow=True)
            hops = [address for address, _ in answer.redirect_chain]
            assert all(re.match(r"/[^/\\]|/$", hop) for hop in hops), hops
    sent = {"login": person.username, "password": PASSWORD, "next": target}
    assert Client().post("/accounts/login/", sent)["Location"] == "/"
    assert "evil" not in signed_in(person).post("/accounts/logout/", {"next": target})["Location"]


@pytest.mark.parametrize("host", ["evil.example", "shijiang.example@evil.example", "x:y", "a b"])
def test_a_host_that_is_not_ours_is_refused(settings: Settings, db: None, host: str) -> None:
    settings.ALLOWED_HOSTS = ["shijiang.example"]
    assert Client().get("/", HTTP_HOST=host).status_code == 400
    told = Client().get("/", HTTP_HOST="shijiang.example", HTTP_X_FORWARDED_HOST="evil.example")
    assert told.status_code == 200
    assert "evil.example" not in told.content.decode()


def test_a_session_prepared_by_somebody_else_is_not_signed_in(city: City) -> None:
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    client.post("/accounts/login/", {"login": city.outsider.username, "password": PASSWORD})
    assert client.cookies["sessionid"].value != "a" * 32
    assert client.session["_auth_user_id"] == str(city.outsider.pk)


def test_headers_and_cookies_of_every_page(city: City) -> None:
    client = signed_in(city.outsider)
    for page in ("/", "/library/", "/accounts/login/", "/requests/", "/admin/", "/inbox/"):
        answer = client.get(page)
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "object-src 'none'" in policy
        if not page.startswith("/admin/"):
            assert "unsafe" not in policy
            assert not re.search(r"https?:", policy)
    kept = client.cookies["sessionid"]
    assert (kept["httponly"], kept["samesite"]) == (True, "Lax")
    assert configured.CSRF_COOKIE_HTTPONLY


@pytest.mark.parametrize(
    "address",
    [
        "/static/../portal/settings/base.py", "/static/%2e%2e/manage.py", "/open-data/../manage.py",
        "/open-data/%2e%2e%2fmanage.py", "/files/../../etc/passwd", "/library/?page=1000000000",
        "/library/?page=9" * 1, "/library/?q=" + '"' * 200, "/library/?q=" + "(" * 200,
        "/library/?valid_on=9999-99-99", "/documents/99999999999999999999999/",
        "/api/v1/documents/?cursor=%00", "/api/v1/documents/?page_size=99999999",
        "/oai?verb=ListRecords&resumptionToken=%00", "/requests/track/%00/",
        "/requests/case/%F0%9F%98%80/", "/library/?theme=" + "&theme=".join(["x"] * 120),
    ],
)  # fmt: skip
def test_what_no_page_expects_is_no_error_of_ours(city: City, address: str) -> None:
    client = Client(raise_request_exception=True)
    assert client.get(address).status_code < 500
