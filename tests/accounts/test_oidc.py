"""Signing in through OpenID Connect, against a real provider on the loopback."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.accounts.permissions import is_staff_member
from portal.audit.models import AuditEntry
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.services

PEOPLE = [
    {
        "sub": "p-1",
        "name": "王芳",
        "preferred_username": "13800000000",
        "email": "fang@example.cn",
        "email_verified": True,
        "id_number": "310104199001011234",
    },
    {"sub": "p-2", "name": "李四", "email": "Luru@example.cn", "email_verified": True},
    {"sub": "p-3"},
]

Enter = Callable[..., HttpResponse]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A provider in a process of its own; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    for claims in PEOPLE:
        command += ["--user-claims", json.dumps(claims)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        for _ in range(100):
            try:
                requests.get(f"{address}/.well-known/openid-configuration", timeout=2)
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        else:
            pytest.fail("the provider did not start")
        yield address
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def configured(provider, settings, db) -> str:
    """The settings that OIDC_NAME, OIDC_SERVER_URL, … lead to."""
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": "随申办",
                    "client_id": "portal",
                    "secret": "portal-secret",
                    "settings": {"server_url": provider},
                }
            ],
        }
    }
    return provider


def enter(browser: Client, sub: str, *, process: str = "login") -> HttpResponse:
    """Go the whole way: our button, the provider's form, and back with the code."""
    button = browser.post(f"/accounts/oidc/oidc/login/?process={process}")
    assert button.status_code == 302
    asked = parse_qs(urlsplit(button["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    form = requests.post(button["Location"], data={"sub": sub}, allow_redirects=False, timeout=5)
    back = form.headers["Location"]
    assert back.startswith("http://testserver/accounts/oidc/oidc/login/callback/?")
    return browser.get(back)


def test_the_button_is_there_when_configured(configured, client):
    page = client.get("/accounts/login/").content.decode()
    assert "使用随申办登录" in page
    assert 'action="/accounts/oidc/oidc/login/' in page
    assert "关联随申办" not in page


def test_a_citizen_signs_in_and_again(configured, client):
    assert enter(client, "p-1")["Location"] == "/"
    user = User.objects.get()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.full_name, user.email) == ("王芳", "fang@example.cn")
    assert not user.has_usable_password()
    assert not user.is_staff
    assert not is_staff_member(user)
    assert AuditEntry.objects.get(action="registered").details == {"channel": "统一身份认证"}

    again = Client()
    enter(again, "p-1")
    assert User.objects.count() == 1
    assert again.session["_auth_user_id"] == str(user.pk)
    assert AuditEntry.objects.filter(action="signed_in", actor_id=user.pk).count() == 2


def test_only_what_is_needed_is_kept(configured, client):
    enter(client, "p-1")
    enter(Client(), "p-1")
    user = User.objects.get()
    assert "13800000000" not in user.username
    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialAccount.objects.get().socialtoken_set.exists()


def test_a_citizen_without_claims_signs_in(configured, client):
    enter(client, "p-3")
    user = User.objects.get()
    assert (user.full_name, user.email) == ("", "")


def test_an_address_of_staff_is_not_taken_over(configured, person, district, client):
    clerk = person("luru", (district, Role.CLERK), email="luru@example.cn")
    EmailAddress.objects.create(user=clerk, email="luru@example.cn", verified=True, primary=True)

    enter(client, "p-2")

    citizen = SocialAccount.objects.get().user
    assert citizen != clerk
    assert client.session["_auth_user_id"] == str(citizen.pk)
    assert citizen.email == ""
    assert not is_staff_member(citizen)
    assert not EmailAddress.objects.filter(user=citizen).exists()
    clerk.refresh_from_db()
    assert clerk.has_usable_password()


def test_staff_cannot_connect_an_identity(configured, person, district, sign_in):
    browser = sign_in(person("luru", (district, Role.CLERK)))
    answer = enter(browser, "p-1", process="connect")
    assert answer["Location"] == "/accounts/login/"
    assert not SocialAccount.objects.exists()


def test_an_identity_opens_no_staff_account(configured, person, district, client):
    clerk = person("luru", (district, Role.CLERK))
    SocialAccount.objects.create(user=clerk, provider="oidc", uid="p-1")
    answer = enter(client, "p-1")
    assert answer["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session
    page = client.get("/accounts/login/").content.decode()
    assert "工作账号不能使用统一身份认证登录" in page


def test_a_citizen_connects_and_disconnects(configured, person, sign_in):
    browser = sign_in(person("gongmin"))
    # A login left open is not enough: the password is asked once more, then it goes on by itself.
    assert enter(browser, "p-3", process="connect")["Location"] == "/accounts/reauthenticate/"
    assert not SocialAccount.objects.exists()
    resumed = browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert resumed["Location"] == "/accounts/3rdparty/"
    page = browser.get("/accounts/3rdparty/").content.decode()
    assert "随申办" in page
    browser.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get().pk})
    assert not SocialAccount.objects.exists()


def test_a_code_that_was_not_asked_for_is_refused(configured, client):
    answer = client.get("/accounts/oidc/oidc/login/callback/?code=stolen&state=forged")
    assert "登录没有成功" in answer.content.decode()
    assert not User.objects.exists()


def test_refusal_at_the_provider(configured, client):
    button = client.post("/accounts/oidc/oidc/login/")
    form = requests.post(
        button["Location"], data={"action": "deny"}, allow_redirects=False, timeout=5
    )
    # The provider leaves out the state, which RFC 6749 section 4.1.2.1 requires.
    state = parse_qs(urlsplit(button["Location"]).query)["state"][0]
    back = client.get(f"{form.headers['Location']}&state={state}", follow=True)
    assert "已取消登录" in back.content.decode()


def configuration(**environment: str) -> dict[str, Any]:
    """What the settings of a new process say of the provider."""
    code = (
        "import json; from django.conf import settings as s; print(json.dumps("
        "[s.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS'], "
        "s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action']]))"
    )
    clean = {key: value for key, value in os.environ.items() if not key.startswith("OIDC_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=clean | environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    apps, form_action = json.loads(done.stdout)
    return {"apps": apps, "form_action": form_action}


def test_the_provider_comes_from_the_environment():
    found = configuration(
        OIDC_NAME="随申办",
        OIDC_SERVER_URL="https://id.example.cn/realms/citizens",
        OIDC_CLIENT_ID="portal",
        OIDC_CLIENT_SECRET="secret",
    )
    (app,) = found["apps"]
    assert (app["name"], app["client_id"], app["secret"]) == ("随申办", "portal", "secret")
    assert app["settings"] == {"server_url": "https://id.example.cn/realms/citizens"}
    # Browsers hold the redirect after a form to the policy as well.
    assert found["form_action"] == ["'self'", "https://id.example.cn"]


def test_without_the_environment_there_is_no_provider():
    assert configuration() == {"apps": [], "form_action": ["'self'"]}


def test_a_citizen_of_the_provider_may_set_a_password(configured, client):
    enter(client, "p-3")
    page = client.get("/accounts/password/set/").content.decode()
    assert "设置密码" in page
    data = {"password1": "Xin-mima.2026", "password2": "Xin-mima.2026"}
    client.post("/accounts/password/set/", data)
    assert User.objects.get().check_password("Xin-mima.2026")
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)
