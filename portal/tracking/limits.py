"""How often somebody may do something: counters in the cache, by keyed hashes and not by name.

What a page does without the cache is said by each limit, where it is written down.
"""

from __future__ import annotations

import ipaddress
import logging
from dataclasses import dataclass, replace
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
"""Wrong codes for one number from one address. By number alone anybody could keep a party out of
their case, for ever and in the middle of a term: numbers are consecutive. Without the cache each
process counts for itself: closed, the cache's failure would keep every party out; open, it would
let in whoever guesses long enough."""

WRONG_FROM_ADDRESS = Limit("codes.address", 20, HALF_AN_HOUR, WithoutCache.LOCAL)
"""Wrong codes from one address, whatever it tries; without the cache as for one number."""

WRONG_FROM_EVERYWHERE = Limit("codes.everywhere", 200, HALF_AN_HOUR, WithoutCache.LOCAL)
"""Wrong codes for one number from all addresses together: somebody guesses from many. Then each
address has one try left, which is all that a party with the right code needs."""

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
    """Whether too many wrong codes came from this address: for this number, or for any; of a
    number that is guessed at from everywhere one is too many.
    """
    if is_spent(WRONG_FROM_ADDRESS):
        return True
    few = replace(WRONG_FOR_NUMBER, most=1)
    guessed_at = is_spent(WRONG_FROM_EVERYWHERE, number)
    return is_spent(few if guessed_at else WRONG_FOR_NUMBER, _from_here(number))


def note_failure(number: str) -> None:
    """A number and a code that do not belong together, whichever of them was wrong."""
    within(WRONG_FOR_NUMBER, _from_here(number))
    within(WRONG_FROM_ADDRESS)
    within(WRONG_FROM_EVERYWHERE, number)


def _from_here(number: str) -> str:
    return f"{number} {place()}"


def place() -> str:
    """The address asking: of IPv6 the half that names a household, which has the other half to
    itself and would be as many addresses as it likes.
    """
    written = current_origin().address
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return written
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return written


def _name(limit: Limit, who: str | None) -> str:
    someone = place() if who is None else who
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
