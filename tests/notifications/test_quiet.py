"""The quiet hours: nobody's telephone rings at night for news."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.accounts.models import User
from portal.notifications import registry
from portal.notifications.quiet import when_awake
from portal.notifications.services.announcements import announce_news
from tests.notifications.subscribing import AT, HOUR, Board, by_account, confirm_mail_of, letters


@pytest.fixture(autouse=True)
def kinds() -> None:
    """The real kinds of notice."""


SHANGHAI = dt.timezone(dt.timedelta(hours=8))


@pytest.mark.parametrize(
    ("hours", "at", "leaves"),
    [
        ((21, 7), "2026-11-20 20:59", "2026-11-20 20:59"),
        ((21, 7), "2026-11-20 21:00", "2026-11-21 07:00"),
        ((21, 7), "2026-11-21 03:30", "2026-11-21 07:00"),
        ((21, 7), "2026-11-21 07:00", "2026-11-21 07:00"),
        ((0, 6), "2026-11-21 05:59", "2026-11-21 06:00"),
        ((0, 6), "2026-11-21 23:00", "2026-11-21 23:00"),
        ((8, 8), "2026-11-21 08:30", "2026-11-21 08:30"),
    ],
)
def test_a_moment_of_the_night_waits_for_the_morning(
    settings: Any, hours: tuple[int, int], at: str, leaves: str
) -> None:
    settings.QUIET_HOURS = hours
    moment = dt.datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    assert when_awake(moment) == dt.datetime.fromisoformat(leaves).replace(tzinfo=SHANGHAI)


@pytest.mark.django_db
def test_mail_waits_and_the_inbox_does_not(monkeypatch: pytest.MonkeyPatch, reader: User) -> None:
    board = Board()
    monkeypatch.setattr(registry, "_topics", {"board": board.topic})
    confirm_mail_of(reader)
    by_account(board, reader)
    board.publish(1, "绿化", at=AT + HOUR)
    night = AT + 11 * HOUR  # 23:00 here
    announce_news(at=night)
    assert {one.channel: one.next_attempt_at - night for one in letters()} == {
        "inbox": dt.timedelta(0),
        "mail": 8 * HOUR,
    }
