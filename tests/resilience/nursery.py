"""Programs of the portal that begin at once: forked from one process that has read it already.

A Python that starts first reads the portal, for seconds; these tests start dozens. The process
itself, `python -m tests.resilience.nursery`, takes orders on its standard input, a line of JSON
each, and answers each with a line:

    {"argv": [...], "log": path}   begin a program as `python argv…`; its number (pid)
    {"poll": pid}                  its exit code once it has ended, else null

A program leads a session of its own, and ends with the process that forked it.
"""

from __future__ import annotations

import json
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from deploy.local.processes import die_with_parent, signal_group, wait_until

# What the programs would read when they start.
_READ = (
    "portal.celery", "celery.bin.worker", "django.core.management", "tests.resilience.steps",
    "tests.resilience.taking_part",
)  # fmt: skip


class Nursery:
    """The process that forks, as its user sees it. Started when the first program is."""

    def __init__(self, env: Mapping[str, str], cwd: Path, log: Path) -> None:
        self._env, self._cwd, self._log = env, cwd, log
        self._process: subprocess.Popen[str] | None = None
        self._codes: dict[int, int | None] = {}  # of every program, by its pid

    def begin(self, argv: Sequence[str], log: Path) -> int:
        """Begin a program; its pid."""
        pid = int(self._told({"argv": [*argv], "log": str(log)}))
        self._codes[pid] = None
        return pid

    def poll(self, pid: int) -> int | None:
        """The exit code of a program, as `subprocess` has it, once it has ended. What it left
        behind in its group is ended too.
        """
        if self._codes[pid] is None:
            self._codes[pid] = self._told({"poll": pid})
            if self._codes[pid] is not None:
                signal_group(pid, signal.SIGKILL)
        return self._codes[pid]

    def close(self) -> None:
        """End it and whatever of its programs still runs."""
        if self._process is None:
            return
        for pid in self._codes:
            if self.poll(pid) is None:
                signal_group(pid, signal.SIGKILL)
        self._process.kill()
        self._process.communicate()

    def _told(self, order: Mapping[str, object]) -> Any:
        if self._process is None:
            with self._log.open("ab") as log:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "tests.resilience.nursery"], cwd=self._cwd,
                    env=dict(self._env), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    stderr=log, text=True,
                )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(order), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        assert answer, self._log.read_text(encoding="utf-8")[-3000:]
        return json.loads(answer)


@dataclass
class Forked:
    """A program that a nursery begins, again and again if need be; its log is kept over all."""

    title: str
    argv: Sequence[str]
    log: Path
    nursery: Nursery
    pid: int = field(default=0, init=False)

    def start(self) -> None:
        """Begin it, without waiting until it is ready."""
        self.pid = self.nursery.begin(self.argv, self.log)

    def poll(self) -> int | None:
        """Its exit code once it has ended."""
        return self.nursery.poll(self.pid) if self.pid else None

    def stop(self, grace: float) -> None:
        """Ask it to stop, wait at most `grace` seconds, then end its whole group."""
        if not self.pid or self.poll() is not None:
            return
        os.kill(self.pid, signal.SIGTERM)
        if not wait_until(lambda: self.poll() is not None, grace):
            signal_group(self.pid, signal.SIGKILL)
            wait_until(lambda: self.poll() is not None, grace)


def _serve(orders: IO[str], answers: IO[str]) -> list[str] | None:
    """Carry out orders to their end; in a process that was forked, the argv it is to run."""
    for line in orders:
        order = json.loads(line)
        if "argv" in order:
            pid = os.fork()
            if pid == 0:
                _come_into_being(Path(order["log"]))
                return list(order["argv"])
            answer: int | None = pid
        else:
            ended, status = os.waitpid(order["poll"], os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if ended else None
        print(json.dumps(answer), file=answers, flush=True)
    return None


def _come_into_being(log: Path) -> None:
    """A session, an input and a log of its own."""
    os.setsid()
    die_with_parent(signal.SIGKILL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    told = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for source, target in ((nothing, 0), (told, 1), (told, 2)):
        os.dup2(source, target)


def _run(argv: Sequence[str]) -> None:
    """What `python argv…` does."""
    if argv[0] == "-m":
        sys.argv = list(argv[1:])
        runpy.run_module(argv[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = list(argv)
        runpy.run_path(argv[0], run_name="__main__")


if __name__ == "__main__":
    import django

    django.setup()
    for name in _READ:
        import_module(name)
    # The answers' line stays apart from what a program prints.
    wanted = _serve(sys.stdin, os.fdopen(os.dup(1), "w", encoding="utf-8"))
    if wanted is not None:
        _run(wanted)
