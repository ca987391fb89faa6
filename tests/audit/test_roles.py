"""The roles of the database: the application adds to the trail and can do no more to it."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pgtrigger
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from portal.audit.grants import grant_roles
from portal.audit.models import AuditCheckpoint, AuditEntry
from portal.audit.services import record, verify
from portal.organs.models import Organ
from tests.builders import organ
from tests.guards import truncate_guard

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)
OLD = NOW - dt.timedelta(days=400)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def roles() -> None:
    """The roles as production and `make run` make them, until the test is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
        if cursor.fetchone() != (True,):
            pytest.skip("only a superuser makes roles")
        cursor.execute((ROOT / "deploy/production/roles.sql").read_text(encoding="utf-8"))
    grant_roles(using="default")


@contextmanager
def signed_in(role: str) -> Iterator[None]:
    """What the block does, the role does."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        yield
        cursor.execute("RESET ROLE")


def refused(sql: str) -> bool:
    """Whether the rights of the role do not suffice; a trigger is not asked."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return "permission denied" in str(error) or "must be owner" in str(error)
    return False


def test_the_application_works_and_adds_to_the_trail() -> None:
    with signed_in("portal_app"):
        office = organ("A", "甲市人民政府", "city", "government")
        Organ.objects.filter(pk=office.pk).update(short_name="甲")
        record(action="test.act", summary="办理", by=None, at=NOW, subject=office)
        assert verify() is None
        Organ.objects.filter(pk=office.pk).delete()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditentry SET summary = '改'",
        "DELETE FROM audit_auditentry",
        "TRUNCATE audit_auditentry",
        "ALTER TABLE audit_auditentry DISABLE TRIGGER USER",
        "DROP TABLE audit_auditentry",
        "CREATE TRIGGER t BEFORE UPDATE ON audit_auditentry FOR EACH ROW"
        " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "INSERT INTO audit_auditcheckpoint (last_sequence, last_hash, at, export_sha256, key, mac)"
        " VALUES (1, '', now(), '', '', '')",
        "DELETE FROM audit_auditcheckpoint",
        "DELETE FROM django_migrations",
        "CREATE TABLE mine (n int)",
        "SET session_replication_role = replica",
        "TRUNCATE organs_organ CASCADE",
        "CREATE ROLE other SUPERUSER",
    ],
)
def test_the_application_can_do_no_more_to_it(sql: str) -> None:
    record(action="test.act", summary="办理", by=None, at=NOW)
    with signed_in("portal_app"):
        assert refused(sql)
    with signed_in("portal_auditor"):
        assert refused(sql)


def test_no_switch_of_the_triggers_helps() -> None:
    truncate_guard("ENABLE")
    record(action="test.act", summary="办理", by=None, at=OLD)
    with (
        signed_in("portal_app"),
        pgtrigger.ignore("audit.AuditEntry:append_only"),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        AuditEntry.objects.all().delete()
    assert AuditEntry.objects.count() == 1


def test_the_auditor_reads_the_trail_and_nothing_else() -> None:
    record(action="test.act", summary="办理", by=None, at=NOW)
    with signed_in("portal_auditor"):
        assert verify() is None
        assert AuditCheckpoint.objects.count() == 0
        assert refused("SELECT * FROM accounts_user")
        assert refused("SELECT * FROM requests_app_informationrequest")
        assert refused("INSERT INTO audit_auditentry (sequence) VALUES (9)")


def test_removing_old_entries_is_the_owners(tmp_path: Path) -> None:
    record(action="test.act", summary="办理", by=None, at=OLD)
    purge = ("audit", "purge", "--before", "2026-01-01", "--output", str(tmp_path / "old.jsonl"))
    with (
        signed_in("portal_app"),
        transaction.atomic(),
        pytest.raises(CommandError, match="DATABASE_OWNER_URL"),
    ):
        call_command(*purge)
    call_command(*purge)
    assert AuditCheckpoint.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("migrate", "owner"),
        ("audit purge", "owner"),
        ("audit verify", "worker"),
        ("migrated", "worker"),
        ("runserver", "worker"),
    ],
)
def test_commands_that_need_the_owner_sign_in_as_owner(words: str, role: str) -> None:
    code = (
        "import sys; sys.argv = ['manage.py', *sys.argv[1:]];"
        "from portal.settings import stores; print(stores.DATABASES['default']['USER'])"
    )
    addresses = {
        "DATABASE_URL": "postgres://worker@127.0.0.1/none",
        "DATABASE_OWNER_URL": "postgres://owner@127.0.0.1/none",
    }
    done = subprocess.run(
        [sys.executable, "-c", code, *words.split()],
        cwd=ROOT, env={**os.environ, **addresses}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == role
