"""Keeps programs running: restarts what dies, gives up on what keeps dying, stops in order."""

import signal
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol

from deploy.local.processes import Child, spawn, stop_orphans, wait_until
from deploy.local.services import ServiceError

_QUICK_SECONDS = 10
_QUICK_DEATHS = 5
_LOG_BYTES = 10 * 1024 * 1024
# One second short of the ten we promise; the sum of what the groups get.
_APP_GRACE = 4.5
_SERVICE_GRACE = 2.2


class StopAskedError(BaseException):
    """Ctrl-C, or a request to stop; not an Exception, so that nothing swallows it."""


class GaveUpError(RuntimeError):
    """A program died at once, several times in a row."""

    def __init__(self, title: str, log: Path) -> None:
        super().__init__(f"{title}连续 {_QUICK_DEATHS} 次启动后立即退出，已停止全部程序。")
        self.log = log


class Managed(Protocol):
    """What the supervisor keeps running: a server of ours or a program of the portal."""

    name: str
    title: str

    @property
    def log(self) -> Path:
        """Its log file."""

    def start(self) -> None:
        """Start it."""

    def poll(self) -> int | None:
        """Its exit code once it has ended."""

    def ask_to_stop(self) -> None:
        """Begin to stop."""

    def stop(self, grace: float) -> None:
        """Stop within `grace` seconds, by force if need be."""


@dataclass
class Program:
    """A program of the portal, run from the checkout."""

    name: str
    title: str
    argv: Sequence[str]
    env: Mapping[str, str]
    cwd: Path
    logs: Path
    pids: Path
    pass_fds: Sequence[int] = ()
    child: Child | None = None

    @property
    def log(self) -> Path:
        """Its log file."""
        return self.logs / f"{self.name}.log"

    def start(self) -> None:
        """Start it, without waiting until it's ready."""
        with self.log.open("ab") as log:
            self.child = spawn(
                self.argv,
                record=self.pids / f"{self.name}.json",
                log=log,
                env=self.env,
                cwd=self.cwd,
                pass_fds=self.pass_fds,
            )

    def run(self) -> int:
        """Start it, wait for its end, and return its exit code."""
        self.start()
        return self.finish()

    def finish(self) -> int:
        """Wait for the end of what was started, and return its exit code."""
        try:
            while (code := self.poll()) is None:
                time.sleep(0.05)
        except BaseException:
            self.stop(1)
            raise
        return code

    def poll(self) -> int | None:
        """Its exit code once it has ended."""
        return None if self.child is None else self.child.poll()

    def ask_to_stop(self) -> None:
        """Begin to stop."""
        if self.child is not None:
            self.child.ask_to_stop()

    def stop(self, grace: float) -> None:
        """Stop within `grace` seconds, by force if need be."""
        if self.child is not None:
            self.child.stop(grace)


@dataclass
class _Watched:
    managed: Managed
    is_service: bool
    started: float
    quick_deaths: int = 0
    restart_at: float | None = None


@dataclass
class Supervisor:
    """Starts in the order given and stops in the reverse one."""

    say: Callable[[str], None]
    pids: Path
    checkout: Path
    first_pause: float = 0.5
    watched: list[_Watched] = field(default_factory=list)
    _signals: int = 0
    _stopping: bool = False
    _patience: int = 0

    def listen(self) -> None:
        """Take over the signals that mean stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        """The first signal breaks off what we do; one while stopping ends the patience."""
        self._signals += 1
        if not self._stopping:
            self._stopping = True
            raise StopAskedError

    def start(self, managed: Managed, *, is_service: bool = False) -> None:
        """Start a program and watch it from now on."""
        watched = _Watched(managed, is_service, time.monotonic())
        self.watched.append(watched)  # first, so that an interruption stops it too
        managed.start()

    def check(self) -> None:
        """Look after every program once."""
        for watched in self.watched:
            self._tend(watched)
            _cap(watched.managed.log)

    def watch(self) -> None:
        """Look after the programs until asked to stop or one is hopeless."""
        while True:
            self.check()
            time.sleep(0.2)

    def _tend(self, watched: _Watched) -> None:
        managed, now = watched.managed, time.monotonic()
        if watched.restart_at is None:
            code = managed.poll()
            if code is None:
                return
            quick = now - watched.started < _QUICK_SECONDS
            watched.quick_deaths = watched.quick_deaths + 1 if quick else 1
            if watched.quick_deaths >= _QUICK_DEATHS:
                raise GaveUpError(managed.title, managed.log)
            pause = self.first_pause * 2 ** (watched.quick_deaths - 1)
            why = f"被信号 {-code} 终止" if code < 0 else f"退出码 {code}"
            self.say(f"{managed.title}意外退出（{why}），{pause:g} 秒后重新启动。")
            watched.restart_at = now + pause
        elif now >= watched.restart_at:
            watched.restart_at, watched.started = None, now
            try:
                managed.start()
            except ServiceError as error:
                self.say(str(error))  # its exit code is seen, and counted, at the next look
            else:
                self.say(f"{managed.title}已重新启动。")

    def stop(self) -> None:
        """Stop everything in reverse order within ten seconds; a second Ctrl-C ends it at once."""
        self._stopping = True
        self._patience = self._signals
        # The portal's programs need the servers to finish their work: they go first, together.
        apps = [w.managed for w in reversed(self.watched) if not w.is_service]
        services = [w.managed for w in reversed(self.watched) if w.is_service]
        for app in apps:
            app.ask_to_stop()
        self._wait(apps, _APP_GRACE)
        for app in apps:
            app.stop(0)
        for service in services:
            service.ask_to_stop()
            self._wait([service], _SERVICE_GRACE)
            service.stop(0)
        # An interruption may have come before a child was known to us, but not before its record.
        stop_orphans(self.pids, self.checkout)

    def _wait(self, programs: Sequence[Managed], grace: float) -> None:
        def done() -> bool:
            return self._signals > self._patience or all(_ended(program) for program in programs)

        wait_until(done, grace)


def _ended(managed: Managed) -> bool:
    child = getattr(managed, "child", None)
    return child is None or managed.poll() is not None


def _cap(log: Path) -> None:
    """Keep a log and one older half; its writer appends, so it may be emptied under its hands."""
    try:
        if log.stat().st_size > _LOG_BYTES:
            log.with_suffix(".log.1").write_bytes(log.read_bytes())
            with log.open("r+b") as file:
                file.truncate(0)
    except OSError:
        return


def tail(log: Path, lines: int = 25) -> str:
    """The last lines of a log, for showing when something failed."""
    try:
        with log.open(encoding="utf-8", errors="replace") as file:
            return "".join(f"    {line.rstrip()}\n" for line in deque(file, lines))
    except OSError:
        return ""
