"""T23: append-only, chained, exportable, kept at least 180 days."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.test import Client, RequestFactory
from pytest_django import Settings

from portal.audit.context import origin
from portal.audit.middleware import client_address
from portal.audit.models import AuditCheckpoint, AuditEntry
from portal.audit.services import export_rows, purge, record, verify
from portal.common.errors import ActRefused
from portal.organs.models import Organ
from portal.statute import Article
from tests.builders import City
from tests.guards import as_owner, truncate_guard

NOW = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)
OLD = NOW - dt.timedelta(days=400)


def _acts(number: int, *, at: dt.datetime = NOW) -> None:
    for n in range(number):
        record(action="test.act", summary=f"第{n}件", by=None, at=at)


@pytest.fixture
def guard_off(db: None) -> Callable[[str], None]:
    """An intruder with the rights of the tables' owner."""
    return as_owner


def test_an_entry_says_who_for_which_organ_from_where_on_which_basis(city: City) -> None:
    person = next(iter(city.people.values()))
    with origin(address="203.0.113.9", channel="网页"):
        entry = record(
            action="test.act",
            summary="办理",
            by=person,
            at=NOW,
            organ=city.office,
            subject=city.street,
            basis=Article(17, 1),
        )
    assert (entry.actor_name, entry.organ_code, entry.address) == (
        person.get_full_name(),
        "SJ-B",
        "203.0.113.9",
    )
    assert entry.legal_basis == "《中华人民共和国政府信息公开条例》第十七条第一款"
    assert (entry.object_type, entry.object_id) == ("organs.Organ", str(city.street.pk))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditentry SET summary = '改' WHERE sequence = 2",
        "DELETE FROM audit_auditentry WHERE sequence = 2",
        "TRUNCATE audit_auditentry",
    ],
)
def test_the_database_refuses_to_change_the_trail(sql: str) -> None:
    truncate_guard("ENABLE")
    _acts(3)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute(sql)
    assert AuditEntry.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_a_whole_chain_holds(algorithm: str, settings: Settings) -> None:
    settings.AUDIT_HASH_ALGORITHM = algorithm
    _acts(5)
    assert verify() is None
    assert {len(entry.hash) for entry in AuditEntry.objects.all()} == {64}


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("UPDATE audit_auditentry SET summary = '改' WHERE sequence = 3", 3),
        ("UPDATE audit_auditentry SET actor_name = '别人' WHERE sequence = 2", 2),
        ("UPDATE audit_auditentry SET details = '{\"a\": 1}' WHERE sequence = 4", 4),
        ("DELETE FROM audit_auditentry WHERE sequence = 3", 3),
        ("UPDATE audit_auditentry SET previous_hash = repeat('0', 64) WHERE sequence = 5", 5),
    ],
)
def test_tampering_is_named_by_its_first_row(
    guard_off: Callable[[str], None], sql: str, broken: int
) -> None:
    _acts(5)
    guard_off(sql)
    found = verify()
    assert found is not None
    assert found.sequence == broken
    with pytest.raises(CommandError, match=f"第{broken}条中断"):
        call_command("audit", "verify")


def test_entries_survive_what_they_speak_of(city: City) -> None:
    lone = Organ.objects.add_root(
        {
            "code": "LONE",
            "name": "独立机关",
            "short_name": "独立",
            "level": "town",
            "kind": "town",
        }
    )
    record(action="test.act", summary="办理", by=None, at=NOW, organ=lone, subject=lone)
    lone.delete()
    assert AuditEntry.objects.get(action="test.act").object_label == "独立机关"
    assert verify() is None


@pytest.mark.django_db
def test_young_entries_are_kept_whatever_anyone_asks(guard_off: Callable[[str], None]) -> None:
    _acts(2)
    with pytest.raises(ActRefused, match="180天"):
        purge(before=NOW, at=NOW, export_sha256="0" * 64)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute("SELECT set_config('portal.audit_purge', 'on', true)")
        c.execute("UPDATE audit_auditentry SET summary = '改'")


@pytest.mark.django_db
def test_retention_leaves_a_chain_that_still_verifies(tmp_path: Path) -> None:
    _acts(3, at=OLD)
    _acts(2)
    output = tmp_path / "old.jsonl"
    call_command("audit", "purge", "--before", "2026-01-01", "--output", str(output))
    assert len(output.read_text(encoding="utf-8").splitlines()) == 3
    assert AuditEntry.objects.count() == 2
    assert AuditCheckpoint.objects.get().last_sequence == 3
    assert verify() is None
    _acts(1)
    assert verify() is None


def test_export_by_object_and_period(city: City) -> None:
    record(action="test.act", summary="一", by=None, at=OLD, subject=city.office)
    record(action="test.act", summary="二", by=None, at=NOW, subject=city.office)
    record(action="test.act", summary="三", by=None, at=NOW, subject=city.street)
    key = ("organs.Organ", str(city.office.pk))
    assert [row["summary"] for row in export_rows(subject=key)] == ["一", "二"]
    assert [row["summary"] for row in export_rows(subject=key, since=NOW)] == ["二"]
    out = StringIO()
    call_command("audit", "export", "--object", ":".join(key), stdout=out)
    assert [json.loads(line)["summary"] for line in out.getvalue().splitlines()] == ["一", "二"]


@pytest.mark.django_db(transaction=True)
def test_many_writers_leave_one_chain_without_gaps() -> None:
    def write() -> None:
        try:
            _acts(10)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(AuditEntry.objects.values_list("sequence", flat=True)) == list(range(1, 41))
    assert verify() is None


@pytest.mark.django_db
def test_an_act_and_its_entry_stand_or_fall_together() -> None:
    class StopError(Exception):
        pass

    with pytest.raises(StopError), transaction.atomic():
        _acts(1)
        raise StopError
    assert not AuditEntry.objects.exists()


def test_the_middleware_notes_the_address(client: Client, city: City) -> None:
    client.post(
        "/accounts/login/", {"login": "p-clerk", "password": "wrong"}, REMOTE_ADDR="203.0.113.7"
    )
    addresses = set(AuditEntry.objects.values_list("address", flat=True))
    assert "203.0.113.7" in addresses


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        (0, "203.0.113.1", "198.51.100.1"),
        (1, "203.0.113.1", "203.0.113.1"),
        (1, "10.9.9.9, 203.0.113.1", "203.0.113.1"),
        (2, "203.0.113.1, 192.0.2.7", "203.0.113.1"),
        (2, "203.0.113.1", "198.51.100.1"),
    ],
)
def test_only_trusted_proxies_are_believed(
    rf: RequestFactory, settings: Settings, trusted: int, forwarded: str, address: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = trusted
    request = rf.get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="198.51.100.1")
    assert client_address(request) == address
