"""The keys of this installation, from its settings, and the index of equal values."""

from __future__ import annotations

import hmac
from functools import lru_cache

from django.conf import settings

from portal.vault.keyring import KEY_BYTES, KeyRing, parse_ring


def current_ring() -> KeyRing:
    """The ring that the settings name. Raises BadKeys."""
    return _parsed(settings.VAULT_KEYS, settings.VAULT_ALGORITHM)


def blind_index(value: str, *, purpose: str) -> str:
    """A keyed digest by which equal values are found without opening any: 64 hex digits.

    Whoever calls has made equal values equally spelled, and names a purpose for each column, so
    that columns cannot be matched against each other. It survives rotation. It tells whoever
    reads the database which rows are equal: index only what must be searched.
    """
    key = current_ring().index.derive(f"index/{purpose}", size=KEY_BYTES)
    return hmac.digest(key, value.encode(), "sha256").hex()


@lru_cache(maxsize=8)
def _parsed(text: str, algorithm: str) -> KeyRing:
    return parse_ring(text, algorithm=algorithm)
