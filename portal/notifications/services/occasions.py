"""Putting each publication once to all criteria, and writing down who is to be told of it.

The criteria whose key the thing bears are found by an index; of these the database leaves those
whose every condition is met, and the topic looks once more at the few that terms do not decide.
What is written down is a row for each subscription, in batches of one transaction: a run that is
killed goes on where it stopped, and one beside another does nothing twice.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Generator
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Min

from portal.notifications.models import Occasion, Subscription, TopicLook
from portal.notifications.registry import OWN, news_kinds
from portal.notifications.services.criteria import file_waiting

if TYPE_CHECKING:
    from portal.notifications.registry import Thing, Topic

# Publications whose transaction ended late, or that were withdrawn and published again, are still
# found so long after their moment.
OVERLAP = dt.timedelta(days=1)
_CRITERIA = 5000

_MET = """
    WITH found AS MATERIALIZED (
        SELECT DISTINCT criterion_id FROM notifications_criterionkey
        WHERE term = ANY(%(terms)s) AND criterion_id > %(after)s
    )
    SELECT criterion.id, criterion.is_exact, criterion.text
    FROM found JOIN notifications_criterion AS criterion ON criterion.id = found.criterion_id
    WHERE criterion.topic = %(topic)s
      AND (%(kind)s = ANY(criterion.kinds) OR %(is_own)s AND criterion.kinds = '{}')
      AND %(borne)s::jsonb ?& criterion.needs
      AND (NOT criterion.has_choices OR NOT EXISTS (
        SELECT FROM notifications_criterionchoice AS choice
        WHERE choice.criterion_id = criterion.id AND NOT %(borne)s::jsonb ?| choice.terms
      ))
    ORDER BY criterion.id
"""
_CONCERNED = """
    INSERT INTO notifications_announcement (subscription_id, kind, object_id, public_at, told_at)
    SELECT subscription.id, %(kind)s, %(thing)s, %(public_at)s, NULL
    FROM notifications_subscription AS subscription
    LEFT JOIN accounts_user AS person ON person.id = subscription.user_id
    WHERE subscription.criterion_id = ANY(%(criteria)s)
      AND subscription.confirmed_at IS NOT NULL AND subscription.paused_at IS NULL
      AND subscription.starts_at < %(first)s
      AND (subscription.user_id IS NULL OR person.is_active)
    ON CONFLICT (subscription_id, kind, object_id) DO NOTHING
"""


def put_news(topic: Topic, *, at: dt.datetime) -> int:
    """Put what is new to the criteria; returns how many rows were written for subscriptions."""
    file_waiting(topic, at=at)
    since = _since(topic, at=at)
    done = set(
        Occasion.objects.filter(topic=topic.code, public_at__gt=since)
        .exclude(finished_at=None)
        .values_list("kind", "object_id", "version")
    )
    written = 0
    for kind in news_kinds(topic):
        for thing in kind.things(since, at):
            if (kind.code, thing.news.object_id, thing.version) not in done:
                written += _put(topic, kind.code, thing, at=at)
    TopicLook.objects.update_or_create(topic=topic.code, defaults={"looked_at": at})
    return written


def forget_finished(*, at: dt.datetime) -> int:
    """Delete the occasions that no run can come back to; returns how many."""
    oldest = TopicLook.objects.aggregate(oldest=Min("looked_at"))["oldest"]
    if oldest is None:
        return 0
    done = Occasion.objects.filter(public_at__lt=min(oldest, at) - 2 * OVERLAP)
    count, _ = done.exclude(finished_at=None).delete()
    return count


def _since(topic: Topic, *, at: dt.datetime) -> dt.datetime:
    """From when to look: a day before the last look, or before what is not finished."""
    looked = TopicLook.objects.filter(topic=topic.code).first()
    if looked is None:
        of_topic = Subscription.objects.filter(criterion__topic=topic.code)
        begun = of_topic.aggregate(begun=Min("starts_at"))["begun"] or at
    else:
        begun = looked.looked_at
    open_since = Occasion.objects.filter(topic=topic.code, finished_at=None).aggregate(
        since=Min("public_at")
    )["since"]
    return min(filter(None, (begun, open_since))) - OVERLAP


def _put(topic: Topic, kind: str, thing: Thing, *, at: dt.datetime) -> int:
    occasion, _ = Occasion.objects.get_or_create(
        topic=topic.code,
        kind=kind,
        object_id=thing.news.object_id,
        version=thing.version,
        defaults={"public_at": thing.news.public_at},
    )
    written = 0
    met = met_by(topic, thing, kind=kind, after=occasion.reached)
    with closing(met):
        while numbers := list(islice(met, _CRITERIA)):
            written += _write_down(occasion, thing, numbers)
    Occasion.objects.filter(pk=occasion.pk, finished_at=None).update(finished_at=at)
    return written


def met_by(
    topic: Topic, thing: Thing, *, kind: str = OWN, after: int = 0
) -> Generator[int, None, None]:
    """The criteria that a thing of a kind meets, by number; those up to `after` are left out."""
    terms = sorted(thing.terms())
    values: dict[str, Any] = {
        "terms": terms,
        "borne": json.dumps(dict.fromkeys(terms, 1), ensure_ascii=False),
        "topic": topic.code,
        "kind": kind,
        "is_own": kind == OWN,
        "after": after,
    }
    with connection.chunked_cursor() as cursor:
        cursor.execute(_MET, values)
        while rows := cursor.fetchmany(_CRITERIA):
            for number, is_exact, text in rows:
                if is_exact or thing.meets(text):
                    yield number


@transaction.atomic
def _write_down(occasion: Occasion, thing: Thing, numbers: list[int]) -> int:
    """The subscriptions of some criteria; another run that was here before left nothing to do."""
    held = Occasion.objects.select_for_update(no_key=True).get(pk=occasion.pk)
    numbers = [number for number in numbers if number > held.reached]
    if not numbers:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            _CONCERNED,
            {
                "kind": held.kind,
                "thing": thing.news.object_id,
                "public_at": thing.news.public_at,
                "first": thing.news.first_public_at,
                "criteria": numbers,
            },
        )
        written = cursor.rowcount
    held.reached = numbers[-1]
    held.save(update_fields=["reached"])
    return written
