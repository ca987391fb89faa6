"""What is asked is counted, so that nobody can be found in the count; and forgotten in time."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import logging
import secrets
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from redis.exceptions import RedisError

from portal.asking.models import AskedQuery, Asker
from portal.asking.texts import asked_text, is_personal
from portal.tracking.limits import DAY, HOUR, Limit, WithoutCache, place, within

_LOG = logging.getLogger(__name__)

NOTED_FROM_ADDRESS: Final = Limit("asking.address", 60, HOUR, WithoutCache.CLOSED)
"""Questions counted from one address. Without the cache nothing is counted: there is no salt."""

NOTED_FROM_EVERYWHERE: Final = Limit("asking.everywhere", 20_000, HOUR, WithoutCache.CLOSED)
"""Questions counted at all: whoever asks from many addresses fills no table."""

# How long a reader waits for somebody else's row: not at all.
_PATIENCE: Final = "50ms"
_COUNT: Final = """
WITH newcomer AS (
    INSERT INTO asking_asker (since, digest) VALUES (%(since)s, %(digest)s)
    ON CONFLICT DO NOTHING RETURNING 1
), fresh AS (SELECT count(*) AS n FROM newcomer)
INSERT INTO asking_askedquery AS kept (since, key, text, times, in_vain, askers)
VALUES (%(since)s, %(key)s, '', 1, %(in_vain)s, 1)
ON CONFLICT (since, key) DO UPDATE SET
    times = kept.times + 1,
    in_vain = kept.in_vain + excluded.in_vain,
    askers = kept.askers + (SELECT n FROM fresh),
    text = CASE WHEN kept.askers + (SELECT n FROM fresh) >= %(least)s THEN %(text)s ELSE '' END
"""


def note(*, text: str, found: int, at: dt.datetime) -> None:
    """Count a question and whether it found nothing. Never raises, and never makes anybody wait:
    what cannot be counted at once is not counted.
    """
    if not settings.SEARCH_LOG:
        return
    told = asked_text(text)
    if not told or is_personal(told):
        return
    try:
        if within(NOTED_FROM_ADDRESS) and within(NOTED_FROM_EVERYWHERE, "everybody"):
            _count(told, in_vain=not found, since=stretch_of(timezone.localdate(at)))
    except (DatabaseError, RedisError):
        _LOG.warning("A question was not counted.", exc_info=True)


def stretch_of(day: dt.date) -> dt.date:
    """The first day of the stretch in which a day lies: within one, askers are told apart."""
    days = max(1, settings.SEARCH_LOG_STRETCH_DAYS)
    return dt.date.fromordinal(day.toordinal() // days * days)


def _count(text: str, *, in_vain: bool, since: dt.date) -> None:
    salt = _salt(since)
    values: dict[str, str | int | dt.date] = {
        "since": since,
        "key": _hash(salt, text),
        "digest": _hash(salt, f"{place()}\0{text}"),
        "in_vain": int(in_vain),
        "text": text,
        "least": max(2, settings.SEARCH_LOG_LEAST_ASKERS),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [_PATIENCE])
        cursor.execute(_COUNT, values)


def _salt(since: dt.date) -> bytes:
    """The salt of a stretch, which the cache alone knows: with its end nobody can tell any more who
    asked what, nor, of what few asked, what it was.
    """
    name = f"asking:salt:{since:%Y%m%d}"
    seconds = (max(1, settings.SEARCH_LOG_STRETCH_DAYS) + 1) * DAY
    cache.add(name, secrets.token_hex(32), seconds)
    return str(cache.get(name)).encode()


def _hash(salt: bytes, text: str) -> str:
    return hmac.new(salt, text.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def forget(*, at: dt.datetime) -> int:
    """Delete the traces of askers and the questions of few as soon as their stretch is over, and
    every question when its term is; returns how many rows. From state: a missed run loses nothing.
    """
    day = timezone.localdate(at)
    begun = stretch_of(day)
    too_old = day - dt.timedelta(days=settings.SEARCH_LOG_KEEP_DAYS)
    rows = (
        Asker.objects.filter(since__lt=begun),
        AskedQuery.objects.filter(since__lt=begun, text=""),
        AskedQuery.objects.filter(since__lt=too_old),
    )
    return sum(found.delete()[0] for found in rows)
