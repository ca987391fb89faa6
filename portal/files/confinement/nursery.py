"""The portal's side of its nursery: one for each process, started when it is first needed.

A fork of this process (a Celery worker's, a web server's) starts its own; one that was killed or
went after idling is replaced.
"""

import contextlib
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from portal.files.confinement.orders import Order

_ROOT: Final = Path(__file__).resolve().parents[3]
# All that a confined process is told of ours: where programs and temporary files are.
_PASSED_ON: Final = ("PATH", "TMPDIR", "SYSTEMROOT", "LD_LIBRARY_PATH")


class Nursery:
    """The warm process of this one; ``module`` is what it runs."""

    def __init__(self, module: str = f"{__package__}.child") -> None:
        self._module = module
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def order(self, order: Order) -> tuple[socket.socket, int]:
        """A process with these limits: the socket to it and the pipe that tells its end.

        The caller closes both; closing the pipe ends the process. Raises OSError when no nursery
        can be started.
        """
        with self._lock:
            try:
                return self._ordered(order)
            except OSError:  # killed, or gone after idling
                self._drop()
                return self._ordered(order)

    @property
    def pid(self) -> int:
        """The number of the warm process; 0 when there is none yet."""
        return 0 if self._process is None else self._process.pid

    def close(self) -> None:
        """End the warm process; it is started again when it is needed."""
        with self._lock:
            self._drop()

    def forget(self) -> None:
        """In a new fork: the nursery is the parent's, and its lock may be held by nobody here."""
        if self._control is not None:
            self._control.close()
        self._lock = threading.Lock()
        self._process = self._control = None

    def _ordered(self, order: Order) -> tuple[socket.socket, int]:
        control = self._running()
        ours, theirs = socket.socketpair()
        ended, ends = os.pipe()
        try:
            socket.send_fds(control, [order.packed()], [theirs.fileno(), ends])
        except OSError:
            ours.close()
            os.close(ended)
            raise
        finally:
            theirs.close()
            os.close(ends)
        return ours, ended

    def _running(self) -> socket.socket:
        if self._process is not None and self._process.poll() is not None:
            self._drop()
        if self._control is None:
            self._control = self._start()
        return self._control

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", self._module, str(theirs.fileno())],
                env={**passed_on, "PYTHONPATH": str(_ROOT), "LANG": "C.UTF-8"},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # a traceback may quote what is in a file
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        return ours

    def _drop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            # It ends by itself when its socket is closed; a moment suffices.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
        self._process = self._control = None


NURSERY: Final = Nursery()
os.register_at_fork(after_in_child=NURSERY.forget)
