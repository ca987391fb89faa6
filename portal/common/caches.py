"""The shared cache, and what becomes of the limits of the accounts when it does not answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

# Under which names the library of the accounts counts (sign-ins, letters, codes already used).
_OF_ACCOUNTS: Final = "allauth"
_here: Final = LocMemCache("account-limits", {"OPTIONS": {"MAX_ENTRIES": 10_000}})


class AccountsGoOnCache(RedisCache):
    """Redis; without it the accounts count in each process (docs/decisions/0016).

    The library asks the cache before every sign-in: its failure would keep everybody out. Whoever
    else asks hears of the failure, and has decided what it means.
    """

    def add(self, key: str, *args: Any, **kwargs: Any) -> bool:
        return bool(self._asked(super().add, _here.add, key, *args, **kwargs))

    def get(self, key: str, *args: Any, **kwargs: Any) -> Any:
        return self._asked(super().get, _here.get, key, *args, **kwargs)

    def set(self, key: str, *args: Any, **kwargs: Any) -> None:
        self._asked(super().set, _here.set, key, *args, **kwargs)

    def delete(self, key: str, *args: Any, **kwargs: Any) -> bool:
        return bool(self._asked(super().delete, _here.delete, key, *args, **kwargs))

    def _asked(
        self,
        shared: Callable[..., Any],
        here: Callable[..., Any],
        key: str,
        *args: Any,
        **more: Any,
    ) -> Any:
        try:
            return shared(key, *args, **more)
        except RedisError:
            if not str(key).startswith(_OF_ACCOUNTS):
                raise
            return here(key, *args, **more)
