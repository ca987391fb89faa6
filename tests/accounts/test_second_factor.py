"""The second factor: setting it up, being made to, signing in with it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.accounts.permissions import second_factor_required
from portal.audit.models import AuditEntry
from tests.accounts.conftest import PASSWORD

SETUP = "/accounts/2fa/totp/activate/"


def totp(secret: str, at: float) -> str:
    """What an authenticator shows (RFC 6238: SHA-1, 30 seconds, 6 digits)."""
    counter = struct.pack(">Q", int(at) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 0xF
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def confirm(browser: Client) -> None:
    """Type the password again, as every change of the second factor asks for."""
    assert browser.get(SETUP)["Location"].startswith("/accounts/reauthenticate/?next=")
    answer = browser.post(f"/accounts/reauthenticate/?next={SETUP}", {"password": PASSWORD})
    assert answer["Location"] == SETUP


def set_up(browser: Client) -> str:
    """Set up a second factor through the pages; returns its secret."""
    confirm(browser)
    page = browser.get(SETUP).content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    answer = browser.post(SETUP, {"code": totp(secret, time.time())})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    return secret


@pytest.fixture
def clerk(person, district) -> User:
    district.requires_second_factor = True
    district.save()
    return person("luru", (district, Role.CLERK))


def test_the_generator_of_these_tests_follows_the_standard():
    # RFC 6238, appendix B, shortened from eight digits to six.
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert [totp(secret, at) for at in (59, 1111111109, 2000000000)] == [
        "287082",
        "081804",
        "279037",
    ]


def test_members_of_a_requiring_organ_set_it_up_first(clerk, sign_in):
    browser = sign_in(clerk)
    for address in ("/admin/", "/reading/", "/accounts/email/", "/accounts/2fa/"):
        assert browser.get(address)["Location"] == SETUP
    told = browser.get(SETUP, follow=True).content.decode()
    assert "要求两步验证，请先完成设置" in told
    set_up(browser)
    assert browser.get("/reading/").status_code == 200
    assert "备用验证码" in browser.get("/accounts/2fa/recovery-codes/").content.decode()


def test_setting_up_is_audited(clerk, sign_in, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        set_up(sign_in(clerk))
    entries = AuditEntry.objects.filter(action="second_factor_added", actor_id=clerk.pk)
    assert {entry.details["kind"] for entry in entries} == {"totp", "recovery_codes"}


def test_a_wrong_code_sets_nothing_up(clerk, sign_in):
    browser = sign_in(clerk)
    confirm(browser)
    page = browser.post(SETUP, {"code": "000000"}).content.decode()
    assert "有内容需要更正" in page
    assert not Authenticator.objects.exists()


def test_the_secret_is_encrypted_at_rest(clerk, sign_in):
    secret = set_up(sign_in(clerk))
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_a_replaced_site_secret_still_opens_it(clerk, sign_in, settings):
    secret = set_up(sign_in(clerk))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new secret of the site"
    assert Authenticator.objects.get(type="totp").wrap().validate_code(totp(secret, time.time()))


def test_signing_in_takes_the_code(clerk, sign_in):
    secret = set_up(sign_in(clerk))
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": "luru", "password": PASSWORD})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert browser.get("/accounts/sessions/").status_code == 302  # not signed in yet
    assert "两步验证" in browser.get("/accounts/2fa/authenticate/").content.decode()

    wrong = browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert AuditEntry.objects.filter(action="second_factor_failed").count() == 1

    # The code used to set it up was spent; the next one is within the tolerated half minute.
    code = totp(secret, time.time() + 30)
    browser.post("/accounts/2fa/authenticate/", {"code": code})
    assert browser.session["_auth_user_id"] == str(clerk.pk)
    assert browser.get("/reading/").status_code == 200


def test_a_recovery_code_works_once(clerk, sign_in):
    first = sign_in(clerk)
    set_up(first)
    page = first.get("/accounts/2fa/recovery-codes/").content.decode()
    code = re.search(r"<li><code>(\d+)</code>", page)[1]
    signed_in = []
    for _ in range(2):
        browser = Client()
        browser.post("/accounts/login/", {"login": "luru", "password": PASSWORD})
        browser.post("/accounts/2fa/authenticate/", {"code": code})
        signed_in.append("_auth_user_id" in browser.session)
    assert signed_in == [True, False]


def test_it_cannot_be_given_up_where_required(clerk, sign_in):
    browser = sign_in(clerk)
    set_up(browser)
    page = browser.post("/accounts/2fa/totp/deactivate/").content.decode()
    assert "您任职的机关要求两步验证，不能停用" in page
    assert Authenticator.objects.filter(type="totp").exists()


def test_others_may_use_it_and_give_it_up(person, sign_in):
    browser = sign_in(person("gongmin"))
    assert browser.get("/reading/").status_code == 200
    set_up(browser)
    assert browser.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()
    assert AuditEntry.objects.filter(action="second_factor_removed").exists()


def test_only_the_organ_itself_requires_it(clerk, person, city, neighbour, superuser):
    assert second_factor_required(clerk)
    assert not second_factor_required(person("shi", (city, Role.CLERK)))
    assert not second_factor_required(person("lin", (neighbour, Role.CLERK)))
    assert second_factor_required(superuser)
    Membership.objects.filter(user=clerk).delete()
    assert not second_factor_required(User.objects.get(pk=clerk.pk))
