"""The sweep that tells subscribers of what is new.

It works from what is stored, never from events. Each subscription is looked for anew from a
day before the last look, so that a publication whose transaction ended late, or that was taken
back and published again, is still found; what a subscription was told of is written down with
the notice, so that nothing is told twice.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from portal.notifications.choices import Frequency
from portal.notifications.models import Announcement, Subscription
from portal.notifications.presenters import news_letter
from portal.notifications.registry import Recipient, all_topics
from portal.notifications.selectors import with_confirmed_mail
from portal.notifications.services.outbox import notify

if TYPE_CHECKING:
    from portal.notifications.registry import News, Topic

NEWS = "subscriptions.news"
# For those who never proved that the address of their account is theirs: the site inbox only.
NEWS_INSIDE = "subscriptions.news_inside"
OVERLAP = dt.timedelta(days=1)
# Saves a row's rewriting at every look; the overlap makes up for it.
_STALE = dt.timedelta(hours=1)
_BATCH = 200

Found = Mapping[str, Sequence["News"]]


def announce_news(*, at: dt.datetime) -> int:
    """Queue what each subscription is to be told now; returns how many were told something."""
    return sum(_announce(topic, at=at) for topic in all_topics())


def _announce(topic: Topic, *, at: dt.datetime) -> int:
    """One topic: the news of equal criteria is looked for once, and all criteria together."""
    due = list(
        Subscription.objects.due(topic.code, at=at)
        .order_by("pk")
        .values_list("pk", "criterion", "looked_at")
    )
    if not due:
        return 0
    since = min(looked_at for _, _, looked_at in due) - OVERLAP
    found = topic.news(since, {criterion for _, criterion, _ in due})
    words = topic.describe(found)
    wanted = [pk for pk, criterion, _ in due if found.get(criterion)]
    told = sum(
        _tell(topic, wanted[start : start + _BATCH], found=found, words=words, at=at)
        for start in range(0, len(wanted), _BATCH)
    )
    looked = Subscription.objects.due(topic.code, at=at).filter(looked_at__lt=at)
    looked.exclude(frequency=Frequency.IMMEDIATE, looked_at__gt=at - _STALE).update(looked_at=at)
    return told


@transaction.atomic
def _tell(
    topic: Topic,
    numbers: Sequence[int],
    *,
    found: Found,
    words: Mapping[str, Sequence[str]],
    at: dt.datetime,
) -> int:
    """Some subscriptions whose criteria were met; their rows are locked until all is stored."""
    rows = list(
        Subscription.objects.due(topic.code, at=at)
        .select_for_update(of=("self",), no_key=True)
        .select_related("user")
        .filter(pk__in=numbers)
        .order_by("pk")
    )
    mailed = with_confirmed_mail(row.user_id for row in rows if row.user_id)
    ids = {news.object_id for row in rows for news in found[row.criterion]}
    told_before = set(
        Announcement.objects.filter(subscription__in=rows, object_id__in=ids).values_list(
            "subscription_id", "object_id"
        )
    )
    told: list[Subscription] = []
    announced: list[Announcement] = []
    for row in rows:
        fresh = [
            news
            for news in found[row.criterion]
            if news.first_public_at > row.starts_at
            and news.public_at > row.looked_at - OVERLAP
            and (row.pk, news.object_id) not in told_before
        ]
        if fresh:
            _write(topic, row, fresh, words=words[row.criterion], by_mail=mailed, at=at)
            announced += [Announcement(subscription=row, object_id=n.object_id) for n in fresh]
            told.append(row)
    Announcement.objects.bulk_create(announced, batch_size=1000)
    Subscription.objects.filter(pk__in=[row.pk for row in told]).update(looked_at=at)
    return len(told)


def _write(
    topic: Topic,
    subscription: Subscription,
    news: Sequence[News],
    *,
    words: Sequence[str],
    by_mail: set[int],
    at: dt.datetime,
) -> None:
    user = subscription.user
    letter = news_letter(topic, subscription.criterion, words=words, news=news)
    named = ",".join(str(one.object_id) for one in news)
    digest = hashlib.sha256(named.encode()).hexdigest()[:32]
    notify(
        kind=NEWS if user is None or user.pk in by_mail else NEWS_INSIDE,
        recipients=[user or Recipient(email=subscription.address)],
        subject=letter.subject,
        body=letter.body,
        url=letter.url,
        dedup_key=f"subscription:{subscription.pk}:news:{digest}",
        at=at,
        subscription=subscription,
    )
