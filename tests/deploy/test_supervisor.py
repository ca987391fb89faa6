"""Programs that die, programs that keep dying, orphans, and who holds the lock."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.local.layout import Layout
from deploy.local.lock import AlreadyRunningError, CheckoutLock
from deploy.local.processes import Child, identity, spawn, stop_orphans, wait_until
from deploy.local.run import RunError, reserve_port, static_digest
from deploy.local.supervisor import GaveUpError, Program, Supervisor, tail

pytestmark = [
    pytest.mark.services,
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]

SLEEP = "import time; time.sleep(60)"


def program(place: Layout, code: str) -> Program:
    return Program(
        "tried", "试验程序", [sys.executable, "-c", code], os.environ, place.home, place.logs,
        place.pids,
    )  # fmt: skip


def supervisor(place: Layout, told: list[str]) -> Supervisor:
    return Supervisor(told.append, place.pids, place.checkout, first_pause=0.02)


def pid_of(started: Program) -> int:
    assert started.child is not None
    return started.child.process.pid


def sleeper(place: Layout) -> Child:
    return spawn(
        [sys.executable, "-c", SLEEP],
        record=place.pids / "tried.json",
        log=subprocess.DEVNULL,
        env=os.environ,
        cwd=place.home,
    )


def test_killed_program_comes_back(place: Layout) -> None:
    told: list[str] = []
    keeper, tried = supervisor(place, told), program(place, SLEEP)
    keeper.start(tried)
    first = pid_of(tried)
    os.kill(first, signal.SIGKILL)

    def replaced() -> bool:
        keeper.check()
        return pid_of(tried) != first and tried.poll() is None

    assert wait_until(replaced, 5)
    assert told == [
        "试验程序意外退出（被信号 9 终止），0.02 秒后重新启动。",
        "试验程序已重新启动。",
    ]
    keeper.stop()
    assert tried.poll() is not None
    assert not list(place.pids.iterdir())


def test_program_that_keeps_dying_ends_it_all(place: Layout) -> None:
    told: list[str] = []
    keeper, tried = (
        supervisor(place, told),
        program(place, "print('没有配置'); raise SystemExit(3)"),
    )
    keeper.start(tried)
    with pytest.raises(GaveUpError, match="试验程序连续 5 次") as given_up:
        keeper.watch()
    assert sum("退出码 3" in line for line in told) == 4
    assert "没有配置" in tail(given_up.value.log)
    keeper.stop()


def test_program_that_ignores_the_request_is_ended_by_force(place: Layout) -> None:
    keeper = supervisor(place, [])
    deaf = program(
        place,
        "import signal, time; signal.signal(15, signal.SIG_IGN); print('x', flush=True)\n" + SLEEP,
    )
    keeper.start(deaf)
    assert wait_until(lambda: deaf.log.stat().st_size > 0, 5)
    begun = time.monotonic()
    keeper.stop()
    assert deaf.poll() == -signal.SIGKILL
    assert time.monotonic() - begun < 10


def test_orphan_is_stopped_and_a_stranger_with_its_number_is_not(place: Layout) -> None:
    orphan = sleeper(place)
    record = orphan.record.read_text(encoding="utf-8")
    assert stop_orphans(place.pids, place.checkout) == 1
    assert orphan.process.wait(5) == -signal.SIGTERM

    stranger = sleeper(place)
    entry = json.loads(record) | {"pid": stranger.process.pid}  # an older start time
    stranger.record.write_text(json.dumps(entry), encoding="utf-8")
    assert stop_orphans(place.pids, place.checkout) == 0
    assert stranger.process.poll() is None
    stranger.process.kill()
    stranger.process.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="a promise of the Linux kernel")
def test_children_of_a_killed_parent_end(place: Layout) -> None:
    """Its pid is taken from the record: that is what the next start would go by."""
    code = (
        "import os, sys, time; from pathlib import Path\n"
        "from deploy.local.processes import spawn\n"
        f"spawn([sys.executable, '-c', {SLEEP!r}], record=Path({str(place.pids / 'tried.json')!r}),"
        f" log=2, env=os.environ, cwd=Path('/'))\n"
        "print('ready', flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=place.checkout
    )
    with parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        child = json.loads((place.pids / "tried.json").read_text(encoding="utf-8"))["pid"]
        assert identity(child) is not None
        parent.kill()
    assert wait_until(lambda: identity(child) is None, 5)


def test_lock_names_its_holder(tmp_path: Path) -> None:
    with CheckoutLock(tmp_path) as lock:
        lock.announce("http://127.0.0.1:8000/")
        with pytest.raises(AlreadyRunningError, match=f"8000/ （进程 {os.getpid()}）"):
            CheckoutLock(tmp_path).__enter__()
    with CheckoutLock(tmp_path):
        assert lock.holder() is None


def test_taken_port_is_named_with_the_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(RunError, match=f"端口 {port} 已被.*PORT={port + 1} make run"):
            reserve_port({"PORT": str(port)})


@pytest.mark.parametrize("text", ["0", "65536", "八千", "80a", "-1", "８０００"])
def test_port_must_be_a_number(text: str) -> None:
    with pytest.raises(RunError, match="PORT 应是"):
        reserve_port({"PORT": text})


def test_reserved_port_is_kept() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with reserve_port({"PORT": port}), pytest.raises(RunError):
        reserve_port({"PORT": port})


def test_static_files_are_collected_again_when_one_changes(tmp_path: Path) -> None:
    (tmp_path / "portal/site/static").mkdir(parents=True)
    file = tmp_path / "portal/site/static/a.css"
    file.write_text("a", encoding="utf-8")
    before = static_digest(tmp_path)
    assert static_digest(tmp_path) == before
    file.write_text("ab", encoding="utf-8")
    assert static_digest(tmp_path) != before
