"""One running portal per checkout. The kernel frees the lock however its holder dies."""

import contextlib
import fcntl
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class Holder:
    """Who runs the portal of this checkout, and at which address."""

    pid: int
    address: str


class AlreadyRunningError(RuntimeError):
    """Another supervisor holds the lock."""

    def __init__(self, holder: Holder | None) -> None:
        self.holder = holder
        if holder is None:
            super().__init__("本目录的门户正在启动或停止，请稍候再试。")
        else:
            super().__init__(
                f"本目录的门户已在运行：{holder.address} （进程 {holder.pid}）。"
                "停止请用 make stop。"
            )


class CheckoutLock:
    """Held by the supervisor for as long as it lives; its file names the holder."""

    def __init__(self, run: Path) -> None:
        self.path = run / "lock"
        self._fd: int | None = None

    def __enter__(self) -> Self:
        fd = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(fd)
            raise AlreadyRunningError(self.holder()) from None
        os.ftruncate(fd, 0)
        self._fd = fd
        return self

    def __exit__(self, *_: object) -> None:
        if self._fd is not None:
            os.ftruncate(self._fd, 0)
            os.close(self._fd)
            self._fd = None

    def announce(self, address: str) -> None:
        """Write down who holds the lock, for whoever finds it taken."""
        if self._fd is not None:
            text = json.dumps(asdict(Holder(os.getpid(), address)))
            os.pwrite(self._fd, text.encode(), 0)

    def holder(self) -> Holder | None:
        """Who wrote into the lock file last."""
        with contextlib.suppress(OSError, ValueError, TypeError):
            return Holder(**json.loads(self.path.read_text(encoding="utf-8")))
        return None
