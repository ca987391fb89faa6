"""Copies of pages: a few in the process, the rest in the shared cache, both only ever a help.

A copy is kept under its address with the state it was made in; in any other state it is none.
The shared cache holds queues and limits too, and gives none of them up: copies have a number of
places there, and addresses that fall on one place take turns in it.
"""

from __future__ import annotations

import logging
import threading
import time
import zlib
from collections import OrderedDict
from typing import Final, NamedTuple

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

_DAY: Final = 24 * 3600
# A cache that did not answer is left alone for so many seconds.
_REST: Final = 5.0
# 256 MiB at the very most, whatever is asked for.
_PLACES: Final = 4096
_LARGEST: Final = 64 * 1024

logger = logging.getLogger(__name__)


class Copy(NamedTuple):
    """A page as it was answered, and the state it holds in."""

    state: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Copies:
    """The copies of one process, before the shared ones."""

    def __init__(self) -> None:
        self._here: OrderedDict[str, Copy] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._rests_until = 0.0

    def find(self, key: str, state: str) -> Copy | None:
        """The copy of this state."""
        with self._lock:
            held = self._here.get(key)
            if held is not None and held.state == state:
                self._here.move_to_end(key)
                return held
        shared = self._shared(key)
        if shared is None or shared.state != state:
            return None
        self._hold(key, shared)
        return shared

    def keep(self, key: str, copy: Copy) -> None:
        """Keep a copy in place of any earlier one of this address."""
        self._hold(key, copy)
        if time.monotonic() < self._rests_until:
            return
        body = zlib.compress(copy.body, 1)
        if len(body) > _LARGEST:
            return
        try:
            cache.set(place_of(key), (key, copy.state, copy.headers, body), _DAY)
        except RedisError:
            self._rests_until = time.monotonic() + _REST

    def clear(self) -> None:
        """Forget what this process holds."""
        with self._lock:
            self._here.clear()
            self._bytes = 0

    def _shared(self, key: str) -> Copy | None:
        if time.monotonic() < self._rests_until:
            return None
        try:
            packed = cache.get(place_of(key))
            if packed is None or packed[0] != key:
                return None
            _, state, headers, body = packed
            return Copy(state, headers, zlib.decompress(body))
        except RedisError:
            self._rests_until = time.monotonic() + _REST
        except Exception:
            # Unpickling raises whatever it meets; the page is made, and takes the place.
            logger.warning("A copy could not be read.", exc_info=True)
        return None

    def _hold(self, key: str, copy: Copy) -> None:
        with self._lock:
            before = self._here.pop(key, None)
            self._bytes += len(copy.body) - (len(before.body) if before else 0)
            self._here[key] = copy
            while self._bytes > settings.PAGE_COPIES_BYTES and self._here:
                _, oldest = self._here.popitem(last=False)
                self._bytes -= len(oldest.body)


def place_of(key: str) -> str:
    """Where in the shared cache the copy of an address (a hexadecimal digest) is."""
    return f"page:{int(key[:8], 16) % _PLACES}"


copies: Final = Copies()
