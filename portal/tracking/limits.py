"""How often somebody may do something: counters in the cache, by keyed hashes and not by name.

What a page does without the cache is said by each limit, where it is written down.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import Enum

from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

from portal.audit.context import current_origin

_LOG = logging.getLogger(__name__)
HALF_AN_HOUR = 30 * 60
HOUR = 60 * 60
DAY = 24 * HOUR


class WithoutCache(Enum):
    """What becomes of an act that cannot be counted, because the cache does not answer."""

    OPEN = "not counted"  # what the law lets everybody do does not wait for our machines
    CLOSED = "refused"  # what harms others when done without end
    LOCAL = "counted in this process only"  # a guess: others wait, yet none is free


@dataclass(frozen=True)
class Limit:
    """At most so many in so many seconds from the first one on; `name` is its counters'."""

    name: str
    most: int
    seconds: int
    without_cache: WithoutCache


WRONG_FOR_NUMBER = Limit("codes.number", 5, HALF_AN_HOUR, WithoutCache.LOCAL)
"""Wrong codes for one number, whoever tries: the half of the lock that no change of address
evades. Without the cache each process counts for itself, so that a number bears five tries in
each of them: closed, the cache's failure would keep every party out; open, it would let in
whoever guesses long enough."""

WRONG_FROM_ADDRESS = Limit("codes.address", 20, HALF_AN_HOUR, WithoutCache.LOCAL)
"""Wrong codes from one address, whatever it tries; without the cache as for one number."""

# So many counters at most are held in a process while the cache does not answer.
_here = LocMemCache("tracking-limits", {"OPTIONS": {"MAX_ENTRIES": 10_000}})


def within(limit: Limit, who: str | None = None, *, amount: int = 1) -> bool:
    """Count so many more of somebody, by default of the address asking; whether that is allowed."""
    name = _name(limit, who)
    try:
        return _counted(cache, name, limit.seconds, amount) <= limit.most
    except RedisError:
        _warn(limit)
    if limit.without_cache is WithoutCache.LOCAL:
        return _counted(_here, name, limit.seconds, amount) <= limit.most
    return limit.without_cache is WithoutCache.OPEN


def is_spent(limit: Limit, who: str | None = None) -> bool:
    """Whether nothing is left of it, without counting anything."""
    name = _name(limit, who)
    try:
        return _read(cache, name) >= limit.most
    except RedisError:
        _warn(limit)
    if limit.without_cache is WithoutCache.LOCAL:
        return _read(_here, name) >= limit.most
    return limit.without_cache is WithoutCache.CLOSED


def is_locked_out(number: str) -> bool:
    """Whether too many wrong codes came for this number, or from this address."""
    return is_spent(WRONG_FOR_NUMBER, number) or is_spent(WRONG_FROM_ADDRESS)


def note_failure(number: str) -> None:
    """A number and a code that do not belong together, whichever of them was wrong."""
    within(WRONG_FOR_NUMBER, number)
    within(WRONG_FROM_ADDRESS)


def _name(limit: Limit, who: str | None) -> str:
    someone = current_origin().address if who is None else who
    return f"limit:{limit.name}:{salted_hmac(f'tracking.{limit.name}', someone).hexdigest()[:32]}"


def _counted(counters: BaseCache, name: str, seconds: int, amount: int) -> int:
    counters.add(name, 0, seconds)
    try:
        return int(counters.incr(name, amount))
    except ValueError:  # it ran out between the two
        return amount


def _read(counters: BaseCache, name: str) -> int:
    return int(counters.get(name, 0))


def _warn(limit: Limit) -> None:
    _LOG.warning("The cache does not answer: %s is %s", limit.name, limit.without_cache.value)
