"""How often one address may do something; kept as counters, by keyed hashes and not by name."""

from __future__ import annotations

import logging

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

from portal.audit.context import current_origin

_LOG = logging.getLogger(__name__)
HOUR = 60 * 60
MOST_SUBMISSIONS = 10
MOST_SAVES = 120
MOST_OPINIONS = 30
MOST_LETTERS = 60
# Wrong codes: for one number whoever tries, and for one address whatever it tries.
MOST_WRONG_CODES = 5
MOST_WRONG_TRIES = 20
LOCKED_SECONDS = 30 * 60


def within(what: str, most: int, *, seconds: int = HOUR) -> bool:
    """Count one more from this address; whether that is still allowed.

    Without the cache nothing is counted: an application must not wait for it.
    """
    return _count(_name(what, current_origin().address), seconds) <= most


def is_locked_out(number: str) -> bool:
    """Whether too many wrong codes came for this number, or from this address."""
    try:
        tries = cache.get_many(_failure_names(number))
    except RedisError:
        _LOG.warning("The cache does not answer: wrong query codes are not counted")
        return False
    of_number, of_address = _failure_names(number)
    return (
        tries.get(of_number, 0) >= MOST_WRONG_CODES or tries.get(of_address, 0) >= MOST_WRONG_TRIES
    )


def note_failure(number: str) -> None:
    """A number and a code that do not belong together, whichever of them was wrong."""
    for name in _failure_names(number):
        _count(name, LOCKED_SECONDS)


def _failure_names(number: str) -> tuple[str, str]:
    return _name("track-number", number), _name("track-address", current_origin().address)


def _name(what: str, value: str) -> str:
    return f"requests:{what}:{salted_hmac(f'requests.{what}', value).hexdigest()[:32]}"


def _count(name: str, seconds: int) -> int:
    try:
        cache.add(name, 0, seconds)
        return cache.incr(name)
    except ValueError:  # it ran out between the two
        return 1
    except RedisError:
        _LOG.warning("The cache does not answer: requests are taken without a limit")
        return 0
