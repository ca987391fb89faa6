"""Several acts at one instant, each on its own connection."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection

from portal.common.errors import ActRefused


def race(acts: list[Callable[[], object]]) -> list[object]:
    """What each came to: what it returned, or how it was refused."""
    start, ends = threading.Barrier(len(acts)), list[object]()

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            ends.append(act())
        except ActRefused as error:
            ends.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends
