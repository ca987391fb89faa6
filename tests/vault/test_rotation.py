"""Sealing anew: complete, restartable, beside other writers; and the command that proves it."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings as conf
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from deploy.local.layout import CHECKOUT
from portal.audit.models import AuditEntry
from portal.vault.envelope import Head
from portal.vault.selectors import inspect
from portal.vault.services import Rotation, rotate
from portal.vault.storage import SealedStorage
from tests.vault.conftest import NEW, OLD
from tests.vault.people import Person

PATIENCE = 30.0


def fill(number: int) -> None:
    Person.objects.bulk_create(
        [Person(name=f"人{n}", number=f"00{n}", address=f"{n}号") for n in range(number)]
    )
    for person in Person.objects.order_by("pk")[:2]:
        person.evidence.save("card.jpg", ContentFile(b"%d" % person.pk))


def turn(**options: int) -> Rotation:
    return rotate(by=None, at=timezone.now(), **options)


def vault(act: str) -> str:
    out = StringIO()
    call_command("vault", act, stdout=out, stderr=out)
    return out.getvalue()


@pytest.mark.usefixtures("table")
def test_everything_moves_to_the_current_key(use_keys: Callable[..., None]) -> None:
    fill(7)
    use_keys(NEW, OLD, algorithm="sm4gcm")
    done = turn(batch_size=3)
    assert (done.values, done.files, done.faults) == (21, 2, [])
    use_keys(NEW)  # the old key is not needed any more
    found = inspect()
    assert found.faults == []
    assert found.values == {Head("sm4gcm", "new"): 21}
    assert found.files == {Head("sm4gcm", "new"): 2}
    assert [p.name for p in Person.objects.order_by("pk")] == [f"人{n}" for n in range(7)]
    acts = AuditEntry.objects.order_by("sequence").values_list("action", "details")
    assert list(acts) == [
        ("vault.rotate", {}),
        ("vault.rotated", {"values": 21, "files": 2, "faults": 0}),
    ]


@pytest.mark.usefixtures("table")
def test_a_second_run_finds_nothing_to_do(use_keys: Callable[..., None]) -> None:
    fill(3)
    use_keys(NEW, OLD)
    assert "已重新加密9个值、2个文件" in vault("rotate")
    assert "已重新加密0个值、0个文件" in vault("rotate")


@pytest.mark.usefixtures("table")
def test_a_run_clears_what_broken_off_uploads_left() -> None:
    fill(2)
    work = Path(SealedStorage().location).parent / "work"
    remains, under_way = work / "part-remains", work / "part-under-way"
    for part in (remains, under_way):
        part.write_bytes(b"v1.")
    the_day_before_yesterday = time.time() - 2 * 86400
    os.utime(remains, (the_day_before_yesterday, the_day_before_yesterday))
    turn()
    assert not remains.exists()
    assert under_way.exists()


@pytest.mark.usefixtures("table")
def test_the_check_tells_which_keys_are_in_use(use_keys: Callable[..., None]) -> None:
    fill(2)
    use_keys(NEW, OLD)
    Person.objects.create(name="后来的人")
    told = vault("check")
    assert "v1.aes256gcm.old：6个值、2个文件" in told
    assert "v1.aes256gcm.new：1个值、0个文件" in told
    assert "可以撤下" not in told
    vault("rotate")
    told = vault("check")
    assert "密钥old已无数据使用，可以撤下" in told
    assert "密钥new" not in told
    assert "全部密文都能打开" in told


@pytest.mark.usefixtures("table")
def test_what_does_not_open_is_named_left_as_it_is_and_fails(
    use_keys: Callable[..., None],
) -> None:
    fill(4)
    first, second, *_ = Person.objects.order_by("pk")
    with connection.cursor() as cursor:
        swap = "UPDATE vault_person SET name = (SELECT name FROM vault_person WHERE id = %s)"
        cursor.execute(f"{swap} WHERE id = %s", [second.pk, first.pk])
    storage = SealedStorage()
    damaged = Path(storage.path(first.evidence.name))
    damaged.write_bytes(damaged.read_bytes()[:-1])
    Path(storage.path(second.evidence.name)).unlink()
    use_keys(NEW, OLD)
    for act, number in (("rotate", 2), ("check", 3)):
        out = StringIO()
        with pytest.raises(CommandError, match=f"有{number}处不能打开") as caught:
            call_command("vault", act, stdout=out, stderr=out)
        assert caught.value.returncode == 1
        assert f"vault.Person.name 行{first.pk}：" in out.getvalue()
        assert f"文件{first.evidence.name}：" in out.getvalue()
        assert "人1" not in out.getvalue()
    assert f"vault.Person.evidence 行{second.pk}：文件不存在" in out.getvalue()
    assert inspect().values == {Head("aes256gcm", "old"): 1, Head("aes256gcm", "new"): 11}


@pytest.mark.usefixtures("table")
def test_a_key_taken_away_too_early_is_noticed(use_keys: Callable[..., None]) -> None:
    fill(2)
    use_keys(NEW)
    with pytest.raises(CommandError, match="有8处不能打开"):
        vault("check")
    assert inspect().values == {Head("aes256gcm", "old"): 6}


@pytest.mark.usefixtures("table")
def test_the_commands_say_when_the_keys_are_unusable(use_keys: Callable[..., None]) -> None:
    use_keys("short:AAAA")
    for act in ("check", "rotate"):
        with pytest.raises(CommandError, match="第1项不是32字节"):
            vault(act)


@contextmanager
def held_row(pk: int) -> Iterator[psycopg2.extensions.connection]:
    """Another connection holds this row until the block ends or it commits."""
    told = connection.settings_dict
    link = psycopg2.connect(
        dbname=told["NAME"], user=told["USER"], host=told["HOST"], port=told["PORT"] or None
    )
    try:
        with link.cursor() as cursor:
            cursor.execute("SELECT id FROM vault_person WHERE id = %s FOR UPDATE", [pk])
        yield link
    finally:
        link.close()


def await_true(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def one_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        # Of this database: another process tests beside this one, on the same server.
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.usefixtures("lasting_table")
def test_what_is_saved_meanwhile_is_not_lost(use_keys: Callable[..., None]) -> None:
    fill(6)
    stale = Person.objects.order_by("pk")[5]
    middle = Person.objects.order_by("pk")[3]
    use_keys(NEW, OLD)
    done: list[Rotation] = []

    def turning() -> None:
        try:
            done.append(turn(batch_size=2))
        finally:
            connection.close()

    changed = Person._meta.get_field("name").sealed("新名字", seal_id=middle.seal_id)
    with held_row(middle.pk) as link:
        thread = threading.Thread(target=turning)
        thread.start()
        await_true(one_waits_for_a_lock)
        with link.cursor() as cursor:
            sql = "UPDATE vault_person SET name = %s WHERE id = %s"
            cursor.execute(sql, [changed.text, middle.pk])
        link.commit()
    thread.join(PATIENCE)
    assert done[0].faults == []
    assert Person.objects.get(pk=middle.pk).name == "新名字"
    # A row that was loaded before the rotation and is saved after it goes under the new key.
    stale.visits = 1
    stale.save()
    assert inspect().values == {Head("aes256gcm", "new"): 18}


@pytest.mark.services
@pytest.mark.usefixtures("lasting_table")
def test_a_run_that_is_killed_loses_nothing(use_keys: Callable[..., None]) -> None:
    fill(6)
    names = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    use_keys(NEW, OLD)

    # Killed among the rows, while it waits for the fifth ...
    with held_row(names[4]):
        process = begin()
        await_true(one_waits_for_a_lock)
        kill(process)
    await_true(lambda: not one_waits_for_a_lock())
    found = inspect()
    assert found.faults == []
    assert found.values == {Head("aes256gcm", "new"): 12, Head("aes256gcm", "old"): 6}

    # ... and again among the files, before the first.
    lock = Path(SealedStorage().location).parent / "work" / "lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        process = begin()
        await_true(lambda: inspect().values == {Head("aes256gcm", "new"): 18})
        kill(process)
    assert inspect().files == {Head("aes256gcm", "old"): 2}

    done = turn()
    assert (done.values, done.files, done.faults) == (0, 2, [])
    use_keys(NEW)
    assert inspect().faults == []
    assert [p.name for p in Person.objects.order_by("pk")] == [f"人{n}" for n in range(6)]
    for person in Person.objects.order_by("pk")[:2]:
        with person.evidence.open("rb") as content:
            assert content.read() == b"%d" % person.pk


def begin() -> subprocess.Popen[bytes]:
    """Start a rotation of one row at a time in a process of its own, on this test's data."""
    told = connection.settings_dict
    address = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    env = os.environ | {
        "DATABASE_URL": f"{address}/{told['NAME']}",
        "MEDIA_ROOT": str(conf.MEDIA_ROOT),
        "VAULT_KEYS": conf.VAULT_KEYS,
        "DJANGO_SETTINGS_MODULE": "portal.settings.testing",
    }
    return subprocess.Popen([sys.executable, "-m", "tests.vault.steps"], cwd=CHECKOUT, env=env)


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
