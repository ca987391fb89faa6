"""PostgreSQL and Valkey: start, stop, being killed, being found again."""

import os
import pwd
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest
import redis

from deploy.local.layout import Layout, private_folder
from deploy.local.processes import identity, wait_until
from deploy.local.services import Postgres, Valkey

pytestmark = [
    pytest.mark.services,
    # xdist's workers have a thread of their own; the supervisor has not.
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]


def ask(url: str, statement: str) -> list[tuple[object, ...]]:
    link = psycopg2.connect(url)
    try:
        with link, link.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        link.close()


def pid_of(service: Postgres | Valkey) -> int:
    assert service.child is not None
    return service.child.process.pid


def owner_of(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def gone(pid: int) -> bool:
    return wait_until(lambda: identity(pid) is None, 5)


def test_starts_quickly_and_leaves_nothing(place: Layout) -> None:
    begun = time.monotonic()
    with Postgres(place, durable=False) as database, Valkey(place, durable=False) as queue:
        assert time.monotonic() - begun < 10
        pids = [pid_of(database), pid_of(queue)]
        assert ask(database.url, "SELECT current_database(), current_user") == [
            ("portal", "portal")
        ]
        assert redis.Redis.from_url(queue.url).ping()
    assert all(gone(pid) for pid in pids)
    assert not list(place.pids.iterdir())
    assert not list(place.sockets.glob(".s.PGSQL.*"))


def test_the_portal_signs_in_as_a_role_that_owns_nothing(place: Layout) -> None:
    with Postgres(place, durable=False) as database:
        ask(database.url, "CREATE TABLE t (n int)")
        rows = ask(database.application_url, "SELECT usename, usesuper FROM pg_user")
        assert ("portal_app", False) in rows
        assert ("portal_auditor", False) in rows
        for refused in ("CREATE TABLE u (n int)", "SELECT * FROM t", "DROP TABLE t"):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                ask(database.application_url, refused)
        database.stop()
        database.start()  # a second start finds the roles there
        assert ask(database.application_url, "SHOW lock_timeout") == [("15s",)]


def test_trigrams_see_chinese_letters(place: Layout) -> None:
    """With LC_CTYPE=C there would be none, and every title search would read the whole table."""
    with Postgres(place, durable=False) as database:
        ask(database.url, "CREATE EXTENSION pg_trgm")
        assert ask(database.url, "SELECT cardinality(show_trgm('政府信息公开'))") == [(7,)]
        assert ask(database.url, "SELECT similarity('政府信息公开条例', '政府信息公开') > 0.5") == [
            (True,)
        ]
        assert ask(database.url, "SHOW server_encoding") == [("UTF8",)]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to lend another account")
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_root_lends_an_account_without_privileges(place: Layout) -> None:
    parents = [place.checkout, *place.checkout.parents]
    before = [folder.stat().st_mode for folder in parents]
    accounts = len(pwd.getpwall())
    with Postgres(place, durable=False) as database, Valkey(place, durable=False) as queue:
        assert place.account is not None
        assert owner_of(pid_of(database)) == owner_of(pid_of(queue)) == place.account.uid
        assert place.sockets.stat().st_mode & 0o077 == 0
    assert [folder.stat().st_mode for folder in parents] == before
    assert len(pwd.getpwall()) == accounts


def test_killed_database_comes_back_with_its_data(place: Layout) -> None:
    database = Postgres(place, durable=True)
    with database:
        ask(database.url, "CREATE TABLE t (n int); INSERT INTO t VALUES (7)")
        os.kill(pid_of(database), signal.SIGKILL)
        assert wait_until(lambda: database.poll() is not None, 5)
        database.start()
        assert ask(database.url, "SELECT n FROM t") == [(7,)]


def test_killed_queue_comes_back_with_its_messages(place: Layout) -> None:
    queue = Valkey(place, durable=True)
    with queue:
        redis.Redis.from_url(queue.url).lpush("letters", "一封")
        time.sleep(1.2)  # written through every second
        os.kill(pid_of(queue), signal.SIGKILL)
        assert wait_until(lambda: queue.poll() is not None, 5)
        queue.start()
        assert redis.Redis.from_url(queue.url).llen("letters") == 1


def test_lock_file_with_the_pid_of_a_stranger(place: Layout) -> None:
    """After a restart of the machine the number may be another program's, of the same account."""
    with Postgres(place, durable=False) as database:
        lock = database.data / "postmaster.pid"
        content = lock.read_text(encoding="utf-8").splitlines()
    account = place.account
    stranger = subprocess.Popen(["sleep", "60"], user=None if account is None else account.uid)
    try:
        lock.write_text("\n".join([str(stranger.pid), *content[1:], ""]), encoding="utf-8")
        sockets = private_folder(place.sockets, account)
        (sockets / ".s.PGSQL.5432.lock").write_text(f"{stranger.pid}\n", encoding="utf-8")
        with Postgres(place, durable=False) as database:
            assert database.ready()
        assert stranger.poll() is None, "a program that isn't ours was stopped"
    finally:
        stranger.kill()
        stranger.wait()


def test_servers_left_running_are_replaced(place: Layout) -> None:
    """Even when the record of their process is lost."""
    left: list[Postgres | Valkey] = [
        Postgres(place, durable=False),
        Valkey(place, durable=False),
    ]
    for service in left:
        service.start()
    pids = [pid_of(service) for service in left]
    for record in place.pids.iterdir():
        record.unlink()
    with Postgres(place, durable=False) as database, Valkey(place, durable=False) as queue:
        assert all(gone(pid) for pid in pids)
        assert database.ready()
        assert queue.ready()
    for service in left:
        assert service.poll() is not None


def test_cluster_half_made_is_made_anew(place: Layout) -> None:
    database = Postgres(place, durable=False)
    private_folder(database.data, place.account)
    (database.data / "PG_VERSION").write_text("18\n", encoding="utf-8")
    with database:
        assert ask(database.url, "SELECT 1") == [(1,)]
