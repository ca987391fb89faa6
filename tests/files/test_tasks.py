"""Reading by a worker: what is lost is asked for again, what takes too long is left to a person."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.files import services, tasks
from portal.files.gate import read_copy
from portal.files.models import FileReading, Redaction, StoredFile
from portal.files.services import store_upload
from tests.builders import City
from tests.files.samples import docx_bytes, scanned_pdf


@pytest.fixture
def waiting(city: City, now: dt.datetime, settings: Settings) -> list[StoredFile]:
    settings.READ_FILES_AT_ONCE = False
    given = {"organ": city.office, "by": city.people[Role.CLERK], "at": now}
    files = {"说明.docx": docx_bytes("说明"), "扫描件.pdf": scanned_pdf()}
    return [
        store_upload(stream=io.BytesIO(data), name=name, **given) for name, data in files.items()
    ]


def _copies(settings: Settings) -> int:
    return len([path for path in Path(settings.MEDIA_ROOT, "clean").rglob("*") if path.is_file()])


def test_the_sweep_reads_what_nobody_has_read(
    waiting: list[StoredFile], settings: Settings
) -> None:
    tasks.read_unread_files()
    assert {reading.file for reading in FileReading.objects.all()} == set(waiting)
    assert _copies(settings) == len(waiting)
    FileReading.objects.filter(file=waiting[0]).update(rules="older")
    tasks.read_unread_files()
    assert not FileReading.objects.filter(rules="older").exists()
    assert _copies(settings) == len(waiting)


def test_a_worker_that_dies_leaves_nothing_half_done(
    waiting: list[StoredFile], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_args: Any, **_more: Any) -> None:
        raise SystemExit

    for step in ("_scrubbed", "read_copy", "items_in"):
        with monkeypatch.context() as patch:
            patch.setattr(services, step, dies)
            with pytest.raises(SystemExit):
                tasks.read_stored_file(waiting[0].pk)
        assert not FileReading.objects.exists()
        assert not StoredFile.objects.exclude(cleaned="").exists()
    tasks.read_stored_file(waiting[0].pk)
    assert _copies(settings) == 1


def test_scans_that_take_too_long_are_left_to_a_person(
    waiting: list[StoredFile], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.READ_PICTURES = True

    def slow(*args: Any, pictures: bool, **more: Any) -> Any:
        if pictures:
            raise SoftTimeLimitExceeded
        return read_copy(*args, pictures=pictures, **more)

    monkeypatch.setattr(services, "read_copy", slow)
    tasks.read_stored_file(waiting[1].pk)
    (part,) = FileReading.objects.get().unread
    assert part["picture"] == "page:1"


def test_what_was_redacted_meanwhile_is_never_published_as_it_was(
    waiting: list[StoredFile], now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that began with the file before its redaction keeps nothing of it."""
    stored = waiting[0]

    def redacted_meanwhile(*args: Any, **more: Any) -> Any:
        row = Redaction(file=stored, before_sha256="0" * 64, after_sha256="1" * 64, at=now, by_id=1)
        row.content.save("redacted.docx", ContentFile(docx_bytes("遮盖后")))
        return read_copy(*args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(services, "read_copy", redacted_meanwhile)
        tasks.read_stored_file(stored.pk)
    stored.refresh_from_db()
    assert not stored.cleaned
    assert not FileReading.objects.exists()
    tasks.read_stored_file(stored.pk)
    said = "".join(row["text"] for row in FileReading.objects.get().passages)
    assert ("遮盖后" in said, "说明" in said.replace("说明.docx", "")) == (True, False)


def test_a_file_that_is_gone_is_nobodys_work(waiting: list[StoredFile]) -> None:
    number = waiting[0].pk
    waiting[0].delete()
    tasks.read_stored_file(number)
    assert not FileReading.objects.exists()
