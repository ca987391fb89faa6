"""Reads that join: people with what allauth knows of them, subscriptions with their topics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from allauth.account.models import EmailAddress
from django.db.models import F
from django.db.models.functions import Lower

from portal.notifications.models import Subscription
from portal.notifications.registry import topic_of


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
        criteria[subscription.topic].add(subscription.criterion)
    return {
        (code, criterion): words
        for code, wanted in criteria.items()
        if (topic := topic_of(code)) is not None
        for criterion, words in topic.describe(wanted).items()
    }
