"""Two at once: sweeps, forms sent twice, a confirmation beside the purge."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connections
from django.test import Client

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.notifications import links, registry
from portal.notifications.models import Announcement, OutboxMessage, Subscription
from portal.notifications.services import subscriptions
from portal.notifications.services.announcements import announce_news
from tests.notifications.subscribing import (
    AT,
    HOUR,
    Board,
    asked_by_mail,
    by_account,
    by_mail,
    letters,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.services,
]


@pytest.fixture(autouse=True)
def kinds() -> None:
    """The real kinds of notice."""


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Board:
    made = Board()
    monkeypatch.setattr(registry, "_topics", {"board": made.topic})
    return made


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Do all of it from threads that start together; returns what went wrong."""
    start = threading.Barrier(len(acts))
    errors: list[Exception] = []

    def run(act: Callable[[], object]) -> None:
        start.wait(timeout=30)
        try:
            act()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return errors


def test_two_sweeps_tell_each_thing_once(board: Board) -> None:
    for number in range(20):
        by_mail(board, f"r{number}@people.example")
    for number in range(3):
        board.publish(number, f"绿化{number}号", at=AT + HOUR)
    sweep = [lambda: announce_news(at=AT + 2 * HOUR)] * 4
    assert at_once(*sweep) == []
    assert len(letters()) == len({one.address for one in letters()}) == 20
    assert Announcement.objects.count() == 60


def test_a_form_sent_twice_at_once_is_one_subscription(board: Board, reader: User) -> None:
    both = [lambda: asked_by_mail(board)] * 3 + [lambda: by_account(board, reader)] * 3
    assert at_once(*both) == []
    assert Subscription.objects.filter(user=None).count() == 1
    assert Subscription.objects.filter(user=reader).count() == 1
    assert OutboxMessage.objects.count() == 1


def test_a_link_pressed_twice_at_once_ends_it_once(board: Board) -> None:
    kept = by_mail(board)
    answers: list[int] = []

    def press() -> None:
        answers.append(Client().post(links.link(kept, links.UNSUBSCRIBE)).status_code)

    assert at_once(press, press, press) == []
    assert answers == [200] * 3
    assert not Subscription.objects.exists()
    assert AuditEntry.objects.filter(action="notifications.end_subscription").count() == 1


def test_a_confirmation_beside_the_purge_is_whole_or_refused(board: Board) -> None:
    asked = asked_by_mail(board)
    late = AT + dt.timedelta(hours=48)
    errors = at_once(
        lambda: subscriptions.confirm(subscription=asked, at=late),
        lambda: subscriptions.purge_unconfirmed(at=late),
    )
    assert len(errors) == 1
    assert not Subscription.objects.filter(confirmed_at__isnull=False).exists()
