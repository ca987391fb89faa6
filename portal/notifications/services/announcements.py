"""The sweep that tells subscribers of what is new.

It works from what is stored, never from events. What is new is put to the criteria and written
down for each subscription (`occasions`); then everybody whose time has come is written to, and what
they were told of is marked in the same transaction. A missed run loses nothing, a repeated one
tells nothing twice. What is not public any more when the letter is written is not named, and what
is withdrawn afterwards is taken out of letters that have not left yet, with the withdrawal itself.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from portal.notifications.choices import Frequency, State
from portal.notifications.models import Announcement, OutboxMessage, Subscription
from portal.notifications.presenters import Letter, news_letter, without
from portal.notifications.querysets import last_digest
from portal.notifications.registry import OWN, Recipient, all_topics, news_kinds
from portal.notifications.selectors import with_confirmed_mail
from portal.notifications.services.bulk import Message, queue_many
from portal.notifications.services.occasions import put_news
from portal.notifications.services.outbox import LONGEST_SUBJECT

if TYPE_CHECKING:
    from portal.notifications.registry import News, Topic

NEWS = "subscriptions.news"
# For those who never proved that the address of their account is theirs: the site inbox only.
NEWS_INSIDE = "subscriptions.news_inside"
_BATCH = 2000
# What names a thing among all that a topic tells of: its kind and its number.
_Named = tuple[str, int]


def announce_news(*, at: dt.datetime) -> int:
    """Queue what each subscription is to be told now; returns how many were told something."""
    return sum(_announce(topic, at=at) for topic in all_topics())


def _announce(topic: Topic, *, at: dt.datetime) -> int:
    put_news(topic, at=at)
    told = 0
    for frequency in Frequency:
        after = 0
        while numbers := _waiting(topic, frequency, after=after, at=at):
            told += _tell(topic, numbers, until=last_digest(frequency, at), at=at)
            after = numbers[-1]
    return told


def _waiting(topic: Topic, frequency: Frequency, *, after: int, at: dt.datetime) -> list[int]:
    """The next subscriptions that have something to be told now, by what waits: of very many
    subscriptions it concerns few.
    """
    rows = Announcement.objects.filter(
        Q(subscription__user=None) | Q(subscription__user__is_active=True),
        told_at=None,
        public_at__lte=last_digest(frequency, at),
        subscription_id__gt=after,
        subscription__confirmed_at__isnull=False,
        subscription__paused_at=None,
        subscription__frequency=frequency,
        subscription__criterion__topic=topic.code,
    )
    found = rows.order_by("subscription_id").values_list("subscription_id", flat=True)
    return list(found.distinct()[:_BATCH])


@dataclass
class _Round:
    """What some subscriptions have in common: the words of their criteria, and the letters that
    were written already.
    """

    topic: Topic
    words: Mapping[str, Sequence[str]]
    letters: dict[tuple[str, tuple[_Named, ...]], Letter] = field(default_factory=dict)

    def letter(self, criterion: str, news: Mapping[_Named, News]) -> Letter:
        key = (criterion, tuple(news))
        if key not in self.letters:
            words, told = self.words[criterion], list(news.values())
            self.letters[key] = news_letter(self.topic, criterion, words=words, news=told)
        return self.letters[key]


@transaction.atomic
def _tell(topic: Topic, numbers: Sequence[int], *, until: dt.datetime, at: dt.datetime) -> int:
    """Write to some subscriptions; their rows are locked until all is stored."""
    rows = list(
        Subscription.objects.active()
        .select_for_update(of=("self",), no_key=True)
        .select_related("user", "criterion")
        .filter(pk__in=numbers)
        .order_by("pk")
    )
    waiting = defaultdict(list)
    for each in Announcement.objects.filter(
        subscription__in=rows, told_at=None, public_at__lte=until
    ).order_by("public_at", "kind", "object_id"):
        waiting[each.subscription_id].append(each)
    named = (_named(each) for found in waiting.values() for each in found)
    news = _readable(topic, named, at=at)
    _forget_gone(each for found in waiting.values() for each in found if _named(each) not in news)
    mailed = with_confirmed_mail(row.user_id for row in rows if row.user_id)
    round_ = _Round(topic, topic.describe({row.criterion.text for row in rows}))
    messages: list[Message] = []
    marked: list[int] = []
    told = 0
    for row in rows:
        found = [each for each in waiting[row.pk] if _named(each) in news]
        if found:
            told_of = {_named(each): news[_named(each)] for each in found}
            letter = round_.letter(row.criterion.text, told_of)
            messages += _messages(row, letter, found, by_mail=row.user_id in mailed)
            marked += [each.pk for each in found]
            told += 1
    queue_many(messages, at=at)
    Announcement.objects.filter(pk__in=marked).update(told_at=at)
    return told


def _named(row: Announcement) -> _Named:
    return row.kind, row.object_id


def _readable(topic: Topic, named: Iterable[_Named], *, at: dt.datetime) -> dict[_Named, News]:
    """What anybody may still read of some things, each kind asked once."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for kind, number in named:
        numbers[kind].add(number)
    return {
        (kind.code, number): one
        for kind in news_kinds(topic)
        if kind.code in numbers
        for number, one in kind.news(numbers[kind.code], at).items()
    }


def _forget_gone(rows: Iterable[Announcement]) -> None:
    """What is not public any more is told when it returns."""
    gone = [each.pk for each in rows]
    if gone:
        Announcement.objects.filter(pk__in=gone).delete()


@transaction.atomic
def take_back_news(*, object_id: int, url: str, kind: str = OWN) -> None:
    """Nothing that waits to be sent names what is no longer public: a letter about it alone is
    deleted, one about several goes without it. Whoever had not been told yet is told when it
    returns.
    """
    news = OutboxMessage.objects.filter(kind__in=(NEWS, NEWS_INSIDE))
    unsent = news.exclude(state=State.SENT).filter(
        subscription__announcements__kind=kind, subscription__announcements__object_id=object_id
    )
    untold: set[int] = set()
    for message in unsent.select_for_update(of=("self",), no_key=True):
        letter = Letter(message.subject, message.body, message.url)
        left = without(letter, url)
        if left == letter:
            continue
        if not news.filter(state=State.SENT, dedup_key=message.dedup_key).exists():
            untold.add(message.subscription_id)
        if left is None:
            message.delete()
        else:
            message.subject, message.body = left.subject[:LONGEST_SUBJECT], left.body
            message.save(update_fields=["subject", "body"])
    of_it = Announcement.objects.filter(kind=kind, object_id=object_id)
    of_it.filter(subscription__in=untold).delete()


def _messages(
    subscription: Subscription, letter: Letter, told: Sequence[Announcement], *, by_mail: bool
) -> Iterable[Message]:
    """One for each channel by which its owner is reached."""
    user = subscription.user
    named = ",".join(
        f"{each.object_id}" if each.kind == OWN else f"{each.kind}:{each.object_id}"
        for each in told
    )
    digest = hashlib.sha256(named.encode()).hexdigest()[:32]
    return Message.to(
        user or Recipient(email=subscription.address),
        kind=NEWS if user is None or by_mail else NEWS_INSIDE,
        subject=letter.subject,
        body=letter.body,
        url=letter.url,
        dedup_key=f"subscription:{subscription.pk}:news:{digest}",
        subscription_id=subscription.pk,
    )
