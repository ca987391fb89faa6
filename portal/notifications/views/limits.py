"""How often one visitor may have mails sent, and how many one address may get."""

from __future__ import annotations

import logging

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

_LOG = logging.getLogger(__name__)


def within(purpose: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more for somebody, by a keyed hash: who it is, is kept nowhere.

    Without the counter the answer is no: mails to addresses that strangers typed in must not
    go out unlimited.
    """
    digest = salted_hmac(f"portal.notifications.{purpose}", who).hexdigest()[:32]
    name = f"subscription-{purpose}:{digest}"
    try:
        cache.add(name, 0, seconds)
        return cache.incr(name) <= most
    except ValueError:  # it ran out between the two
        return True
    except RedisError:
        _LOG.warning("The cache does not answer: no subscriptions by mail are taken")
        return False
