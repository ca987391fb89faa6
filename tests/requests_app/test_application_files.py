"""What one address can put on us with the files of an application that it never sends."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.personal import handed_in
from portal.vault.storage import SealedStorage
from requests_app.models import ApplicationDraft, DraftFile
from requests_app.services import drafts
from requests_app.views import limits
from tests.builders import City
from tests.files.samples import image_bytes
from tests.requests_app.cases import PNG
from tests.requests_app.public import filled, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def pictures(number: int, data: bytes = PNG) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{each}.png", data) for each in range(number)]


def test_too_many_are_refused_before_any_is_opened(
    client: Client, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(*_: object, **__: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr(handed_in, "confined", opened)
    both = {"identity_files": pictures(11), "agent_files": pictures(11)}
    response = written(client, city, action="save", **both)
    assert response.status_code == 400
    assert "材料最多10个" in response.content.decode()
    assert DraftFile.objects.count() == 0
    assert ApplicationDraft.objects.get().typed["info_title"]


def test_what_is_no_picture_and_no_pdf_is_refused(client: Client, city: City) -> None:
    page = SimpleUploadedFile("证.html", b"<html><script>alert(1)</script></html>")
    deep = SimpleUploadedFile("证.jsonl", b"[" * 200_000)
    response = written(client, city, action="save", identity_files=[page, deep, *pictures(1)])
    assert response.status_code == 400
    assert "只接受 JPG、PNG 图片和 PDF 文件" in response.content.decode()
    assert DraftFile.objects.count() == 1


def test_a_draft_holds_no_more_than_so_many_bytes(
    client: Client, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_BYTES", 3 * len(PNG))
    different = [
        SimpleUploadedFile(f"{number}.png", image_bytes("PNG", (number + 1, 1)))
        for number in range(9)
    ]
    response = written(client, city, action="save", identity_files=different)
    assert response.status_code == 400
    assert "材料合计超过" in response.content.decode()
    assert list(SealedStorage().names()) == []


@pytest.mark.parametrize("counted", ["FILES", "KILOBYTES"])
def test_files_count_and_what_was_typed_is_kept(
    client: Client, city: City, monkeypatch: pytest.MonkeyPatch, counted: str
) -> None:
    most = {"FILES": 3, "KILOBYTES": 20}[counted]
    limit = getattr(limits, counted)
    monkeypatch.setattr(limits, counted, type(limit)(limit.name, most, 60, limit.without_cache))
    large = PNG + bytes(8 * 1024)

    def save(client: Client) -> Any:
        return written(client, city, action="save", identity_files=pictures(2, large))

    assert save(client).status_code == 302
    for other in (client, Client()):  # the address counts, not the browser
        response = save(other)
        assert response.status_code == 400
        assert "操作得太频繁了" in response.content.decode()
    assert DraftFile.objects.count() == 1
    assert ApplicationDraft.objects.count() == 3
    assert written(client, city, action="save", identity_files=b"").status_code == 302


def test_bytes_behind_a_picture_are_not_kept(client: Client, city: City) -> None:
    appended = SimpleUploadedFile("证.png", PNG + bytes(1_000_000))
    assert written(client, city, action="save", identity_files=appended).status_code == 302
    assert DraftFile.objects.get().size == len(PNG)
    sealed = SealedStorage()
    (name,) = sealed.names()
    assert sealed.size(name) == len(PNG)


def test_saved_again_it_is_still_one_file(client: Client, city: City) -> None:
    appended = SimpleUploadedFile("证.png", PNG + b"more")
    response = written(client, city, action="save", identity_files=[appended, *pictures(2)])
    client.post(response["Location"], filled(city, action="save", identity_files=pictures(1)))
    assert DraftFile.objects.count() == 1
