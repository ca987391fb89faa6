"""Servers and a worker of these tests' own, to be killed at will."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
import pytest

from deploy.local.layout import CHECKOUT, Layout, layout
from deploy.local.processes import signal_group, stop_orphans, wait_until
from deploy.local.scratch import scratch_layout
from deploy.local.services import Postgres, Valkey
from deploy.local.supervisor import Program, tail

PATIENCE = 120.0
_STEPS = ("-m", "tests.resilience.steps")


def files_wanted() -> int:
    """How many files: a thousand for the full run, fewer in the daily one."""
    return int(os.environ.get("RESILIENCE_FILES", "30"))


@dataclass
class Stage:
    """A database, a queue and a worker, with the portal's own programs on top."""

    place: Layout
    database: Postgres
    queue: Valkey
    env: dict[str, str]
    worker: Program = field(init=False)
    kills: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        argv = [sys.executable, "-m", "celery", "-A", "portal.celery", "worker", "-B", "-c", "2"]
        argv += ["--loglevel=info", "--without-gossip", "--without-mingle"]
        argv += ["-s", str(self.place.run / "beat")]
        place = self.place
        self.worker = Program(
            "worker", "后台任务", argv, self.env, place.checkout, place.logs, place.pids
        )

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run Python with the portal's environment."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=CHECKOUT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0 or not check, done.stderr[-3000:]
        return done

    def begin(self, *arguments: str) -> Program:
        """Start Python with the portal's environment, without waiting for it."""
        place = self.place
        argv = [sys.executable, *arguments]
        program = Program("step", "步骤", argv, self.env, place.checkout, place.logs, place.pids)
        program.start()
        return program

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        """Rows of a statement, on a connection of its own."""
        link = psycopg2.connect(self.database.url)
        try:
            with link, link.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            link.close()

    def count(self, statement: str) -> int:
        """The number a statement answers with."""
        return int(str(self.ask(f"SELECT count(*) FROM {statement}")[0][0]))  # noqa: S608

    def await_count(self, statement: str, number: int) -> int:
        """Wait until at least so many rows are there."""
        link = psycopg2.connect(self.database.url)
        link.autocommit = True
        end = time.monotonic() + PATIENCE
        try:
            with link.cursor() as cursor:
                while True:
                    cursor.execute(f"SELECT count(*) FROM {statement}")  # noqa: S608
                    if (found := int(cursor.fetchone()[0])) >= number:
                        return found
                    if time.monotonic() > end:
                        pytest.fail(f"{statement}: {found} < {number}\n{tail(self.worker.log, 40)}")
                    time.sleep(0.01)
        finally:
            link.close()

    def await_none(self, statement: str, *, hurry: Callable[[Stage], None] | None = None) -> None:
        """Wait until no row is left; `hurry` is called again and again meanwhile."""
        end = time.monotonic() + PATIENCE
        while (left := self.count(statement)) and time.monotonic() < end:
            if hurry is not None:
                hurry(self)
            time.sleep(0.3)
        assert left == 0, f"{statement}: {left}\n{tail(self.worker.log, 40)}"

    def await_end(self, program: Program, *, fails: bool = False) -> None:
        """Wait for a program begun before; it failed if that was to be expected."""
        assert wait_until(lambda: program.poll() is not None, PATIENCE)
        assert (program.poll() != 0) == fails, tail(program.log, 40)

    def kill(self, program: Program | Postgres | Valkey, why: str) -> None:
        """Kill -9: the whole group of a worker, the postmaster alone of the database."""
        assert program.child is not None
        assert program.poll() is None, f"{program.title}先已退出：\n{tail(program.log, 40)}"
        pid = program.child.process.pid
        if isinstance(program, Postgres):
            os.kill(pid, signal.SIGKILL)
        else:
            signal_group(pid, signal.SIGKILL)
        assert wait_until(lambda: program.poll() is not None, 5)
        self.kills.append(why)


@pytest.fixture(scope="session")
def prepared() -> Iterator[Path]:
    """A stopped database with the tables and a small city, to be copied by each test."""
    with ExitStack() as stack:
        place = stack.enter_context(scratch_layout(layout()))
        with Postgres(place, durable=True) as database:
            env = _environment(place, database.url, Valkey(place, durable=True).url)
            steps: list[list[str]] = [[*_STEPS, "city"]]
            if dump := os.environ.get("TEST_DATABASE_DUMP"):
                database.restore(Path(dump))
            else:
                steps.insert(0, ["manage.py", "migrate", "--noinput"])
            for step in steps:
                argv = [sys.executable, *step]
                subprocess.run(argv, cwd=CHECKOUT, env=env, check=True, timeout=600)
            data = database.data
        yield data


@pytest.fixture
def stage(prepared: Path) -> Iterator[Stage]:
    """Durable servers, the tables, a small city; whatever is left running is stopped."""
    with ExitStack() as stack:
        place = stack.enter_context(scratch_layout(layout()))
        stack.callback(stop_orphans, place.pids, place.checkout)
        database = Postgres(place, durable=True)
        subprocess.run(["cp", "-a", str(prepared), str(database.data)], check=True)
        stack.enter_context(database)
        queue = stack.enter_context(Valkey(place, durable=True))
        lent = Stage(place, database, queue, _environment(place, database.url, queue.url))
        yield lent
        lent.worker.stop(1)


def _environment(place: Layout, database_url: str, redis_url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.resilience.settings",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "MEDIA_ROOT": str(place.media),
        "SEARCH_INDEX_DIR": str(place.index),
    }


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """A folder of invented 公文, each of its own number and text."""
    folder = tmp_path / "letters"
    folder.mkdir()
    for number in range(1, files_wanted() + 1):
        text = _LETTER.format(number=number, plants=number * 7)
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")
    return folder


_LETTER = """试江市人民政府办公室关于做好第{number}批屋顶绿化养护工作的通知
试府办〔2025〕{number}号

各区人民政府，市政府各部门：
现就第{number}批屋顶绿化养护有关事项通知如下。
一、明确责任
产权人负责日常养护，共{plants}处。
二、加强检查
各区每季度检查一次，结果向社会公开。
试江市人民政府办公室
2025年11月3日
（此件公开发布）
"""
