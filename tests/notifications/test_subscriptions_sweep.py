"""The sweep: whatever run is missed, repeated or killed, each thing is told once, or not at all."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.notifications import registry, services
from portal.notifications.choices import Channel, Frequency
from portal.notifications.models import InboxNotice, OutboxMessage, Subscription
from portal.notifications.registry import NoticeKind
from portal.notifications.services import announcements, occasions, subscriptions
from portal.notifications.services.announcements import announce_news
from tests.notifications.subscribing import (
    ADDRESS,
    AT,
    DAY,
    HOUR,
    Board,
    asked_by_mail,
    by_account,
    by_mail,
    confirm_mail_of,
    criterion_of,
    letters,
)

pytestmark = pytest.mark.django_db
# 04:00 UTC is noon here; the daily letters are written at eight in the morning.
NEXT_MORNING = AT + 20 * HOUR


@pytest.fixture(autouse=True)
def kinds() -> None:
    """The real kinds of notice."""


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Board:
    made = Board()
    monkeypatch.setattr(registry, "_topics", {"board": made.topic})
    return made


def test_the_kinds_may_use_no_more_channels_than_they_need() -> None:
    expected = {
        "subscriptions.confirmation": (Channel.MAIL,),
        "subscriptions.news": (Channel.INBOX, Channel.MAIL),
        "subscriptions.news_inside": (Channel.INBOX,),
    }
    assert {code: registry.kind_of(code).channels for code in expected} == expected
    assert isinstance(registry.kind_of("subscriptions.news"), NoticeKind)


def test_a_new_thing_is_told_once_to_everyone_whose_criterion_it_meets(
    board: Board, reader: User
) -> None:
    confirm_mail_of(reader)
    by_account(board, reader)
    by_mail(board, "other@people.example")
    by_mail(board, "third@people.example", "停车")
    board.publish(1, "绿化养护办法", at=AT + HOUR)
    for number in range(3):
        announce_news(at=AT + (2 + number) * HOUR)
    told = letters()
    assert [(one.channel, one.user, one.address) for one in told] == [
        ("inbox", reader, ""),
        ("mail", reader, ""),
        ("mail", None, "other@people.example"),
    ]
    assert told[0].subject == "新公开：绿化养护办法"
    assert told[0].url == "/things/1/"
    assert "含“绿化”" in told[0].body
    services.deliver_due(at=AT + 6 * HOUR)
    assert InboxNotice.objects.get().url == "/things/1/"
    assert sorted(letter.to[0] for letter in mail.outbox if "新公开" in letter.subject) == [
        "other@people.example",
        "reader@people.example",
    ]


def test_what_was_public_before_is_no_news(board: Board, reader: User) -> None:
    board.publish(1, "绿化旧闻", at=AT - HOUR)
    by_account(board, reader)
    assert announce_news(at=AT + HOUR) == 0
    board.withdraw(1)
    board.publish(1, "绿化旧闻", at=AT + 2 * HOUR, first=AT - HOUR)
    assert announce_news(at=AT + 3 * HOUR) == 0


def test_what_is_withdrawn_before_the_look_is_told_when_it_returns_and_only_then(
    board: Board, reader: User
) -> None:
    by_account(board, reader, daily=True)
    board.publish(1, "绿化办法", at=AT + HOUR)
    board.withdraw(1)
    assert announce_news(at=NEXT_MORNING) == 0
    board.publish(1, "绿化办法（更正）", at=NEXT_MORNING + 30 * HOUR, first=AT + HOUR)
    assert announce_news(at=NEXT_MORNING + 2 * DAY) == 1
    board.publish(1, "绿化办法（再更正）", at=NEXT_MORNING + 4 * DAY, first=AT + HOUR)
    assert announce_news(at=NEXT_MORNING + 5 * DAY) == 0
    assert [one.subject for one in letters()] == ["新公开：绿化办法（更正）"]


def test_weeks_without_a_run_lose_nothing(board: Board, reader: User) -> None:
    by_account(board, reader)
    for day in range(20):
        board.publish(day, f"绿化{day}号", at=AT + HOUR + day * DAY)
    assert announce_news(at=AT + 30 * DAY) == 1
    (only,) = letters()
    assert only.subject == "新公开20件：绿化0号等"
    for day in range(20):
        assert f"绿化{day}号" in only.body
        assert f"http://127.0.0.1:8000/things/{day}/" in only.body
    assert only.url == ""


def test_a_publication_that_becomes_visible_late_is_not_lost(board: Board, reader: User) -> None:
    by_account(board, reader)
    for number in range(1, 6):
        announce_news(at=AT + number * HOUR)
    board.publish(1, "绿化迟到", at=AT + 30 * dt.timedelta(minutes=1))
    assert announce_news(at=AT + 6 * HOUR) == 1


def test_a_run_killed_half_way_is_finished_by_the_next(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The third letter's words kill the worker when the first batch of two is stored."""
    monkeypatch.setattr(announcements, "_BATCH", 2)
    for number, word in enumerate(("绿化", "绿化", "停车", "停车", "绿化")):
        by_mail(board, f"r{number}@people.example", word)
    board.publish(1, "绿化和停车办法", at=AT + HOUR)
    board.killed_by = "停车"
    with pytest.raises(KeyboardInterrupt):
        announce_news(at=AT + 2 * HOUR)
    assert len(letters()) == 2
    board.killed_by = ""
    assert announce_news(at=AT + 3 * HOUR) == 3
    assert len({one.address for one in letters()}) == len(letters()) == 5


def test_daily_letters_come_once_a_morning(board: Board, reader: User) -> None:
    by_account(board, reader, daily=True)
    board.publish(1, "绿化一", at=AT + HOUR)
    board.publish(2, "绿化二", at=AT + 2 * HOUR)
    assert announce_news(at=AT + 19 * HOUR) == 0
    assert announce_news(at=NEXT_MORNING) == 1
    board.publish(3, "绿化三", at=NEXT_MORNING + 2 * HOUR)
    assert announce_news(at=NEXT_MORNING + 3 * HOUR) == 0
    assert announce_news(at=NEXT_MORNING + DAY + HOUR) == 1
    assert [one.subject for one in letters()] == ["新公开2件：绿化一等", "新公开：绿化三"]


def test_a_day_without_news_has_no_letter_and_no_second_look(board: Board, reader: User) -> None:
    by_account(board, reader, daily=True)
    assert announce_news(at=NEXT_MORNING + HOUR) == 0
    board.publish(1, "绿化", at=NEXT_MORNING + 2 * HOUR)
    assert announce_news(at=NEXT_MORNING + 3 * HOUR) == 0


def test_long_news_are_cut_and_lead_to_the_list(board: Board, reader: User) -> None:
    by_account(board, reader)
    for number in range(60):
        board.publish(number, f"绿化{number}号", at=AT + HOUR)
    announce_news(at=AT + 2 * HOUR)
    (only,) = letters()
    assert "另有10件" in only.body
    assert f"http://127.0.0.1:8000/board/?{criterion_of('绿化')}" in only.body
    assert announce_news(at=AT + 3 * HOUR) == 0


def test_nobody_is_told_who_has_not_confirmed_has_paused_has_ended_or_is_shut_out(
    board: Board, reader: User
) -> None:
    asked_by_mail(board)
    paused = by_account(board, reader)
    subscriptions.pause(subscription=paused, by=reader, at=AT)
    ended = by_mail(board, "gone@people.example")
    subscriptions.end(subscription=ended, by=None, at=AT)
    shut_out = User.objects.create_user("gone", password="x")
    by_account(board, shut_out)
    shut_out.is_active = False
    shut_out.save()
    board.publish(1, "绿化", at=AT + HOUR)
    assert announce_news(at=AT + 2 * HOUR) == 0
    subscriptions.resume(subscription=paused, by=reader, at=AT + 3 * HOUR)
    assert announce_news(at=AT + 4 * HOUR) == 0, "what came during a pause is not news"
    board.publish(2, "绿化再来", at=AT + 5 * HOUR)
    assert announce_news(at=AT + 6 * HOUR) == 1


def test_an_address_nobody_proved_gets_no_letters(board: Board, reader: User) -> None:
    by_account(board, reader)
    board.publish(1, "绿化", at=AT + HOUR)
    announce_news(at=AT + 2 * HOUR)
    assert [one.channel for one in letters()] == ["inbox"]


def test_a_proof_of_another_address_is_no_proof(board: Board, reader: User) -> None:
    confirm_mail_of(reader)
    User.objects.filter(pk=reader.pk).update(email="new@people.example")
    by_account(board, reader)
    board.publish(1, "绿化", at=AT + HOUR)
    announce_news(at=AT + 2 * HOUR)
    assert [one.channel for one in letters()] == ["inbox"]


def test_queries_do_not_follow_from_the_number_of_subscriptions(board: Board) -> None:
    counts = []
    announce_news(at=AT)
    for round_ in range(2):
        for number in range(1 + 9 * round_):
            by_mail(board, f"r{round_}{number}@people.example")
        board.publish(round_, f"绿化{round_}号", at=AT + (1 + round_) * HOUR)
        with CaptureQueriesContext(connection) as asked:
            announce_news(at=AT + (2 + round_) * HOUR)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_thing_is_put_to_the_criteria_once(board: Board) -> None:
    by_mail(board)
    board.publish(1, "绿化", at=AT + HOUR)
    announce_news(at=AT + 2 * HOUR)
    with CaptureQueriesContext(connection) as asked:
        announce_news(at=AT + 3 * HOUR)
    assert not [query for query in asked.captured_queries if "criterionkey" in query["sql"]]


def test_weekly_letters_come_on_monday_morning(board: Board, reader: User) -> None:
    """2026-11-20 is a Friday; the next Monday morning is the 23rd at eight."""
    kept = by_account(board, reader)
    subscriptions.change_frequency(subscription=kept, frequency=Frequency.WEEKLY, by=reader, at=AT)
    board.publish(1, "绿化一", at=AT + HOUR)
    monday = dt.datetime(2026, 11, 23, 0, 0, tzinfo=dt.UTC)
    assert announce_news(at=monday - HOUR) == 0
    assert announce_news(at=monday) == 1
    board.publish(2, "绿化二", at=monday + HOUR)
    assert announce_news(at=monday + 2 * HOUR) == 0
    assert announce_news(at=monday + 7 * DAY) == 1


def test_what_is_withdrawn_before_the_letter_is_not_named_in_it(board: Board, reader: User) -> None:
    by_account(board, reader, daily=True)
    board.publish(1, "绿化一", at=AT + HOUR)
    board.publish(2, "绿化二", at=AT + HOUR)
    assert announce_news(at=AT + 2 * HOUR) == 0
    board.withdraw(1)
    assert announce_news(at=NEXT_MORNING) == 1
    assert [one.subject for one in letters()] == ["新公开：绿化二"]


def test_occasions_are_forgotten_when_no_run_can_come_back_to_them(board: Board) -> None:
    by_mail(board)
    board.publish(1, "绿化", at=AT + HOUR)
    announce_news(at=AT + 2 * HOUR)
    assert occasions.forget_finished(at=AT + 2 * HOUR) == 0
    announce_news(at=AT + 4 * DAY)
    assert occasions.forget_finished(at=AT + 4 * DAY) == 1
    assert announce_news(at=AT + 4 * DAY + HOUR) == 0


def test_every_letter_carries_the_way_out(board: Board, reader: User) -> None:
    confirm_mail_of(reader)
    by_account(board, reader)
    by_mail(board, "other@people.example")
    board.publish(1, "绿化", at=AT + HOUR)
    announce_news(at=AT + 2 * HOUR)
    services.deliver_due(at=AT + 2 * HOUR)
    assert len(mail.outbox) == 3  # the confirmation, and two letters
    for letter in mail.outbox:
        header = letter.extra_headers["List-Unsubscribe"]
        assert header.startswith("<http://127.0.0.1:8000/subscriptions/unsubscribe/")
        assert header.strip("<>") in letter.body
        assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "退订" not in InboxNotice.objects.get().body


def test_titles_arrive_as_they_are(board: Board, reader: User) -> None:
    r"""What COPY takes for the end of a value, a row or the whole: tab, newline, \N, \."""
    odd = "绿化\\N\t\\.\n“引号”\\\r\n与 　全角"
    by_account(board, reader)
    board.publish(1, odd, at=AT + HOUR)
    board.publish(2, "绿化二\\", at=AT + HOUR)
    assert announce_news(at=AT + 2 * HOUR) == 1
    (only,) = letters()
    assert only.subject == "新公开2件：绿化\\N \\. “引号”\\ 与 全角等"
    assert "1. 绿化\\N \\. “引号”\\ 与 全角\n一行要点\n" in only.body
    assert "2. 绿化二\\\n" in only.body


def test_ending_a_subscription_leaves_its_address_nowhere(board: Board) -> None:
    kept = by_mail(board)
    board.publish(1, "绿化", at=AT + HOUR)
    announce_news(at=AT + 2 * HOUR)
    services.deliver_due(at=AT + 2 * HOUR)
    board.publish(2, "绿化二", at=AT + 3 * HOUR)
    announce_news(at=AT + 4 * HOUR)
    assert OutboxMessage.objects.filter(address=ADDRESS).count() == 3
    mail.outbox.clear()
    subscriptions.end(subscription=kept, by=None, at=AT + 5 * HOUR)
    services.deliver_due(at=AT + 6 * HOUR)
    assert mail.outbox == []
    assert not OutboxMessage.objects.filter(address=ADDRESS).exists()
    assert not Subscription.objects.exists()


def test_changing_to_daily_waits_for_the_morning(board: Board, reader: User) -> None:
    kept = by_account(board, reader)
    announce_news(at=AT + HOUR)
    subscriptions.change_frequency(
        subscription=kept, frequency=Frequency.DAILY, by=reader, at=AT + HOUR
    )
    board.publish(1, "绿化", at=AT + 2 * HOUR)
    assert announce_news(at=AT + 3 * HOUR) == 0
    assert announce_news(at=NEXT_MORNING + HOUR) == 1
