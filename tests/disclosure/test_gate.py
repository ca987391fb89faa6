"""The gate before publication: what is published is what was checked, item by item."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from disclosure.blockers import for_submission
from disclosure.models import Confirmation, Document, DocumentAttachment, ImportItem
from disclosure.scan import scan
from disclosure.services import review
from disclosure.services.attachments import attach
from disclosure.services.destruction import destroy_attachment
from disclosure.services.documents import correct_document
from disclosure.services.imports import open_batch, receive
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.acts.refusals import Blocked
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.files.models import FileReading, StoredFile
from portal.files.services import SecretFile, read_file
from portal.site.demo.builders import bring_to
from tests.builders import City
from tests.files.samples import (
    docx_bytes,
    docx_with_body,
    identity_number,
    image_bytes,
    pdf_bytes,
    saved,
    scanned_pdf,
)

BACKEND = "django.contrib.auth.backends.ModelBackend"
TODAY = dt.date(2026, 11, 20)
NUMBER = identity_number()
Make = Callable[..., Document]


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def _codes(document: Document) -> list[str]:
    return sorted({blocker.code for blocker in for_submission(document, on=TODAY)})


def _said(document: Document) -> str:
    return "".join(blocker.message for blocker in for_submission(document, on=TODAY))


def _attach(
    city: City, document: Document, data: bytes, name: str, title: str = ""
) -> DocumentAttachment:
    clerk, at = city.people[Role.CLERK], dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)
    stream = io.BytesIO(data)
    return attach(document=document, stream=stream, name=name, title=title, by=clerk, at=at)


def _with_header(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("名单见附表")
    document.sections[0].header.paragraphs[0].text = text
    return saved(document)


def test_every_public_element_is_scanned(city: City, make_draft: Make) -> None:
    fields = ("title", "abstract", "body", "recipients", "copy_to", "rule_note", "printed_by")
    for name in (*fields, "attached_instrument", "filing_no"):
        document = make_draft(doc_number="", **{name: f"见 {NUMBER}"})
        assert "personal_data" in _codes(document), name
        assert NUMBER not in _said(document)
    assert "personal_data" in _codes(make_draft(doc_number="", issuers=[f"甲 {NUMBER}"]))
    assert "secrecy_mark" in _codes(make_draft(doc_number="", recipients="机密★1年"))


def test_title_and_name_of_an_attachment_are_scanned(city: City, make_draft: Make) -> None:
    for number, (name, title) in enumerate(
        ((f"卫某某 {NUMBER} 申请表.docx", "申请表"), ("申请表.docx", f"卫某某 {NUMBER}"))
    ):
        document = make_draft(doc_number=f"试府办〔2026〕{number + 20}号")
        _attach(city, document, docx_bytes("正文"), name, title)
        assert _codes(document) == ["personal_data"]
        assert NUMBER not in _said(document)


def test_what_the_cleaned_copy_says_blocks(city: City, make_draft: Make, now: dt.datetime) -> None:
    document = make_draft()
    _attach(city, document, _with_header(f"经办 {NUMBER}"), "名单.docx")
    assert _codes(document) == ["personal_data"]
    with pytest.raises(Blocked, match="页眉"):
        review.submit(document=document, by=city.people[Role.CLERK], at=now)


def test_what_the_cleaner_takes_out_does_not_block(city: City, make_draft: Make) -> None:
    deleted = f'<w:del w:id="1" w:author="a"><w:r><w:delText>{NUMBER}</w:delText></w:r></w:del>'
    document = make_draft()
    _attach(city, document, docx_with_body(f"<w:p>{deleted}</w:p>"), "名单.docx")
    assert _codes(document) == []


def test_a_file_with_a_secrecy_mark_is_refused_before_anything_is_kept(
    city: City, make_draft: Make, now: dt.datetime, settings: Settings
) -> None:
    document = make_draft()
    secret = (
        (docx_bytes("秘密★1年", "关于开展检查的通知"), "检查.docx"),
        (_with_header("机 密 ★ 长期"), "检查.docx"),
        (pdf_bytes("绝密★长期\n\n关于开展检查的通知"), "检查.pdf"),
        ("密级：机密\n关于开展检查的通知".encode(), "检查.txt"),
        (docx_bytes("关于开展检查的通知"), "机密★1年 检查.docx"),
    )
    entries = AuditEntry.objects.count()
    for data, name in secret:
        with pytest.raises(SecretFile, match="没有保存"):
            _attach(city, document, data, name)
    batch = open_batch(organ=city.office, by=city.people[Role.CLERK], at=now)
    for data, name in secret:
        item = receive(batch=batch, name=name, stream=io.BytesIO(data), at=now)
        assert (item.source, item.sha256) == (None, "")
        assert "检查" not in item.name + str(item.elements)
    assert not StoredFile.objects.exists()
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []
    assert AuditEntry.objects.count() == entries
    assert ImportItem.objects.exclude(reason__contains="不得进入本系统").count() == 0


def test_words_about_secrets_are_let_in(city: City, make_draft: Make) -> None:
    document = make_draft(body="做好保守国家秘密、保护商业秘密工作。")
    _attach(city, document, docx_bytes("国家秘密的密级分为绝密、机密、秘密三级。"), "说明.docx")
    assert _codes(document) == []


def test_unread_parts_are_confirmed_one_by_one(
    city: City, make_draft: Make, now: dt.datetime
) -> None:
    document = make_draft()
    _attach(city, document, scanned_pdf(), "扫描件.pdf")
    _attach(city, document, image_bytes(size=(200, 100)), "照片.png")
    assert _codes(document) == ["unread_part"]
    first, second = scan(document).doubtful
    reviewer = city.people[Role.OPENNESS_REVIEWER]
    given: dict[str, Any] = {"document": document, "at": now}
    for by in (city.people[Role.CLERK], city.people[Role.SIGNER], city.outsider):
        with pytest.raises(NotPermitted):
            review.confirm_items(**given, items=[first.key], reason="看过", by=by)
    for items, reason in (([], "看过"), (["x"], "看过"), ([first.key], " ")):
        with pytest.raises(ActRefused):
            review.confirm_items(**given, items=items, reason=reason, by=reviewer)
    review.confirm_items(**given, items=[first.key], reason="逐页看过", by=reviewer)
    assert second.part in _said(document)
    assert first.part not in _said(document)
    review.confirm_items(**given, items=[second.key], reason="是会场照片", by=reviewer)
    assert _codes(document) == []
    assert [row.reason for row in Confirmation.objects.order_by("id")] == ["逐页看过", "是会场照片"]


def test_a_confirmation_is_for_one_content(city: City, make_draft: Make, now: dt.datetime) -> None:
    document = make_draft(body="联系人手机：19912345678。")
    reviewer = city.people[Role.OPENNESS_REVIEWER]
    keys = [found.key for found in scan(document).doubtful]
    review.confirm_items(document=document, items=keys, reason="同意", by=reviewer, at=now)
    assert _codes(document) == []
    correct_document(
        document=document,
        by=city.people[Role.CLERK],
        at=now,
        elements={"body": "联系人手机：19912345678。另见附件。"},
    )
    document.refresh_from_db()
    assert _codes(document) == ["personal_data_warning"]


def test_an_unread_file_waits_and_a_lost_task_costs_a_retry(
    city: City, make_draft: Make, now: dt.datetime, settings: Settings
) -> None:
    settings.READ_FILES_AT_ONCE = False
    document = make_draft()
    stored = _attach(city, document, docx_bytes("正文"), "说明.docx").file
    assert _codes(document) == ["file_waiting"]
    with pytest.raises(Blocked, match="正在检查"):
        review.submit(document=document, by=city.people[Role.CLERK], at=now)
    first = read_file(file_id=stored.pk, at=now)
    again = read_file(file_id=stored.pk, at=now + dt.timedelta(hours=1))
    assert first == again
    assert FileReading.objects.get().read_at == now
    assert _codes(document) == []
    FileReading.objects.update(rules="older")
    assert _codes(document) == ["file_waiting"]


def test_signing_publishes_the_copy_that_was_read(
    city: City, make_draft: Make, now: dt.datetime
) -> None:
    document = make_draft()
    stored = _attach(city, document, docx_bytes("正文"), "说明.docx").file
    document = bring_to(document, "signing", cast=city.cast, at=now)
    FileReading.objects.filter(file=stored).update(cleaned_sha256="0" * 64)
    with pytest.raises(Blocked, match="正在检查"):
        review.sign(document=document, by=city.people[Role.SIGNER], at=now)
    stored.refresh_from_db()
    FileReading.objects.filter(file=stored).update(cleaned_sha256=stored.cleaned_sha256)
    assert review.sign(document=document, by=city.people[Role.SIGNER], at=now).is_published


def test_what_cannot_be_cleaned_says_why_at_once(city: City, make_draft: Make) -> None:
    document = make_draft()
    _attach(city, document, "<html><body>通知</body></html>".encode(), "通知.html")
    assert _codes(document) == ["file_refused"]
    assert "另存为" in _said(document)


def test_destroying_leaves_a_record_and_nothing_else(
    city: City,
    make_draft: Make,
    now: dt.datetime,
    settings: Settings,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    document = make_draft()
    attachment = _attach(city, document, docx_bytes("某某机密内容"), "某某名单.docx")
    stored = attachment.file
    for by in (city.people[Role.CLERK], city.outsider):
        with pytest.raises(NotPermitted):
            destroy_attachment(attachment=attachment, reason="标有密级", by=by, at=now)
    secrecy = city.people[Role.SECRECY_REVIEWER]
    with django_capture_on_commit_callbacks(execute=True):
        destroy_attachment(attachment=attachment, reason="标有密级", by=secrecy, at=now)
    stored.refresh_from_db()
    assert (stored.text, stored.sha256, stored.name) == ("", "", "已销毁的文件.docx")
    assert not FileReading.objects.exists()
    assert not document.attachments.exists()
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []
    entry = AuditEntry.objects.filter(action="files.destroy").get()
    assert entry.details == {"reason": "标有密级"}
    assert read_file(file_id=stored.pk, at=now) is None


def test_the_command_destroys_what_no_page_reaches(
    city: City, now: dt.datetime, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    clerk = city.people[Role.CLERK]
    batch = open_batch(organ=city.office, by=clerk, at=now)
    text = "关于某事的通知\n各单位：\n内容。".encode()
    item = receive(batch=batch, name="某事.txt", stream=io.BytesIO(text), at=now)
    assert item.source is not None
    with django_capture_on_commit_callbacks(execute=True):
        call_command(
            "destroy_file", str(item.source.public_id), "--by", clerk.username, "--reason", "误传"
        )
    item.refresh_from_db()
    item.source.refresh_from_db()
    assert (item.name, item.elements, item.source.text) == ("已销毁的文件", {}, "")


def _page(client: Client, user: Any, address: str) -> tuple[int, str]:
    client.force_login(user, BACKEND)
    answer = client.get(address, follow=True)
    return answer.status_code, answer.content.decode()


@pytest.mark.usefixtures("at_noon")
def test_the_record_page_shows_findings_and_takes_confirmations(
    client: Client, city: City, make_draft: Make, now: dt.datetime
) -> None:
    document = bring_to(
        make_draft(body="联系人手机：19912345678。"), Status.DRAFT, cast=city.cast, at=now
    )
    _attach(city, document, scanned_pdf(), "扫描件.pdf")
    reviewer = city.people[Role.OPENNESS_REVIEWER]
    address = reverse("admin:disclosure_document_change", args=[document.pk])
    status, text = _page(client, reviewer, address)
    assert status == 200
    assert text.count("待确认") == 2
    assert "第 1 页" in text
    assert "199****5678" in text
    keys = [found.key for found in scan(document).doubtful]
    act = reverse("admin:disclosure_document_act", args=[document.pk, "confirm_personal_data"])
    answer = client.post(act, {"items": keys, "reason": "逐项看过"})
    assert answer.status_code == 302
    _, text = _page(client, reviewer, address)
    assert text.count("已确认") == 2
    assert text.count("逐项看过") >= 2


@pytest.mark.usefixtures("at_noon")
def test_the_list_of_confirmations_is_for_supervisors_of_the_organ(
    client: Client, city: City, make_draft: Make, now: dt.datetime
) -> None:
    document = make_draft(body="联系人手机：19912345678。")
    keys = [found.key for found in scan(document).doubtful]
    reviewer = city.people[Role.OPENNESS_REVIEWER]
    review.confirm_items(document=document, items=keys, reason="本人书面同意", by=reviewer, at=now)
    address = reverse("admin:disclosure_confirmation_changelist")
    for role in (Role.SUPERVISOR, Role.OPENNESS_REVIEWER):
        status, text = _page(client, city.people[role], address)
        assert (status, "本人书面同意" in text, "19912345678" in text) == (200, True, False)
    _, text = _page(client, city.outsider, address)
    assert "本人书面同意" not in text
    assert document.title not in text
    client.force_login(city.people[Role.CLERK], BACKEND)
    assert client.get(address).status_code == 403


@pytest.mark.usefixtures("at_noon")
def test_outsiders_destroy_nothing(client: Client, city: City, make_draft: Make) -> None:
    document = make_draft()
    attachment = _attach(city, document, docx_bytes("正文"), "说明.docx")
    address = reverse("admin:disclosure_document_destroy", args=[document.pk, attachment.pk])
    client.force_login(city.outsider, BACKEND)
    assert client.post(address, {"reason": "x"}).status_code == 404
    client.force_login(city.people[Role.CLERK], BACKEND)
    client.post(address, {"reason": "x"})
    assert document.attachments.exists()
    client.force_login(city.people[Role.SECRECY_REVIEWER], BACKEND)
    assert client.get(address).status_code == 405
    client.post(address, {"reason": "标有密级"})
    assert not document.attachments.exists()
