"""Servers and a worker of these tests' own, to be killed at will."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
import pytest

from deploy.local.layout import CHECKOUT, Layout, layout
from deploy.local.processes import signal_group, stop_orphans, wait_until
from deploy.local.scratch import scratch_layout
from deploy.local.services import Postgres, Valkey
from deploy.local.supervisor import tail
from tests.resilience.nursery import Forked, Nursery

PATIENCE = 120.0
RUN_PATIENCE = 600.0
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
    worker: Forked = field(init=False)
    kills: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        argv = ["-m", "celery", "-A", "portal.celery", "worker", "-B", "-c", "2"]
        argv += ["--loglevel=info", "--without-gossip", "--without-mingle"]
        argv += ["-s", str(self.place.run / "beat")]
        self.nursery = Nursery(self.env, CHECKOUT, self.place.logs / "nursery.log")
        self.worker = self._program("后台任务", argv)
        self._logs = itertools.count()

    def run(self, *arguments: str) -> str:
        """Run Python with the portal's environment to a good end; what it printed."""
        program = self.begin(*arguments)
        assert wait_until(lambda: program.poll() is not None, RUN_PATIENCE), tail(program.log, 40)
        printed = program.log.read_text(encoding="utf-8")
        assert program.poll() == 0, printed[-3000:]
        return printed

    def begin(self, *arguments: str) -> Forked:
        """Start Python with the portal's environment, without waiting for it."""
        program = self._program("步骤", arguments, f"step{next(self._logs)}.log")
        program.start()
        return program

    def _program(self, title: str, argv: Sequence[str], log: str = "worker.log") -> Forked:
        return Forked(title, argv, self.place.logs / log, self.nursery)

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

    def await_end(self, program: Forked, *, fails: bool = False) -> None:
        """Wait for a program begun before; it failed if that was to be expected."""
        assert wait_until(lambda: program.poll() is not None, PATIENCE)
        assert (program.poll() != 0) == fails, tail(program.log, 40)

    def kill(self, program: Forked | Postgres | Valkey, why: str) -> None:
        """Kill -9: the whole group of a worker, the postmaster alone of the database."""
        assert program.poll() is None, f"{program.title}先已退出：\n{tail(program.log, 40)}"
        if isinstance(program, Forked):
            pid = program.pid
        else:
            assert program.child is not None
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
        stack.callback(lent.nursery.close)
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
