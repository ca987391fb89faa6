"""The password policy, its memory, and the age of staff's passwords."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.accounts.services.passwords import change_password
from portal.audit.models import AuditEntry
from tests.accounts.conftest import PASSWORD


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Ab3-xyz", "至少要有10个字符"),
        ("abcdefghij12", "至少3种"),
        ("ABCDEFGHIJ12", "至少3种"),
        ("文华区政府公开网站", "至少3种"),
        ("Password123", "常见"),
        ("Zhangwei-2026", "用户名"),
    ],
)
def test_weak_passwords_are_refused_in_chinese(password, reason):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, User(username="zhangwei2026"))
    assert reason in "".join(refused.value.messages)


@pytest.mark.parametrize("password", ["Shu-yuan.2026", "政务公开 Ab 平台好用", "abcdef-12345"])
def test_good_passwords_pass(password):
    validate_password(password, User(username="wang"))


def test_the_latest_five_cannot_be_used_again(person, now):
    user = person("luru")
    for number in range(1, 5):
        change_password(user=user, password=f"{PASSWORD}{number}", by=user, at=now)
    for used in [PASSWORD, *(f"{PASSWORD}{number}" for number in range(1, 5))]:
        with pytest.raises(ValidationError, match="最近5次"):
            validate_password(used, user)

    change_password(user=user, password=f"{PASSWORD}5", by=user, at=now)
    validate_password(PASSWORD, user)  # six changes ago
    assert user.password_history.count() == 5
    assert AuditEntry.objects.filter(action="password_changed", actor_id=user.pk).count() == 5


def test_the_history_of_others_does_not_count(person, now):
    change_password(user=person("one"), password="Xin-mima.2026", by=None, at=now)
    validate_password("Xin-mima.2026", person("two"))


def test_a_hash_upgrade_is_no_change_of_password(person, settings):
    user = person("luru")
    changed_at = user.password_changed_at
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    assert user.check_password(PASSWORD)
    user.refresh_from_db()
    assert user.password.startswith("pbkdf2")
    assert (user.password_changed_at, user.password_history.count()) == (changed_at, 1)


def test_a_password_set_by_command_is_remembered(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", username="chaoji", email="", interactive=False, verbosity=0)
    assert User.objects.get().password_history.count() == 1


def test_change_through_the_page(person, sign_in):
    user = person("luru")
    browser = sign_in(user)
    data = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    page = browser.post("/accounts/password/change/", data).content.decode()
    assert "密码不能与最近5次使用过的相同" in page

    data |= {"password1": "Xin-mima.2026", "password2": "Xin-mima.2026"}
    assert browser.post("/accounts/password/change/", data).status_code == 302
    user.refresh_from_db()
    assert user.check_password("Xin-mima.2026")
    assert user.password_history.count() == 2
    assert AuditEntry.objects.get(action="password_changed").actor_id == user.pk


def test_reset_by_mail(person, client, mailoutbox):
    user = person("gongmin", email="gongmin@example.cn")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.post("/accounts/password/reset/", {"email": "gongmin@example.cn"})
    (mail,) = mailoutbox
    assert mail.subject == "重设密码"
    link = next(line for line in mail.body.splitlines() if line.startswith("http"))
    form = client.get(link, follow=True)
    page = form.redirect_chain[-1][0]
    data = {"password1": "Xin-mima.2026", "password2": "Xin-mima.2026"}
    assert client.post(page, data).status_code == 302
    user.refresh_from_db()
    assert user.check_password("Xin-mima.2026")
    assert AuditEntry.objects.get(action="password_changed").actor_name == "系统"


def test_no_reset_to_an_address_nobody_proved(person, district, client, mailoutbox):
    """Neither what an office wrote into an account nor what somebody registered with it: and the
    page says the same to all.
    """
    clerk = person("luru", (district, Role.CLERK), email="luru@example.cn")
    EmailAddress.objects.create(user=clerk, email="neu@example.cn", verified=False)
    owner = person("zhu", email="zhu@example.cn")
    EmailAddress.objects.create(user=owner, email="zhu@example.cn", verified=True)
    person("ren", email="zhu@example.cn")
    answers = set()
    for address in ("luru@example.cn", "neu@example.cn", "zhu@example.cn", "nobody@example.cn"):
        answer = client.post("/accounts/password/reset/", {"email": address})
        answers.add((answer.status_code, answer["Location"]))
    assert answers == {(302, "/accounts/password/reset/done/")}
    # One letter, for the account whose owner proved the address.
    (mail,) = mailoutbox
    assert (mail.to, "zhu" in mail.body) == (["zhu@example.cn"], True)


def test_letters_with_links_are_few_a_day(person, mailoutbox, now, db):
    """To one address however many ask, and from one address however many are asked for."""
    user = person("gongmin", email="gongmin@example.cn")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for hour in range(24):
        with time_machine.travel(now + dt.timedelta(hours=hour), tick=False):
            for number in range(4):
                browser = Client(REMOTE_ADDR=f"203.0.113.{hour * 4 + number}")
                browser.post("/accounts/password/reset/", {"email": "gongmin@example.cn"})
    assert len(mailoutbox) == 5
    statuses = [
        Client(REMOTE_ADDR="198.51.100.1")
        .post("/accounts/password/reset/", {"email": f"n{number}@example.cn"})
        .status_code
        for number in range(21)
    ]
    assert (statuses[19], statuses[20]) == (302, 429)


@pytest.mark.parametrize(("days", "sent"), [(89, False), (91, True)])
def test_staff_change_an_old_password_first(days, sent, person, district, sign_in, now):
    clerk = person("luru", (district, Role.CLERK))
    with time_machine.travel(now + dt.timedelta(days=days), tick=False):
        browser = sign_in(clerk)
        answer = browser.get("/reading/")
        assert (answer.status_code == 302) is sent
        if sent:
            assert answer["Location"] == "/accounts/password/change/"
            page = browser.get(answer["Location"]).content.decode()
            assert "请先设置新密码" in page
            assert browser.get("/reading/", headers={"hx-request": "true"})["HX-Redirect"]
            data = {
                "oldpassword": PASSWORD,
                "password1": "Xin-mima.2026",
                "password2": "Xin-mima.2026",
            }
            browser.post("/accounts/password/change/", data)
            assert browser.get("/reading/").status_code == 200


def test_staff_change_a_password_someone_else_chose(person, district, sign_in):
    clerk = person("luru", (district, Role.CLERK))
    User.objects.update(password_changed_at=None)
    assert sign_in(clerk).get("/reading/").status_code == 302


def test_citizens_keep_an_old_password(person, sign_in, now):
    citizen = person("gongmin")
    with time_machine.travel(now + dt.timedelta(days=1000), tick=False):
        assert sign_in(citizen).get("/reading/").status_code == 200
