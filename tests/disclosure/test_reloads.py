"""A new file for a draft that is there: offered, compared, taken over as far as chosen."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from disclosure.choices import ImportState
from disclosure.models import Document, ImportItem
from disclosure.services.imports import open_batch, read_item, receive
from disclosure.services.reloads import differences, load_file, offer_file
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from portal.site.demo.builders import bring_to
from tests.builders import City
from tests.disclosure.bad_files import notice
from tests.files.samples import docx_bytes

BACKEND = "django.contrib.auth.backends.ModelBackend"
REWORDED = "现就有关事项通知如下。\n一、加强巡查和打捞。\n二、公开结果。"


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def _bring(city: City, at: dt.datetime, text: str, name: str) -> ImportItem:
    batch = open_batch(organ=None, by=city.people[Role.CLERK], at=at)
    item = receive(batch=batch, name=name, stream=io.BytesIO(text.encode()), at=at)
    return read_item(item_id=item.pk, at=at)


@pytest.fixture
def draft(city: City, now: dt.datetime) -> Document:
    return _bring(city, now, notice(9), "初稿.txt").document


@pytest.fixture
def newer(city: City, now: dt.datetime, draft: Document) -> ImportItem:
    return _bring(city, now, notice(9, body=REWORDED, date="2026年11月5日"), "二稿.txt")


def _client(city: City, role: Role | None = Role.CLERK) -> Client:
    client = Client()
    client.force_login(city.people[role] if role else city.outsider, backend=BACKEND)
    return client


def _page(item: ImportItem) -> str:
    return f"/admin/disclosure/document/{item.document_id}/reload/{item.pk}/"


def test_a_file_of_a_known_number_is_offered_to_its_draft(
    city: City, draft: Document, newer: ImportItem
) -> None:
    assert (newer.state, newer.document) == (ImportState.OFFERED, draft)
    assert "请对照后载入该草稿" in newer.reason
    result = f"/admin/disclosure/importbatch/{newer.batch_id}/change/"
    assert _page(newer) in _client(city).get(result).content.decode()
    found = differences(draft, newer)
    assert sorted(found) == ["body", "signed_on"]
    assert found["signed_on"] == (dt.date(2026, 11, 2), dt.date(2026, 11, 5))


def test_what_is_ticked_is_taken_over(
    city: City, draft: Document, newer: ImportItem, now: dt.datetime
) -> None:
    client = _client(city)
    page = client.get(_page(newer)).content.decode()
    assert "<ins>" in page
    assert "二、公开结果。" in page
    assert "未改动的 1 段" in page
    first = draft.attachments.get()
    answer = client.post(_page(newer), {"take": ["body"]}, follow=True)
    assert "已载入新的文件" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.body == REWORDED
    assert draft.signed_on == dt.date(2026, 11, 2)
    assert [(row.title, row.is_source) for row in draft.attachments.all()] == [("二稿.txt", True)]
    first.file.refresh_from_db()
    assert first.file.destroyed_at is not None
    newer.refresh_from_db()
    assert newer.state == ImportState.FILED
    # The page is gone, and the same file is known from now on.
    assert client.get(_page(newer)).status_code == 404
    again = _bring(city, now, notice(9, body=REWORDED, date="2026年11月5日"), "二稿.txt")
    assert again.state == ImportState.DUPLICATE


def test_what_is_not_offered_is_not_taken(
    city: City, draft: Document, newer: ImportItem, now: dt.datetime
) -> None:
    given: dict[str, Any] = {"document": draft, "item_id": newer.pk, "at": now}
    clerk = city.people[Role.CLERK]
    for names in ([], ["abstract"], ["body", "status"]):
        with pytest.raises(ActRefused, match="请勾选要载入的内容"):
            load_file(names=names, by=clerk, **given)
    assert _client(city).post(_page(newer), {"take": ["status"]}).status_code == 409
    with pytest.raises(NotPermitted):
        load_file(names=["body"], by=city.outsider, **given)
    for role in (None, Role.SIGNER):
        client = _client(city, role)
        assert client.get(_page(newer)).status_code == 404
        assert client.post(_page(newer), {"take": ["body"]}).status_code == 404
        assert client.post(f"/admin/disclosure/document/{draft.pk}/reload/").status_code == 404


def test_in_review_nothing_is_loaded(
    city: City, draft: Document, newer: ImportItem, now: dt.datetime
) -> None:
    Document.objects.filter(pk=draft.pk).update(status=Status.SIGNING)
    assert _client(city).post(_page(newer), {"take": ["body"]}).status_code == 404
    again = _bring(city, now, notice(9, date="2026年11月6日"), "三稿.txt")
    assert (again.state, again.document) == (ImportState.FAILED, None)
    assert "请在该文件中添加附件" in again.reason


def test_from_the_page_of_the_draft(city: City, draft: Document, now: dt.datetime) -> None:
    client, door = _client(city), f"/admin/disclosure/document/{draft.pk}/reload/"
    file = io.BytesIO(docx_bytes(*notice(12, body=REWORDED).splitlines()))
    file.name = "另一文号.docx"
    answer = client.post(door, {"file": file})
    item = ImportItem.objects.get(name="另一文号.docx")
    assert answer["Location"] == _page(item)
    page = client.get(_page(item)).content.decode()
    assert "试府办〔2026〕12号" in page
    assert "没有不同" not in page
    for data, said in ((b"", "空"), (docx_bytes("机密★1年", "内容"), "标有密级")):
        file = io.BytesIO(data)
        file.name = "坏.docx"
        page = client.post(door, {"file": file}, follow=True).content.decode()
        assert said in page
    assert "请选择要载入的文件" in client.post(door, follow=True).content.decode()
    assert not ImportItem.objects.filter(name="坏.docx").exists()


def test_a_text_no_parser_knows_is_the_body(city: City, draft: Document, now: dt.datetime) -> None:
    stream = io.BytesIO("今天的菜单\n西红柿\n".encode())
    clerk = city.people[Role.CLERK]
    item = offer_file(document=draft, stream=stream, name="菜单.txt", by=clerk, at=now)
    assert "西红柿" in differences(draft, item)["body"][1]
    with pytest.raises(NotPermitted):
        offer_file(document=draft, stream=stream, name="菜单.txt", by=city.outsider, at=now)


def test_a_returned_document_takes_a_new_text(
    city: City, make_draft: Any, now: dt.datetime
) -> None:
    document = bring_to(make_draft(), "returned", cast=city.cast, at=now)
    item = _bring(city, now, notice(7, body=REWORDED), "改稿.txt")
    assert item.document == document
    clerk = city.people[Role.CLERK]
    load_file(document=document, item_id=item.pk, names=["body"], by=clerk, at=now)
    document.refresh_from_db()
    assert document.body == REWORDED
