"""A topic of its own for the tests of subscriptions, and people who subscribe to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from django.http import QueryDict
from django.test import Client

from portal.accounts.models import User
from portal.common.errors import ActRefused
from portal.notifications.choices import Frequency
from portal.notifications.models import OutboxMessage, Subscription
from portal.notifications.registry import Conditions, News, Thing, Topic
from portal.notifications.services import subscriptions

AT = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
ADDRESS = "reader@people.example"


@dataclass
class Board:
    """Things with news; a criterion is `q=` and a word that a title must hold."""

    things: list[News] = field(default_factory=list)
    asked: list[dt.datetime] = field(default_factory=list)
    killed_by: str = ""

    def publish(self, number: int, title: str, *, at: dt.datetime, first: Any = None) -> None:
        """Make a thing public, for the first time unless `first` says otherwise."""
        self.things = [thing for thing in self.things if thing.object_id != number]
        self.things.append(News(number, title, "一行要点", f"/things/{number}/", first or at, at))

    def withdraw(self, number: int) -> None:
        """Take a thing back."""
        self.things = [thing for thing in self.things if thing.object_id != number]

    def new(self, since: dt.datetime, _at: dt.datetime) -> list[Thing]:
        """What the registered topic gives as published since."""
        self.asked.append(since)
        fresh = sorted(
            (thing for thing in self.things if thing.public_at > since),
            key=lambda thing: thing.public_at,
        )
        return [
            Thing(
                thing,
                thing.public_at.isoformat(),
                lambda: frozenset({"*"}),
                lambda criterion, title=thing.title: _word(criterion) in title,  # type: ignore[misc]
            )
            for thing in fresh
        ]

    def readable(self, numbers: Collection[int], _at: dt.datetime) -> dict[int, News]:
        """Those that anybody may still read."""
        return {thing.object_id: thing for thing in self.things if thing.object_id in numbers}

    def count(self, criterion: str, first: dt.date, last: dt.date) -> int:
        """How many became public in these days."""
        return sum(
            _word(criterion) in thing.title and first <= thing.public_at.date() <= last
            for thing in self.things
        )

    @property
    def topic(self) -> Topic:
        """The board as a topic."""
        everything = Conditions((frozenset({"*"}),), is_exact=False)
        return Topic(
            "board", "公告栏", _normalise, self.describe, _url,
            lambda _: everything, self.new, self.readable, self.count,
        )  # fmt: skip

    def describe(self, criteria: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Criteria in words; reading those of `killed_by` ends the process."""
        return _Words({one: (f"含“{_word(one)}”",) for one in criteria}, self.killed_by)


class _Words(dict[str, tuple[str, ...]]):
    def __init__(self, words: dict[str, tuple[str, ...]], killed_by: str) -> None:
        super().__init__(words)
        self._killed_by = killed_by

    def __getitem__(self, criterion: str) -> tuple[str, ...]:
        if _word(criterion) == self._killed_by:
            raise KeyboardInterrupt
        return super().__getitem__(criterion)


def _word(criterion: str) -> str:
    return QueryDict(criterion).get("q", "").strip()


def criterion_of(word: str) -> str:
    """The one spelling of the criterion of a word."""
    return urlencode({"q": word})


def _normalise(query: str) -> str:
    if _word(query) == "？":
        raise ActRefused("没有可以检索的字词，请换几个字词后再试。")
    return criterion_of(_word(query))


def _url(criterion: str) -> str:
    return f"/board/?{criterion}"


def by_account(
    board: Board, user: User, word: str = "绿化", *, daily: bool = False, at: dt.datetime = AT
) -> Subscription:
    """A subscription of somebody with an account."""
    return subscriptions.subscribe(
        topic=board.topic,
        query=criterion_of(word),
        frequency=Frequency.DAILY if daily else Frequency.IMMEDIATE,
        by=user,
        at=at,
    )


def asked_by_mail(
    board: Board, address: str = ADDRESS, word: str = "绿化", *, at: dt.datetime = AT, **how: Any
) -> Subscription:
    """A subscription by mail that waits for its confirmation."""
    frequency = how.get("frequency", Frequency.IMMEDIATE)
    subscriptions.request_by_mail(
        topic=board.topic, query=criterion_of(word), frequency=frequency, address=address, at=at
    )
    return Subscription.objects.get(address=address.lower(), criterion__text=criterion_of(word))


def by_mail(board: Board, address: str = ADDRESS, word: str = "绿化", **how: Any) -> Subscription:
    """A confirmed subscription by mail."""
    asked = asked_by_mail(board, address, word, **how)
    return subscriptions.confirm(subscription=asked, at=how.get("at", AT))


def confirm_mail_of(user: User) -> None:
    """The person proves that the address of their account is theirs."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def letters(**wanted: Any) -> list[OutboxMessage]:
    """News queued so far, in order."""
    kinds = ("subscriptions.news", "subscriptions.news_inside")
    return list(OutboxMessage.objects.filter(kind__in=kinds, **wanted).order_by("pk"))
