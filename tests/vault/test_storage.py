"""Sealed files: ciphertext on disk, read only through code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils import timezone
from pytest_django import Settings

from portal.vault.errors import NotAuthentic, NotPossible, TooLarge
from portal.vault.storage import SealedStorage
from tests.vault.conftest import NEW, OLD
from tests.vault.people import Person

PICTURE = b"\xff\xd8 a picture of an identity card " * 5000


@pytest.fixture
def storage() -> SealedStorage:
    return SealedStorage()


def on_disk(storage: SealedStorage, name: str) -> Path:
    return Path(storage.path(name))


def content_of(storage: SealedStorage, name: str) -> bytes:
    with storage.open(name) as content:
        return content.read()


def test_a_file_comes_back_and_its_disk_shows_nothing(storage: SealedStorage) -> None:
    name = storage.save("evidence/1.jpg", ContentFile(PICTURE))
    assert name == "evidence/1.jpg"
    with storage.open(name) as content:
        assert content.read() == PICTURE
        assert content.size == len(PICTURE)
        content.seek(5)
        assert content.read(20) == PICTURE[5:25]
    assert storage.size(name) == len(PICTURE)
    raw = on_disk(storage, name).read_bytes()
    assert raw.startswith(b"v1.aes256gcm.old.")
    assert b"identity card" not in raw
    assert on_disk(storage, name).stat().st_mode & 0o777 == 0o640
    assert list(storage.names()) == [name]


def test_an_upload_that_lies_in_a_file_is_sealed_too(storage: SealedStorage) -> None:
    upload = TemporaryUploadedFile("card.jpg", "image/jpeg", len(PICTURE), None)
    upload.write(PICTURE)
    upload.seek(7)
    name = storage.save("evidence/card.jpg", upload)
    upload.close()
    assert b"identity card" not in on_disk(storage, name).read_bytes()
    with storage.open(name) as content:
        assert content.read() == PICTURE


def test_it_has_no_address_and_is_not_written_to(storage: SealedStorage) -> None:
    name = storage.save("evidence/1.jpg", ContentFile(PICTURE))
    with pytest.raises(NotPossible, match="没有公开地址"):
        storage.url(name)
    with pytest.raises(NotPossible, match="rb"):
        storage.open(name, "wb")


def test_too_large_a_file_leaves_nothing_behind(storage: SealedStorage, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = len(PICTURE) - 1
    with pytest.raises(TooLarge):
        storage.save("evidence/1.jpg", ContentFile(PICTURE))
    left = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert left == []


def test_a_file_in_the_place_of_another_does_not_open(storage: SealedStorage) -> None:
    first = storage.save("evidence/1.jpg", ContentFile(b"first"))
    second = storage.save("evidence/2.jpg", ContentFile(b"second"))
    on_disk(storage, first).write_bytes(on_disk(storage, second).read_bytes())
    with pytest.raises(NotAuthentic):
        storage.open(first)


def test_a_name_is_given_once(storage: SealedStorage) -> None:
    first = storage.save("evidence/1.jpg", ContentFile(b"first"))
    second = storage.save("evidence/1.jpg", ContentFile(b"second"))
    assert first != second
    assert [content_of(storage, name) for name in (first, second)] == [b"first", b"second"]


def test_a_name_taken_while_sealing_is_not_overwritten(storage: SealedStorage) -> None:
    """Another process takes the name after it was found free."""

    class Slow(ContentFile[bytes]):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            path = on_disk(storage, "evidence/1.jpg")
            if not path.exists():
                path.write_bytes(b"of another process")
            return super().chunks(chunk_size)

    name = storage.save("evidence/1.jpg", Slow(b"ours"))
    assert name != "evidence/1.jpg"
    assert content_of(storage, name) == b"ours"
    assert on_disk(storage, "evidence/1.jpg").read_bytes() == b"of another process"


def test_sealing_anew(storage: SealedStorage, use_keys: Callable[..., None]) -> None:
    name = storage.save("evidence/1.jpg", ContentFile(PICTURE))
    assert not storage.reseal(name)
    use_keys(NEW, OLD, algorithm="sm4gcm")
    with storage.open(name) as earlier:
        assert storage.reseal(name)
        assert earlier.read() == PICTURE  # whoever is reading goes on
    assert on_disk(storage, name).read_bytes().startswith(b"v1.sm4gcm.new.")
    use_keys(NEW)
    with storage.open(name) as content:
        assert content.read() == PICTURE
    assert not storage.reseal("evidence/deleted.jpg")
    assert not storage.exists("evidence/deleted.jpg")


def test_a_damaged_file_is_left_as_it_is(
    storage: SealedStorage, use_keys: Callable[..., None]
) -> None:
    name = storage.save("evidence/1.jpg", ContentFile(PICTURE))
    raw = bytearray(on_disk(storage, name).read_bytes())
    raw[70_000] ^= 1
    on_disk(storage, name).write_bytes(raw)
    use_keys(NEW, OLD)
    with pytest.raises(NotAuthentic):
        storage.reseal(name)
    assert on_disk(storage, name).read_bytes() == raw


def test_only_old_remains_are_cleared(storage: SealedStorage, settings: Settings) -> None:
    storage.save("evidence/1.jpg", ContentFile(PICTURE))
    remains = Path(settings.MEDIA_ROOT) / "sealed" / "work" / "part-abc"
    remains.write_bytes(b"broken off")
    now = timezone.now()
    assert storage.clear_parts(before=(now - timedelta(hours=1)).timestamp()) == 0
    assert storage.clear_parts(before=(now + timedelta(hours=1)).timestamp()) == 1
    assert not remains.exists()
    assert list(storage.names()) == ["evidence/1.jpg"]


@pytest.mark.usefixtures("table")
def test_a_field_keeps_its_files_there(storage: SealedStorage) -> None:
    person = Person.objects.create(name="祝余年", evidence=ContentFile(PICTURE, name="card.jpg"))
    found = Person.objects.get(pk=person.pk)
    assert found.evidence.size == len(PICTURE)
    with found.evidence.open("rb") as content:
        assert content.read() == PICTURE
    with pytest.raises(NotPossible):
        _ = found.evidence.url
    found.evidence.delete()
    assert list(storage.names()) == []
