"""The indexer as a process: quick, alone, killed at any moment, and back."""

import datetime as dt
import io
import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection

from portal.search.follower import check_index, following
from portal.search.index_files import IndexRoot, LockHeld
from portal.search.models import SearchEntry
from portal.search.querysets import OldestRunningXid
from portal.search.services import withdraw_entry
from tests.search.conftest import DAY, ids

pytestmark = pytest.mark.usefixtures("transactional_db")


def _environment(index_dir: Path) -> dict[str, str]:
    database = connection.settings_dict
    host = database["HOST"].replace("/", "%2F")
    address = f"postgres://{database['USER']}:{database['PASSWORD']}@{host}"
    port = f":{database['PORT']}" if database["PORT"] else ""
    return os.environ | {
        "DATABASE_URL": f"{address}{port}/{database['NAME']}",
        "SEARCH_INDEX_DIR": str(index_dir),
        "PYTHONUNBUFFERED": "1",
    }


def _start(index_dir: Path, *arguments: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=django_settings.BASE_DIR,
        env=_environment(index_dir),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    for line in process.stdout:
        if "已启动" in line or "ready" in line:
            break
    return process


def _run(*arguments: str) -> str:
    output = io.StringIO()
    call_command("search_index", *arguments, stdout=output)
    return output.getvalue()


def _await(come: Callable[[], bool]) -> None:
    """Wait for what another process does; how long it may take is measured in benchmarks."""
    patience = time.monotonic() + 60
    while not come():
        assert time.monotonic() < patience
        time.sleep(0.02)


def _finds(find: Any, text: str, numbers: list[int]) -> bool:
    return bool(ids(find(text)) == numbers)


@pytest.mark.services
def test_published_is_found_while_a_process_follows(publish, find, index_dir):
    indexer = _start(index_dir, "manage.py", "search_index", "--follow")
    try:
        for number in range(1, 6):
            publish(number, "公告", f"第{number}号正文")
            _await(partial(_finds, find, f"第{number}号正文", [number]))
        with pytest.raises(CommandError, match="已有索引程序"):
            _run("--once")
        generation = IndexRoot(index_dir).current()
        assert "已请它重建" in _run("--rebuild")
        _await(lambda: IndexRoot(index_dir).current() != generation)
        assert find("公告").total == 5
    finally:
        indexer.send_signal(signal.SIGTERM)
        assert indexer.wait(20) == 0
        indexer.stdout.close()
    assert _run("--check").strip() == "索引完整，与数据库一致。"


BUSY = """
    import django
    django.setup()
    from django.conf import settings
    from portal.search import follower
    follower._BATCH = 5
    print("ready", flush=True)
    with follower.following(settings.SEARCH_INDEX_DIR) as busy:
        while True:
            {act}
"""


@pytest.mark.services
@pytest.mark.parametrize("act", ["busy.catch_up()", "busy.rebuild()"])
def test_killed_at_any_moment_and_started_again(publish, find, index_dir, act):
    chance = random.Random(act)  # noqa: S311
    script = textwrap.dedent(BUSY.format(act=act))
    number = 0
    for _ in range(2):
        indexer = _start(index_dir, "-c", script)
        moment = time.monotonic() + chance.uniform(0.05, 1.2)
        while time.monotonic() < moment:
            number += 1
            publish(number, f"公告{number}", "正文" * 50)
            if number % 4 == 0:
                withdraw_entry(kind="document", object_id=number - 1, at=DAY)
        indexer.kill()
        indexer.wait(20)
        indexer.stdout.close()
        find("公告")
    with following(index_dir) as follower:
        follower.catch_up()
    assert check_index(index_dir) == []
    live = SearchEntry.objects.filter(is_live=True)
    assert find("正文").total == live.count()
    assert len(list(index_dir.glob("generation-*"))) == 1
    assert not find("正文").degraded


def test_there_is_one_indexer_a_machine(index_dir):
    with following(index_dir), pytest.raises(LockHeld), following(index_dir):
        pass
    with following(index_dir):
        pass


def test_readers_go_on_while_it_is_rebuilt(publish, find, index_dir):
    for number in range(1, 31):
        publish(number, "公告", "正文" * 20)
    seen, stop = [], threading.Event()

    def read():
        try:
            while not stop.is_set():
                page = find("正文")
                seen.append((page.total, page.degraded))
        finally:
            connection.close()

    with following(index_dir) as follower:
        follower.catch_up()
        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        for _ in range(15):
            follower.rebuild()
        stop.set()
        for reader in readers:
            reader.join(20)
    assert len(seen) > 10
    assert set(seen) == {(30, False)}


def test_check_names_what_is_wrong(publish, index_dir):
    with pytest.raises(CommandError, match="不可用"):
        _run("--check")
    publish(1, "公告")
    assert "1条" in _run("--rebuild")
    assert "完整" in _run("--check")
    entry = SearchEntry.objects.get()
    SearchEntry.objects.filter(pk=entry.pk).update(id=entry.pk + 1000, change_xid=3)
    with pytest.raises(CommandError) as caught:
        _run("--check")
    assert "缺少1条" in str(caught.value)
    assert "多出1条" in str(caught.value)
    _run("--rebuild")
    assert "完整" in _run("--check")


def test_replaying_changes_is_harmless(publish, find, index_dir):
    for number in range(1, 4):
        publish(number, "公告")
    with following(index_dir) as follower:
        follower.catch_up()
        for _ in range(3):
            follower._writer.put(list(SearchEntry.objects.all()))
            follower._writer.commit(follower._writer.state.position)
    assert find("公告").total == 3


def test_following_stops_when_told(publish, find, index_dir):
    pauses = []

    def pause():
        pauses.append(len(ids(find("公告"))))
        publish(len(pauses), "公告")
        return len(pauses) == 4

    with following(index_dir) as follower:
        follower.run(pause=pause)
    assert pauses == [0, 1, 2, 3]


def test_a_lag_is_noted(publish, reindex, find, monkeypatch):
    publish(1, "公告")
    reindex()
    publish(2, "公告")
    assert not find("公告").degraded
    SearchEntry.objects.filter(object_id=2).update(
        written_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    )
    with monkeypatch.context() as alone:
        # Which transactions still run is a fact of the whole server, where other tests have theirs.
        alone.setattr(OldestRunningXid, "template", f"({2**62})")
        assert find("公告").degraded
    assert find("公告").total == 1
    _await(lambda: reindex() == 2 and not find("公告").degraded)
