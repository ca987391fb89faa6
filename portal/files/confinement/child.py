"""The nursery: a process that has everything loaded and nothing to lose, and forks for each task.

`python -m portal.files.confinement.child FD`: orders come through the socket FD. It is started
without the portal's environment, reads no file of a stranger itself, ends what outlives its time
and what nobody waits for any more, and ends with its portal process.
"""

import contextlib
import ctypes
import gc
import os
import resource
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from portal.files.confinement import tasks
from portal.files.confinement.frames import packed, unpacked
from portal.files.confinement.orders import End, Order
from portal.files.confinement.shapes import arguments_of, flat, shaped

_IDLE_SECONDS: Final = 600
_OPEN_FILES: Final = 256  # LibreOffice, where it is installed, opens two hundred
_MOST_INHERITED: Final = 4096
_PR_SET_PDEATHSIG: Final = 1
_LINUX: Final = sys.platform == "linux"
_LIBC: Final = ctypes.CDLL(None) if _LINUX else None
_OURS: Final = Path(__file__).resolve().parents[3]


class Nursery:
    """Forks, watches and ends the processes of one portal process."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._running: dict[int, tuple[int, float]] = {}  # process: its status pipe, its deadline
        self._late: set[int] = set()
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)
        self._wake, wake = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(wake, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake)
        self._poll.register(self._wake, select.POLLIN)

    def serve(self) -> None:
        """Until the portal's process is gone, or nothing was asked for long."""
        while True:
            events = dict(self._poll.poll(self._patience()))
            if not events and not self._running:
                return
            if self._wake in events:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wake, 4096)
            if self._control.fileno() in events and not self._take_order():
                for pid in self._running:
                    _end(pid)
                return
            now = time.monotonic()
            for pid, (status, deadline) in list(self._running.items()):
                if now >= deadline:
                    self._late.add(pid)
                    _end(pid)
                elif status in events:  # nobody reads at the other end any more
                    _end(pid)
            self._reap()

    def _patience(self) -> int:
        if not self._running:
            return _IDLE_SECONDS * 1000
        first = min(deadline for _, deadline in self._running.values())
        return max(0, int((first - time.monotonic()) * 1000) + 1)

    def _take_order(self) -> bool:
        data, files, _, _ = socket.recv_fds(self._control, Order.SIZE, 2)
        if len(data) < Order.SIZE:
            return False
        link, status = files
        order = Order.unpacked(data)
        pid = os.fork()
        if not pid:
            self._become(link, order)
        os.close(link)
        self._running[pid] = status, time.monotonic() + order.seconds
        self._poll.register(status, 0)
        return True

    def _become(self, link: int, order: Order) -> None:
        """In the new process: keep the one link, take the limits, work, end."""
        code = 1
        try:
            nursery = os.getppid()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            os.closerange(3, link)
            os.closerange(link + 1, _MOST_INHERITED)
            if _LIBC is not None:
                _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() == nursery:
                _limit(order)
                work(socket.socket(fileno=link), order.output)
                code = 0
        finally:
            os._exit(code)

    def _reap(self) -> None:
        for pid in list(self._running):
            done, how, usage = os.wait4(pid, os.WNOHANG)
            if not done:
                continue
            status, _ = self._running.pop(pid)
            signalled = os.WTERMSIG(how) if os.WIFSIGNALED(how) else 0
            largest = usage.ru_maxrss / (1024 if _LINUX else 1024 * 1024)
            self._poll.unregister(status)
            with contextlib.suppress(OSError):
                os.write(status, End(signalled, pid in self._late, largest).packed())
            os.close(status)
            self._late.discard(pid)


def work(link: socket.socket, most: int) -> None:
    """Read one task, do it, answer: what it returned, or why it did not."""
    link.setblocking(True)
    raw: list[bytes] = []
    answer: dict[str, Any]
    try:
        text, given = unpacked(_reader(link))
        answer = {"value": _done(text, given, raw)}
    except MemoryError:
        answer, raw = {"over": "memory"}, []
    except RecursionError:
        answer, raw = {"over": "nesting"}, []
    except tuple(tasks.REFUSALS) as refusal:
        kind = type(refusal)
        values = {name: getattr(refusal, name) for name in tasks.REFUSALS[kind]}
        answer, raw = {"refused": kind.__name__, "values": flat(values, [])}, []
    except Exception as error:  # whatever a library raises over a stranger's bytes
        answer, raw = {"crashed": _place(error)}, []
    pieces = packed(answer, raw)
    if sum(map(len, pieces)) > most:
        pieces = packed({"over": "output"}, [])
    for piece in pieces:
        link.sendall(piece)


def _done(text: dict[str, Any], given: list[bytes], raw: list[bytes]) -> Any:
    function = tasks.TASKS[text["task"]]
    hints = arguments_of(function)
    arguments = {
        name: shaped(hints[name], value, given) for name, value in text["arguments"].items()
    }
    return flat(function(given[0], **arguments), raw)


def _reader(link: socket.socket) -> Callable[[int], bytes]:
    source = link.makefile("rb")

    def read(length: int) -> bytes:
        data = source.read(length)
        if len(data) < length:
            raise EOFError
        return data

    return read


def _place(error: Exception) -> str:
    """The kind of an error and the last place of ours that it passed: never what it says."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(str(_OURS / "portal"))]
    last = (ours or frames)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"


def _limit(order: Order) -> None:
    seconds = int(order.seconds) + 1
    wanted = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: order.output,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_AS: _address_space() + order.memory,
    }
    for kind, most in wanted.items():
        _, hard = resource.getrlimit(kind)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of address space
            resource.setrlimit(kind, (least, least))


def _address_space() -> int:
    if not _LINUX:
        return 0
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def _end(pid: int) -> None:
    """Kill a process that was not waited for yet, and all of its group."""
    os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def main() -> None:
    """Serve the socket whose number is the only argument."""
    # Only the portal's process decides when this one ends.
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as control:
        Nursery(control).serve()


if __name__ == "__main__":
    main()
