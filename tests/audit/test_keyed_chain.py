"""Who can write the database cannot write the trail: its keys and its anchors lie elsewhere."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import socket
from io import StringIO
from pathlib import Path

import pgtrigger
import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.audit import anchors, checks, tasks
from portal.audit.chain import GENESIS, digest
from portal.audit.keys import current_key, parse_keys
from portal.audit.models import AuditCheckpoint, AuditEntry
from portal.audit.services import anchor_head, purge, record, verify
from portal.notifications.models import OutboxMessage
from tests.builders import City, person
from tests.guards import as_owner, truncate_guard

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)
OLD = NOW - dt.timedelta(days=400)


def _acts(number: int, *, at: dt.datetime = NOW) -> None:
    for n in range(number):
        record(action="test.act", summary=f"第{n}件", by=None, at=at)


@pytest.fixture(autouse=True)
def anchored(settings: Settings, tmp_path: Path) -> Path:
    """A file outside the database."""
    path = tmp_path / "anchors.jsonl"
    settings.AUDIT_ANCHOR_FILE = str(path)
    return path


def _rewritten_without_key(changed: int) -> None:
    """Every entry changed and chained anew by somebody who knows all but the keys."""
    previous = GENESIS
    for entry in AuditEntry.objects.order_by("sequence"):
        summary = "另一件" if entry.sequence == changed else entry.summary
        entry.summary = summary
        made = digest(algorithm="sha256", previous=previous, content=entry.content())
        as_owner(
            "UPDATE audit_auditentry SET summary = %s, key = '', algorithm = 'sha256',"
            " previous_hash = %s, hash = %s WHERE sequence = %s",
            *(summary, previous, made, entry.sequence),
        )
        previous = made


def test_a_cut_tail_is_named_by_the_anchor_it_contradicts() -> None:
    _acts(5)
    head = anchor_head(at=NOW)
    with pgtrigger.ignore("audit.AuditEntry:append_only"):
        AuditEntry.objects.filter(sequence__gt=3).delete()
    found = verify()
    assert found is not None
    assert (found.sequence, "末端被截去" in found.reason) == (4, True)
    with pytest.raises(anchors.HeadBehind, match="5"):  # nor does a new anchor hide it
        anchor_head(at=NOW)
    assert verify() == found
    _acts(2)  # and filled up again
    refilled = verify()
    assert refilled is not None
    assert (refilled.sequence, "存证不符" in refilled.reason) == (5, True)
    assert head is not None


def test_a_head_that_was_mailed_is_compared_as_well(settings: Settings) -> None:
    settings.AUDIT_ANCHOR_FILE = ""
    _acts(3)
    out = StringIO()
    call_command("audit", "anchor", stdout=out)
    head = out.getvalue().strip()
    as_owner("DELETE FROM audit_auditentry WHERE sequence = 3")
    call_command("audit", "verify")  # nothing says otherwise
    with pytest.raises(CommandError, match=r"第3条中断.*末端被截去"):
        call_command("audit", "verify", "--anchor", head)
    with pytest.raises(CommandError, match="序号:哈希"):
        call_command("audit", "verify", "--anchor", "3")


def test_a_chain_rewritten_without_the_key_is_noticed_without_any_anchor() -> None:
    _acts(4)
    _rewritten_without_key(2)
    found = verify()
    assert found is not None
    assert (found.sequence, "没有密钥" in found.reason) == (4, True)


def test_entries_without_a_key_may_only_come_first() -> None:
    _acts(2)
    last = AuditEntry.objects.get(sequence=2)
    _acts(1)
    forged = AuditEntry.objects.get(sequence=3)
    made = digest(algorithm="sha256", previous=last.hash, content=forged.content())
    as_owner(
        "UPDATE audit_auditentry SET key = '', algorithm = 'sha256', hash = %s WHERE sequence = 3",
        made,
    )
    found = verify()
    assert found is not None
    assert (found.sequence, "不是本系统所写" in found.reason) == (3, True)


def test_a_chain_rewritten_with_the_key_contradicts_its_anchor() -> None:
    _acts(4)
    anchor_head(at=NOW)
    previous = AuditEntry.objects.get(sequence=3)
    forged = AuditEntry.objects.get(sequence=4)
    forged.summary = "另一件"
    made = digest(
        algorithm=forged.algorithm,
        previous=previous.hash,
        content=forged.content(),
        key=current_key(),
    )
    as_owner("UPDATE audit_auditentry SET summary = '另一件', hash = %s WHERE sequence = 4", made)
    found = verify()
    assert found is not None
    assert (found.sequence, "存证不符" in found.reason) == (4, True)


def test_a_forged_checkpoint_is_named() -> None:
    _acts(5)
    third = AuditEntry.objects.get(sequence=3)
    AuditCheckpoint.objects.create(
        last_sequence=3, last_hash=third.hash, at=NOW, export_sha256="0" * 64
    )
    as_owner("DELETE FROM audit_auditentry WHERE sequence <= 3")
    found = verify()
    assert found is not None
    assert (found.sequence, "伪造" in found.reason) == (3, True)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditcheckpoint SET last_sequence = 9",
        "DELETE FROM audit_auditcheckpoint",
        "TRUNCATE audit_auditcheckpoint",
    ],
)
def test_the_database_refuses_to_change_a_checkpoint(sql: str) -> None:
    truncate_guard("ENABLE")
    _acts(2, at=OLD)
    purge(before=OLD + dt.timedelta(days=1), at=NOW, export_sha256="0" * 64)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_anchors_older_than_the_checkpoint_stay_true() -> None:
    _acts(3, at=OLD)
    anchor_head(at=OLD)
    _acts(1)
    purge(before=OLD + dt.timedelta(days=1), at=NOW, export_sha256="0" * 64)
    anchor_head(at=NOW)
    assert verify() is None


def test_lines_of_the_file_that_others_wrote_are_named(anchored: Path) -> None:
    _acts(3)
    anchor_head(at=NOW)
    sound = json.loads(anchored.read_text())
    forgeries: list[object] = [{**sound, "sequence": 1}, {**sound, "key": "other"}, {"x": 1}, []]
    for forged in forgeries:
        anchored.write_text(f"{json.dumps(sound)}\n{json.dumps(forged)}\n")
        found = verify()
        assert found is not None
        assert "存证文件第2行" in found.reason
    anchored.write_text("[" * 100_000)
    assert verify() is not None


def test_entries_of_old_stay_verifiable_and_the_next_one_seals_them() -> None:
    """What the migration does with a chain that has no keys yet."""
    _acts(3)
    _rewritten_without_key(0)
    migration = importlib.import_module("portal.audit.migrations.0002_keyed_chain")
    migration.seal_what_is_there(apps, None)
    assert verify() is None
    assert list(AuditEntry.objects.values_list("key", flat=True)) == ["", "", "", "development"]
    _acts(1)
    assert verify() is None
    as_owner("UPDATE audit_auditentry SET summary = '改' WHERE sequence = 2")
    assert verify() is not None


def test_keys_are_replaced_and_old_ones_still_needed(settings: Settings) -> None:
    _acts(1)
    newer = "newer:" + "A" * 43 + "="
    settings.AUDIT_KEYS = f"{newer},{settings.AUDIT_KEYS}"
    _acts(1)
    assert AuditEntry.objects.get(sequence=2).key == "newer"
    assert verify() is None
    settings.AUDIT_KEYS = newer
    found = verify()
    assert found is not None
    assert "AUDIT_KEYS 中没有它的密钥“development”" in found.reason


@pytest.mark.parametrize("text", ["", "a:short", "a b", ":AAAA", f"a:{'A' * 43}=,a:{'B' * 43}="])
def test_keys_that_cannot_be_used_are_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        parse_keys(text)
    assert "short" not in str(refused.value)


def test_a_public_service_needs_its_own_keys_and_a_place_outside(settings: Settings) -> None:
    assert checks.keys_can_be_read(None) == []
    assert [found.id for found in checks.keys_are_secret(None)] == ["audit.E002"]
    assert checks.head_leaves_the_database(None) == []
    settings.AUDIT_ANCHOR_FILE = ""
    assert [found.id for found in checks.head_leaves_the_database(None)] == ["audit.E003"]
    settings.AUDIT_KEYS = ""
    assert [found.id for found in checks.keys_can_be_read(None)] == ["audit.E001"]
    settings.AUDIT_KEYS = "ours:" + "A" * 43 + "="
    assert checks.keys_are_secret(None) == []


def test_the_head_goes_to_system_log_and_mail(settings: Settings, anchored: Path) -> None:
    _acts(2)
    settings.AUDIT_ANCHOR_MAIL = ["auditor@example.test"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as log:
        log.bind(("127.0.0.1", 0))
        log.settimeout(5)
        settings.AUDIT_ANCHOR_SYSLOG = f"127.0.0.1:{log.getsockname()[1]}"
        tasks.anchor_head()
        logged = log.recv(4096).decode()
    line = anchored.read_text().strip()
    assert logged.endswith(line)
    assert anchors.read_line(line) is not None
    assert line in mail.outbox[0].body


def test_auditors_hear_of_a_break_and_of_a_place_that_fails(
    city: City, settings: Settings, anchored: Path
) -> None:
    person("audits", organs=[city.root], roles=[Role.AUDITOR])
    _acts(1)
    tasks.verify_chain()
    assert not OutboxMessage.objects.filter(kind="audit.broken").exists()
    as_owner("UPDATE audit_auditentry SET summary = '改' WHERE sequence = 1")
    for _ in range(2):  # told once a day
        tasks.verify_chain()
    settings.AUDIT_ANCHOR_FILE = str(anchored / "nowhere")
    tasks.anchor_head()
    told = OutboxMessage.objects.filter(kind="audit.broken", channel="inbox")
    assert sorted(row.body[:9] for row in told) == ["审计链在第1条中断", "审计链的末端没有存"]


def test_nothing_is_recorded_without_a_key(settings: Settings) -> None:
    settings.AUDIT_KEYS = ""
    with pytest.raises(ImproperlyConfigured):
        _acts(1)
    assert not AuditEntry.objects.exists()
