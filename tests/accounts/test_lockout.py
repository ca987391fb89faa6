"""Locking out those who guess passwords, and only those."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client

from portal.accounts.choices import Role
from portal.accounts.services.people import unlock_user
from portal.audit.models import AuditEntry
from tests.accounts.conftest import PASSWORD

WRONG = "wrong"


def attempt(name: str, password: str = WRONG, address: str = "10.0.0.1", **headers: str):
    return Client(REMOTE_ADDR=address, headers=headers).post(
        "/accounts/login/", {"login": name, "password": password}
    )


def fail(name: str, times: int, **where: str) -> None:
    for _ in range(times):
        attempt(name, **where)


def test_the_fifth_failure_locks_and_says_until_when(person, now):
    person("luru")
    moment = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)  # 09:00 in Shanghai
    with time_machine.travel(moment, tick=False):
        fourth = [attempt("luru") for _ in range(4)][-1]
        assert fourth.status_code == 200
        fifth = attempt("luru")
        assert fifth.status_code == 429
        assert fifth["Retry-After"] == "1800"
        assert "2026年11月23日 09:30" in fifth.content.decode()
        assert attempt("luru", PASSWORD).status_code == 429  # the right password waits as well
    with time_machine.travel(moment + dt.timedelta(minutes=29), tick=False):
        # An attempt meanwhile does not put the time off.
        assert "2026年11月23日 09:30" in attempt("luru", PASSWORD).content.decode()
    with time_machine.travel(moment + dt.timedelta(minutes=30, seconds=1), tick=False):
        assert attempt("luru", PASSWORD).status_code == 302


def test_a_stranger_cannot_lock_the_person_out_elsewhere(person):
    person("luru")
    fail("luru", 6, address="203.0.113.9")
    assert attempt("luru", PASSWORD, address="10.0.0.1").status_code == 302


def test_another_person_at_the_same_address_is_not_locked(person):
    person("luru")
    person("qianfa")
    fail("luru", 5)
    assert attempt("qianfa", PASSWORD).status_code == 302


@pytest.mark.parametrize("variant", ["LURU", "Luru", " luru "])
def test_spelling_and_browser_do_not_get_round_the_lock(variant, person):
    person("luru")
    fail("luru", 3)
    attempt(variant, **{"user-agent": "Other"})
    assert attempt(variant, **{"user-agent": "Third"}).status_code == 429


def test_a_success_clears_the_count(person):
    person("luru")
    fail("luru", 4)
    assert attempt("luru", PASSWORD).status_code == 302
    fail("luru", 4)
    assert attempt("luru", PASSWORD).status_code == 302


def test_an_unknown_name_is_locked_alike_and_not_kept(db, caplog):
    secret = "310104199001011234"
    with caplog.at_level(logging.DEBUG):
        fail(secret, 4)
        assert attempt(secret).status_code == 429
    row = AccessAttempt.objects.get()
    kept = f"{row.username} {row.post_data} {row.get_data}"
    assert secret not in kept
    assert "wrong" not in kept
    assert secret not in caplog.text
    assert secret not in "".join(
        f"{entry.summary}{entry.object_label}{entry.details}" for entry in AuditEntry.objects.all()
    )


def test_failures_and_the_lock_are_audited_once(person):
    user = person("luru")
    fail("luru", 7)
    entries = AuditEntry.objects.filter(object_id=str(user.pk)).values_list("action", "summary")
    failed = ("sign_in_failed", "登录失败：密码不正确")
    locked = ("sign_in_failed", "登录失败：账号在此地址已锁定")
    # axes tells of the lock before Django's signal of the fifth failure reaches us.
    assert sorted(entries) == sorted(
        [failed] * 5 + [("locked_out", "连续登录失败，已锁定")] + [locked] * 2
    )
    assert set(AuditEntry.objects.values_list("address", flat=True)) == {"10.0.0.1"}


def test_system_admin_lifts_the_lock(person, district, now):
    keeper = person("xitong", (district, Role.SYSTEM_ADMIN))
    clerk = person("luru", (district, Role.CLERK))
    fail("luru", 5)
    unlock_user(user=clerk, by=keeper, at=now)
    assert attempt("luru", PASSWORD).status_code == 302
    assert AuditEntry.objects.get(action="person_unlocked").actor_id == keeper.pk


def test_one_address_trying_many_names_is_slowed_down(person):
    person("luru")
    for number in range(20):
        attempt(f"name{number}")
    page = attempt("luru", PASSWORD)
    assert page.status_code == 200
    assert "登录失败次数过多" in page.content.decode()


def test_the_visitor_behind_a_proxy_is_counted(person, settings):
    person("luru")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    fail("luru", 5, address="127.0.0.1", **{"x-forwarded-for": "203.0.113.9"})
    there = {"x-forwarded-for": "203.0.113.10"}
    assert attempt("luru", PASSWORD, address="127.0.0.1", **there).status_code == 302
