"""`make stop`: stops the portal of this checkout, or what a killed one left behind."""

import os
import signal
import sys

from deploy.local.layout import LayoutError, layout
from deploy.local.lock import AlreadyRunningError, CheckoutLock, Holder
from deploy.local.processes import stop_orphans, wait_until

_SECONDS = 15


def main() -> int:
    """The entry point of `python -m deploy.local.stop`."""
    try:
        place = layout()
    except LayoutError as error:
        print(error, file=sys.stderr)
        return 1
    lock = CheckoutLock(place.run)
    try:
        with lock:
            found = stop_orphans(place.pids, place.checkout)
    except AlreadyRunningError as running:
        return _stop(lock, running.holder)
    print(f"门户没有在运行，留下的 {found} 个进程已停止。" if found else "门户没有在运行。")
    return 0


def _stop(lock: CheckoutLock, holder: Holder | None) -> int:
    if holder is None:
        print(AlreadyRunningError(None), file=sys.stderr)
        return 1
    # The lock is held, so the pid in it is that of a living supervisor, not of a stranger.
    os.kill(holder.pid, signal.SIGTERM)
    if wait_until(lambda: _is_free(lock), _SECONDS):
        print("门户已停止。")
        return 0
    print(f"门户（进程 {holder.pid}）在 {_SECONDS} 秒内没有停止。", file=sys.stderr)
    return 1


def _is_free(lock: CheckoutLock) -> bool:
    try:
        with lock:
            return True
    except AlreadyRunningError:
        return False


if __name__ == "__main__":
    sys.exit(main())
