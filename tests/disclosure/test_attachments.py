"""Attachments of a draft: named, put in order, replaced, taken out; what was public is kept."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from disclosure.blockers import for_submission
from disclosure.models import Document, DocumentAttachment, ImportItem
from disclosure.services import review
from disclosure.services.attachments import (
    attach,
    change_attachment,
    remove_attachment,
    replace_attachment,
)
from disclosure.services.imports import open_batch, read_item, receive
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.files.models import FileReading, StoredFile
from portal.site.demo.builders import bring_to
from tests.builders import City
from tests.files.samples import docx_bytes, identity_number, pdf_bytes

BACKEND = "django.contrib.auth.backends.ModelBackend"
NUMBER = identity_number()
Make = Callable[..., Document]


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def given(city: City, now: dt.datetime) -> dict[str, Any]:
    return {"by": city.people[Role.CLERK], "at": now}


def _attach(document: Document, given: dict[str, Any], name: str, text: str = "正文") -> Any:
    return attach(document=document, stream=io.BytesIO(docx_bytes(text)), name=name, **given)


def _client(city: City, role: Role | None = Role.CLERK) -> Client:
    client = Client()
    user = city.people[role] if role else city.outsider
    client.force_login(user, backend=BACKEND)
    return client


def _door(attachment: DocumentAttachment, name: str = "attachment") -> str:
    keys = {"pk": attachment.document_id, "number": attachment.pk}
    return reverse(f"admin:disclosure_document_{name}", kwargs=keys)


def _titles(document: Document) -> list[str]:
    return [row.title for row in document.attachments.all()]


def _codes(document: Document) -> set[str]:
    on = dt.date(2026, 11, 20)
    return {blocker.code for blocker in for_submission(document, on=on)}


def test_a_file_name_is_no_title(make_draft: Make, given: dict[str, Any]) -> None:
    assert _attach(make_draft(), given, "收费 目录.docx").title == "收费 目录"


def test_a_list_with_a_number_is_taken_out_and_nothing_of_it_stays(
    make_draft: Make, given: dict[str, Any]
) -> None:
    document = make_draft()
    attachment = _attach(document, given, "名单.docx", f"身份证号：{NUMBER}")
    assert "personal_data" in _codes(document)
    stored = attachment.file
    received, copy = stored.received, stored.cleaned or stored.received
    remove_attachment(attachment=attachment, **given)
    assert _codes(document) == set()
    stored.refresh_from_db()
    assert (stored.text, stored.sha256, stored.destroyed_at) == ("", "", given["at"])
    assert not FileReading.objects.filter(file=stored).exists()
    assert received.name
    assert copy.name
    entry = AuditEntry.objects.get(action="disclosure.remove_attachment")
    assert (entry.details["kept"], NUMBER in str(entry.details)) == (False, False)
    assert "个人信息保护法" in str(AuditEntry.objects.get(action="files.destroy").legal_basis)


def test_a_number_in_the_file_name_goes_by_a_new_name(
    make_draft: Make, given: dict[str, Any]
) -> None:
    document = make_draft()
    attachment = _attach(document, given, f"卫某某 {NUMBER} 申请表.docx")
    assert "personal_data" in _codes(document)
    change_attachment(
        attachment=attachment, title="申请表", file_name="申请表.docx", place=1, **given
    )
    assert _codes(document) == set()
    attachment.refresh_from_db()
    assert (attachment.title, attachment.file.name) == ("申请表", "申请表.docx")
    assert NUMBER not in str(list(FileReading.objects.values("passages", "findings")))
    assert NUMBER not in str(list(AuditEntry.objects.values_list("summary", "details")))


@pytest.mark.parametrize(
    ("title", "file_name", "said"),
    [
        (" ", "甲", "请填写附件名称"),
        ("甲", " ", "请填写文件名"),
        ("甲", "../甲", "请填写文件名，不含"),
        ("甲", "甲" * 251, "文件名最多250字"),
        ("甲" * 201, "甲", "附件名称最多200字"),
    ],
)
def test_what_is_no_name_is_refused(
    make_draft: Make, given: dict[str, Any], title: str, file_name: str, said: str
) -> None:
    attachment = _attach(make_draft(), given, "甲.docx")
    with pytest.raises(ActRefused, match=said):
        change_attachment(attachment=attachment, title=title, file_name=file_name, place=1, **given)


@pytest.mark.parametrize(
    ("place", "order"), [(1, "乙甲丙"), (2, "甲乙丙"), (3, "甲丙乙"), (99, "甲丙乙")]
)
def test_order(make_draft: Make, given: dict[str, Any], place: int, order: str) -> None:
    document = make_draft()
    rows = [_attach(document, given, f"{name}.docx", name) for name in "甲乙丙"]
    change_attachment(attachment=rows[1], title="乙", file_name="乙", place=place, **given)
    assert "".join(_titles(document)) == order


def test_the_same_file_by_another_name_is_refused(make_draft: Make, given: dict[str, Any]) -> None:
    document, content = make_draft(), docx_bytes("甲")
    stream = io.BytesIO(content)
    first = attach(document=document, stream=stream, name="补贴标准.docx", **given)
    second = _attach(document, given, "申请表.docx", "乙")
    said = "和附件“补贴标准”内容完全相同"
    with pytest.raises(ActRefused, match=said):
        attach(document=document, stream=io.BytesIO(content), name="附件2.docx", **given)
    stream = io.BytesIO(content)
    with pytest.raises(ActRefused, match=said):
        replace_attachment(attachment=second, stream=stream, name="新.docx", **given)
    assert list(document.attachments.all()) == [first, second]
    # Of another document it may be an attachment as well.
    stream = io.BytesIO(content)
    assert attach(document=make_draft(), stream=stream, name="补贴标准.docx", **given).position == 1


def test_another_file_takes_the_place(make_draft: Make, given: dict[str, Any]) -> None:
    document = make_draft()
    attachment = _attach(document, given, "旧.docx", f"身份证号：{NUMBER}")
    former = attachment.file
    stream = io.BytesIO(pdf_bytes("新的目录"))
    replace_attachment(attachment=attachment, stream=stream, name="新.pdf", **given)
    attachment.refresh_from_db()
    former.refresh_from_db()
    assert (attachment.title, attachment.file.name) == ("旧", "新.pdf")
    assert (former.text, former.destroyed_at is None) == ("", False)
    assert _codes(document) == set()


def test_what_was_public_is_kept_and_asks_for_a_reason(
    city: City, make_draft: Make, given: dict[str, Any], now: dt.datetime
) -> None:
    document = make_draft()
    wrong = _attach(document, given | {"at": now - dt.timedelta(hours=2)}, "错.docx")
    bring_to(document, "published", cast=city.cast, at=now - dt.timedelta(hours=1))
    with pytest.raises(NotPermitted):
        remove_attachment(attachment=wrong, reason="放错了", **given)
    review.withdraw(document=document, reason="附件有误", by=city.people[Role.SIGNER], at=now)
    review.reopen(document=document, **given)
    later = _attach(document, given, "对.docx", "对的")
    with pytest.raises(ActRefused, match="曾经公开"):
        remove_attachment(attachment=wrong, **given)
    remove_attachment(attachment=wrong, reason="放错了", **given)
    stored = StoredFile.objects.get(pk=wrong.file_id)
    assert (stored.destroyed_at, stored.text) == (None, "正文")
    assert Client().get(f"/files/{stored.public_id}/").status_code == 404
    entry = AuditEntry.objects.get(action="disclosure.remove_attachment")
    assert (entry.details["reason"], entry.details["kept"]) == ("放错了", True)
    remove_attachment(attachment=later, **given)
    assert _titles(document) == []


def test_the_source_of_an_import_goes_with_what_was_read_from_it(
    city: City, given: dict[str, Any], now: dt.datetime
) -> None:
    text = (
        "关于绿化的通知\n试府办〔2026〕8号\n各区：\n请落实。\n试江市人民政府办公室\n2026年11月2日\n"
    )
    batch = open_batch(organ=city.office, **given)
    item = receive(batch=batch, name="通知.txt", stream=io.BytesIO(text.encode()), at=now)
    document = read_item(item_id=item.pk, at=now).document
    attached = _attach(document, given, "附表.docx")
    assert attached.position == 2
    change_attachment(attachment=attached, title="附表", file_name="附表", place=1, **given)
    assert _titles(document) == ["附表", "通知.txt"]
    remove_attachment(attachment=document.attachments.get(is_source=True), **given)
    item.refresh_from_db()
    assert (item.name, item.elements) == ("已销毁的文件", {})
    assert not ImportItem.objects.filter(sha256=item.source.sha256).exclude(sha256="").exists()


def test_only_the_clerks_of_the_organ_in_a_draft(
    city: City, make_draft: Make, given: dict[str, Any], now: dt.datetime
) -> None:
    document = make_draft()
    attachment = _attach(document, given, "甲.docx")
    for by in (city.outsider, city.people[Role.SIGNER], city.people[Role.SECRECY_REVIEWER]):
        with pytest.raises(NotPermitted):
            remove_attachment(attachment=attachment, by=by, at=now)
    for role in (None, Role.SIGNER):
        for name in ("attachment", "replace", "remove"):
            client = _client(city, role)
            assert client.get(_door(attachment, name)).status_code == 404
            assert client.post(_door(attachment, name)).status_code == 404
    bring_to(document, "signing", cast=city.cast, at=now)
    assert _client(city).post(_door(attachment, "remove")).status_code == 404
    with pytest.raises(NotPermitted, match="退回后才能修改"):
        remove_attachment(attachment=attachment, **given)


def test_the_blocker_leads_to_what_mends_it(
    city: City, make_draft: Make, given: dict[str, Any]
) -> None:
    document = make_draft()
    attachment = _attach(document, given, "名单.docx", f"身份证号：{NUMBER}")
    client, record = _client(city), f"/admin/disclosure/document/{document.pk}/change/"
    page = client.get(record).content.decode()
    assert f'<a href="{_door(attachment)}">附件“名单”含身份证号' in page
    here = client.get(_door(attachment)).content.decode()
    for name in ("redact", "replace", "remove"):
        assert f"{_door(attachment, name)}" in here
    answer = client.post(_door(attachment, "remove"), follow=True)
    assert answer.redirect_chain == [(record, 302)]
    assert "已移除附件“名单”" in answer.content.decode()
    assert "没有附件" in answer.content.decode()


def test_a_refused_form_keeps_what_was_typed(
    city: City, make_draft: Make, given: dict[str, Any]
) -> None:
    attachment = _attach(make_draft(), given, "甲.docx")
    client = _client(city)
    typed = {"title": "收费目录", "file_name": "", "place": "1"}
    answer = client.post(_door(attachment), typed)
    assert (answer.status_code, "收费目录" in answer.content.decode()) == (400, True)
    answer = client.post(_door(attachment), {**typed, "file_name": "a/b"})
    assert (answer.status_code, "收费目录" in answer.content.decode()) == (409, True)
    wrong = io.BytesIO(b"nothing")
    wrong.name = "甲.docx"
    answer = client.post(_door(attachment, "replace"), {"file": wrong})
    assert answer.status_code == 409
    assert client.get(_door(attachment, "replace")).status_code == 404
    attachment.refresh_from_db()
    assert attachment.title == "甲"
    assert client.post(_door(attachment), {**typed, "file_name": "b"}).status_code == 302


def test_an_attachment_taken_out_meanwhile_says_so(make_draft: Make, given: dict[str, Any]) -> None:
    attachment = _attach(make_draft(), given, "甲.docx")
    DocumentAttachment.objects.filter(pk=attachment.pk).delete()
    with pytest.raises(ActRefused, match="已经移除"):
        remove_attachment(attachment=attachment, **given)
