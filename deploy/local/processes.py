"""Child processes that don't outlive us, and orphans that are not mistaken for strangers."""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from deploy.local.layout import Account

_LINUX = sys.platform == "linux"
# Loaded before any fork: a child between fork and exec must not load libraries.
_LIBC = ctypes.CDLL(None, use_errno=True) if _LINUX else None
_PR_SET_PDEATHSIG = 1
_OUR_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


@dataclass
class Child:
    """A running child, in a process group of its own, with its record on disk."""

    process: subprocess.Popen[bytes]
    record: Path
    stop_signal: signal.Signals
    started: float

    def poll(self) -> int | None:
        """Its exit code once it has ended. What it left behind in its group is ended too."""
        code = self.process.poll()
        if code is not None and self.record.exists():
            signal_group(self.process.pid, signal.SIGKILL)
            self.record.unlink(missing_ok=True)
        return code

    def ask_to_stop(self) -> None:
        """Ask politely. Only the leader is told: a server tells its own workers."""
        if self.poll() is None:
            self.process.send_signal(self.stop_signal)

    def stop(self, grace: float) -> None:
        """Ask, wait at most `grace` seconds, then end the whole group."""
        self.ask_to_stop()
        wait_until(lambda: self.poll() is not None, grace)
        self.kill()

    def kill(self) -> None:
        """End the whole group at once."""
        if self.poll() is None:
            signal_group(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.poll()


def spawn(
    argv: Sequence[str],
    *,
    record: Path,
    log: BinaryIO | int,
    env: Mapping[str, str],
    cwd: Path,
    account: Account | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
    pass_fds: Sequence[int] = (),
) -> Child:
    """Start a child and record it, so that a later start recognises it as an orphan.

    Our signals are held back meanwhile: an interruption between fork and record would leave a
    child nobody knows.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _OUR_SIGNALS)
    try:
        process = subprocess.Popen(
            list(argv),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
            user=None if account is None else account.uid,
            group=None if account is None else account.gid,
            extra_groups=None if account is None else [],
            pass_fds=pass_fds,
            preexec_fn=_prepare(stop_signal),  # noqa: PLW1509 - there is one thread only
        )
        entry = {"pid": process.pid, "identity": identity(process.pid), "signal": stop_signal.value}
        record.write_text(json.dumps(entry), encoding="utf-8")
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return Child(process, record, stop_signal, time.monotonic())


def _prepare(stop_signal: signal.Signals) -> Callable[[], None]:
    """What the child does before exec. Safe because this program has a single thread."""
    parent = os.getpid()

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _OUR_SIGNALS)
        die_with_parent(stop_signal)
        if _LIBC is not None and os.getppid() != parent:
            os._exit(1)

    return prepare


def die_with_parent(how: signal.Signals) -> None:
    """Have the kernel send us a signal when our parent dies, however it dies; on Linux only."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0)


def identity(pid: int) -> str | None:
    """A word that tells one process from a later one with the same number; None if it's gone."""
    if _LINUX:
        try:
            state, *rest = _stat_fields(pid)
            boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        except OSError:
            return None
        return None if state in {"Z", "X"} else f"{boot}:{rest[18]}"  # field 22: start time
    shown = _ps(pid, "stat=,lstart=")
    return None if not shown or shown.startswith("Z") else shown.split(maxsplit=1)[-1]


def command_line(pid: int) -> str:
    """The command line of a process, its words joined by spaces; empty if it's gone."""
    if not _LINUX:
        return _ps(pid, "command=")
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return os.fsdecode(b" ".join(words).strip())
    return ""


def stop_stranger(pid: int, how: signal.Signals, grace: float = 8) -> None:
    """Stop a process that is ours but not our child: ask, wait, then end its group."""
    known = identity(pid)
    if known is None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, how)
    if not wait_until(lambda: identity(pid) != known, grace):
        signal_group(pid, signal.SIGKILL)
        wait_until(lambda: identity(pid) != known, 2)


def stop_orphans(records: Path, checkout: Path) -> int:
    """Stop what an earlier supervisor left running; returns how many were found.

    A process counts as ours only if its start time is the recorded one.
    """
    found = 0
    for record in sorted(records.glob("*.json")):
        try:
            entry = json.loads(record.read_text(encoding="utf-8"))
            pid, known, how = int(entry["pid"]), entry["identity"], signal.Signals(entry["signal"])
        except (ValueError, KeyError, TypeError):
            record.unlink(missing_ok=True)  # half written: its process died before it could matter
            continue
        if known is not None and identity(pid) == known:
            stop_stranger(pid, how)
            found += 1
        found += _end_leaderless(pid, checkout)
        record.unlink(missing_ok=True)
    return found


def _end_leaderless(session: int, checkout: Path) -> int:
    """End workers whose leader is gone: they still carry its session and work in our checkout."""
    if not _LINUX or identity(session) is not None:
        return 0
    ended = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int(_stat_fields(int(folder.name))[3]) != session:
                continue
            if (folder / "cwd").readlink() == checkout:
                os.kill(int(folder.name), signal.SIGKILL)
                ended += 1
    return ended


def signal_group(leader: int, how: signal.Signals) -> None:
    """Send a signal to a whole process group, if there is still one."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, how)


def wait_until(test: Callable[[], bool], seconds: float, pause: float = 0.05) -> bool:
    """Wait for a condition; False when the time is up."""
    end = time.monotonic() + seconds
    while not test():
        if time.monotonic() >= end:
            return False
        time.sleep(pause)
    return True


def _stat_fields(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat from the third on; the second may hold any character."""
    return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()


def _ps(pid: int, columns: str) -> str:
    done = subprocess.run(
        ["ps", "-ww", "-o", columns, "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()
