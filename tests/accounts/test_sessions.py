"""Idle time, the list of sessions, and readers who have none."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.presenters import device_name
from portal.accounts.tasks import clear_sessions
from portal.audit.models import AuditEntry
from tests.accounts.conftest import PASSWORD, own_queries


def test_a_reader_gets_no_session_and_a_cacheable_page(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/reading/")
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize(("minutes", "signed_in"), [(29, True), (31, False)])
def test_idle_time_ends_a_session(minutes, signed_in, person, sign_in, now):
    with time_machine.travel(now, tick=False) as clock:
        browser = sign_in(person("gongmin"))
        clock.shift(dt.timedelta(minutes=minutes))
        status = browser.get("/accounts/email/").status_code
    assert (status == 200) is signed_in


def test_activity_keeps_a_session(person, sign_in, now):
    with time_machine.travel(now, tick=False) as clock:
        browser = sign_in(person("gongmin"))
        for _ in range(4):
            clock.shift(dt.timedelta(minutes=20))
            assert browser.get("/reading/").status_code == 200
        assert browser.get("/accounts/email/").status_code == 200


def test_a_session_ends_with_the_browser(person, sign_in):
    browser = sign_in(person("gongmin"))
    assert browser.cookies["sessionid"]["max-age"] == ""


@pytest.mark.parametrize("others", [0, 2])
def test_the_list_takes_a_fixed_number_of_queries(others, person, sign_in):
    user = person("gongmin")
    for number in range(others):
        sign_in(user, agent=f"Other{number}")
    browser = sign_in(user, agent="Mine")
    with CaptureQueriesContext(connection) as captured:
        page = browser.get("/accounts/sessions/").content.decode()
    # The session, the user, their roles (both duties share them), the list; saving the session.
    assert own_queries(captured) == 5
    assert f"目前有 {others + 1} 个设备" in page
    assert page.count("本次登录") == 1
    assert page.count('name="session"') == others


def test_sessions_that_ran_out_are_not_listed(person, sign_in, now):
    user = person("gongmin")
    with time_machine.travel(now, tick=False) as clock:
        sign_in(user, agent="Gone")
        clock.shift(dt.timedelta(minutes=40))
        assert "Gone" not in sign_in(user).get("/accounts/sessions/").content.decode()


def test_ending_one_session(person, sign_in):
    user = person("gongmin")
    lost, kept, mine = (sign_in(user, agent=agent) for agent in ("Lost", "Kept", "Mine"))
    row = UserSession.objects.get(user_agent="Lost")

    assert mine.post("/accounts/sessions/", {"session": row.pk}).status_code == 302

    assert lost.get("/accounts/email/").status_code == 302
    assert kept.get("/accounts/email/").status_code == 200
    assert mine.get("/accounts/email/").status_code == 200
    assert AuditEntry.objects.get(action="sessions_ended").summary == "结束1个其他会话"


def test_ending_all_others(person, sign_in):
    user = person("gongmin")
    first, second, mine = (sign_in(user, agent=agent) for agent in ("A", "B", "C"))
    mine.post("/accounts/sessions/")
    assert [b.get("/accounts/email/").status_code for b in (first, second, mine)] == [302, 302, 200]
    assert AuditEntry.objects.get(action="sessions_ended").summary == "结束2个其他会话"


def test_an_outsider_cannot_end_a_session(person, sign_in):
    theirs = sign_in(person("one"), agent="Theirs")
    row = UserSession.objects.get(user_agent="Theirs")
    sign_in(person("two")).post("/accounts/sessions/", {"session": row.pk})
    assert theirs.get("/accounts/email/").status_code == 200
    assert not AuditEntry.objects.filter(action="sessions_ended").exists()


def test_a_new_password_ends_the_other_sessions(person, sign_in):
    user = person("gongmin")
    other, mine = sign_in(user, agent="A"), sign_in(user, agent="B")
    data = {
        "oldpassword": "Shu-yuan.2026",
        "password1": "Xin-mima.2026",
        "password2": "Xin-mima.2026",
    }
    mine.post("/accounts/password/change/", data)
    assert other.get("/accounts/email/").status_code == 302
    assert mine.get("/accounts/email/").status_code == 200
    assert "目前有 1 个设备" in mine.get("/accounts/sessions/").content.decode()


def test_signing_in_and_out_is_audited(person, sign_in):
    user = person("gongmin")
    sign_in(user).post("/accounts/logout/")
    entries = AuditEntry.objects.values_list("action", "actor_id", "channel")
    assert list(entries) == [
        ("signed_in", user.pk, "网页"),
        ("signed_out", user.pk, "网页"),
    ]


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge，Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 MicroMessenger/8.0", "微信，安卓"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19 like Mac OS X) Safari/604.1", "Safari，iPhone"),
        ("curl/8.5", "curl/8.5"),
        ("", "没有说明的设备"),
    ],
)
def test_devices_are_named_in_words(agent, words):
    assert device_name(agent) == words


def test_sessions_that_are_over_leave_nothing(person, sign_in, now, settings):
    """Neither the session with what it held nor the row that told of it; open ones stay."""
    with time_machine.travel(now, tick=False) as clock:
        sign_in(person("gongmin"))
        clock.shift(dt.timedelta(minutes=20))
        open_one = sign_in(person("gongmin2"))
        clock.shift(dt.timedelta(minutes=11))
        assert clear_sessions() == 1
        assert [session.session_key for session in Session.objects.all()] == [
            open_one.session.session_key
        ]
        assert [row.user.username for row in UserSession.objects.all()] == ["gongmin2"]
        assert open_one.get("/accounts/email/").status_code == 200
    assert "portal.accounts.tasks.clear_sessions" in {
        entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()
    }


def test_what_is_of_one_person_is_kept_by_no_browser(person, sign_in, client):
    """Back on a shared computer shows nothing; a reader without a session may keep the page."""
    browser = sign_in(person("gongmin"))
    for page in ("/accounts/email/", "/accounts/sessions/", "/accounts/2fa/", "/accounts/3rdparty/",
                 "/accounts/password/change/", "/accounts/logout/"):  # fmt: skip
        kept = browser.get(page)
        assert {"private", "no-store"} <= set(kept["Cache-Control"].split(", ")), page
        assert "ETag" not in kept
    assert "no-store" not in client.get("/reading/").get("Cache-Control", "")
    # The answer that begins a session is its reader's as well.
    data = {"login": "gongmin", "password": PASSWORD}
    assert "no-store" in client.post("/accounts/login/", data)["Cache-Control"]
