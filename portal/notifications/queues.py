"""Waking a worker: a courtesy that may fail, since the sweep sends whatever it misses."""

import logging
import time
from collections.abc import Callable

from celery import signature
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)
_QUIET_SECONDS = 60
DELIVER_DUE = "portal.notifications.tasks.deliver_due"


def _enqueue() -> None:
    signature(DELIVER_DUE).apply_async(retry=False, ignore_result=True)


class Poke:
    """Asks a worker to look at the outbox now.

    Reaching for a broker that is down takes seconds, and a person waits for them; after one
    failure this process does not try again for a minute.
    """

    def __init__(
        self, enqueue: Callable[[], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._enqueue = enqueue
        self._clock = clock
        self._quiet_until = 0.0
        # Django names a robust callback that failed by this, and would fail itself without it.
        self.__qualname__ = type(self).__qualname__

    def __call__(self) -> None:
        if self._clock() < self._quiet_until:
            return
        try:
            self._enqueue()
        except OperationalError:
            logger.warning("消息队列不可用，通知将由定时任务发送。")
            self._quiet_until = self._clock() + _QUIET_SECONDS


poke = Poke(_enqueue)
