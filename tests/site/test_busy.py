"""Locks: nobody holds one over slow work, and whoever waits for one too long is told."""

from __future__ import annotations

import datetime as dt
import io
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test import Client
from pytest_django import Settings

from deploy.local.processes import wait_until
from disclosure.models import DocumentAttachment
from disclosure.services.documents import file_document
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.audit.services import record
from portal.common.middleware import is_busy
from portal.files import services
from portal.files.confinement import confined
from tests.builders import PASSWORD, City, small_city

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place() -> City:
    return small_city()


def elsewhere(work: Callable[[], Any]) -> list[Any]:
    """What happens on another connection; the list fills when it has ended."""
    done: list[Any] = []

    def run() -> None:
        try:
            done.append(work())
        except Exception as error:  # told to whoever looks
            done.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    return done


def signed_in_meanwhile() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
    credentials = {"login": "p-clerk", "password": PASSWORD}
    return Client().post("/accounts/login/", credentials).status_code


def test_a_sign_in_does_not_wait_for_files_that_are_cleaned(
    place: City, now: dt.datetime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.READ_FILES_AT_ONCE = False
    meanwhile: list[object] = []

    def slowly(task: str, data: bytes, **arguments: Any) -> Any:
        if task == "scrub":
            meanwhile.extend(elsewhere(signed_in_meanwhile))
        return confined(task, data, **arguments)

    monkeypatch.setattr(services, "confined", slowly)
    for number in range(3):
        services.store_upload(
            stream=io.BytesIO(f"附件{number}".encode()),
            name=f"{number}.txt",
            organ=place.office,
            by=place.people[Role.CLERK],
            at=now,
        )
    assert meanwhile == [302, 302, 302]
    assert AuditEntry.objects.filter(action="files.clean").count() == 3


def test_whoever_waits_too_long_is_told_that_nothing_was_done(
    place: City, now: dt.datetime
) -> None:
    with transaction.atomic():
        record(action="test.act", summary="办理", by=None, at=now)

        def ask() -> tuple[int, str, bool]:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '50ms'")
            response = Client(raise_request_exception=False).post(
                "/accounts/login/", {"login": "p-clerk", "password": PASSWORD}
            )
            said = "没有保存任何内容" in response.content.decode()
            return response.status_code, response["Retry-After"], said

        (answer,) = elsewhere(ask)
    assert answer == (503, "10", True)
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["test.act"]


def waits_for_the_trail() -> bool:
    """Whether somebody stands behind another who writes to the trail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return cursor.fetchone() is not None


def test_a_file_that_is_being_read_may_be_pointed_at(
    place: City, now: dt.datetime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader holds the file and waits for the trail; who holds the trail attaches the file."""
    settings.READ_FILES_AT_ONCE = False
    monkeypatch.setattr(services, "ask_to_read", lambda _number: None)
    clerk = place.people[Role.CLERK]
    given = {"organ": place.office, "by": clerk, "at": now}
    stored = services.store_upload(stream=io.BytesIO("附件".encode()), name="附件.txt", **given)
    document = file_document(**given, elements={"title": "关于停车收费的通知"}, issuers=())
    reading: list[Any] = []

    def read() -> None:
        reading.extend(elsewhere(lambda: services.read_file(file_id=stored.pk, at=now)))

    with transaction.atomic():
        record(action="test.act", summary="办理", by=clerk, at=now)
        reader = threading.Thread(target=read)
        reader.start()
        assert wait_until(waits_for_the_trail, 20)
        DocumentAttachment.objects.create(
            document=document, file=stored, position=1, title="附件", is_source=False
        )
    reader.join(20)
    assert [type(answer).__name__ for answer in reading] == ["FileReading"]
    assert document.attachments.get().file == stored


class Ring(DatabaseError):
    """What the driver raises for one it chose out of a ring of those who wait."""

    pgcode = "40P01"


def test_whoever_is_chosen_out_of_a_ring_is_told_so_too() -> None:
    error = OperationalError("deadlock detected")
    assert not is_busy(error)
    error.__cause__ = Ring()
    assert is_busy(error)


def test_sessions_of_the_database_do_not_wait_without_end() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("15s",)
    assert settings.DATABASE_LOCK_TIMEOUT == 15_000
