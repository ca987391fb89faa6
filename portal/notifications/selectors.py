"""Reads that join: people with what allauth knows of them, subscriptions with their topics."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db.models import F
from django.db.models.functions import Lower

from portal.notifications.models import InboxNotice, Subscription
from portal.notifications.registry import topic_of

if TYPE_CHECKING:
    from portal.accounts.models import User

_MOST_SHOWN = 5


def with_confirmed_mail(user_ids: Iterable[int]) -> set[int]:
    """Those of these people who proved that the mail address of their account is theirs."""
    confirmed = EmailAddress.objects.filter(user_id__in=list(user_ids), verified=True)
    own = confirmed.annotate(written=Lower("email"), used=Lower("user__email"))
    return set(own.filter(written=F("used")).values_list("user_id", flat=True))


def criteria_in_words(
    subscriptions: Iterable[Subscription],
) -> Mapping[tuple[str, str], Sequence[str]]:
    """What each (topic, criterion) asks for; each topic is asked once for all its criteria."""
    criteria = defaultdict(set)
    for subscription in subscriptions:
        criteria[subscription.criterion.topic].add(subscription.criterion.text)
    return {
        (code, criterion): words
        for code, wanted in criteria.items()
        if (topic := topic_of(code)) is not None
        for criterion, words in topic.describe(wanted).items()
    }


@dataclass(frozen=True)
class Inbox:
    """A person's latest notices, and how many they have not read."""

    latest: Sequence[InboxNotice]
    unread: int


@dataclass(frozen=True)
class Followed:
    """A subscription in a line."""

    words: str
    frequency: str
    is_paused: bool


def inbox_of(user: User, _on: dt.date) -> Inbox | None:
    """For 我的; None where there never was a notice."""
    notices = InboxNotice.objects.of(user)
    latest = list(notices[:_MOST_SHOWN])
    return Inbox(latest, notices.unread().count()) if latest else None


def followed_by(user: User, _on: dt.date) -> list[Followed] | None:
    """For 我的; None where nothing is subscribed to."""
    own = Subscription.objects.of(user).select_related("criterion")
    rows = list(own.order_by("-requested_at", "-pk")[:_MOST_SHOWN])
    words = criteria_in_words(rows)
    return [
        Followed(
            "；".join(words.get((row.criterion.topic, row.criterion.text), ()))
            or row.criterion.text,
            row.get_frequency_display(),
            row.paused_at is not None,
        )
        for row in rows
    ] or None
