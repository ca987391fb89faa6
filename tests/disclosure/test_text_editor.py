"""The editor's addresses: only those who may write a document reach them; what it sends is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from disclosure.models import Document
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.text.html import to_html
from portal.text.model import Figure, Paragraph, Table, Text, cell, words
from tests.builders import City
from tests.files.samples import image_bytes

pytestmark = pytest.mark.django_db
Make = Callable[..., Document]
BACKEND = "django.contrib.auth.backends.ModelBackend"
GRID = Table(((cell("区", across=2, is_header=True),), (cell("文汇区"), cell("120"))))


@pytest.fixture(autouse=True)
def no_lockout(settings: Any) -> None:
    settings.AXES_ENABLED = False


def of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def clerk(city: City) -> Client:
    return of(city.people[Role.CLERK])


def picture(name: str = "出入口.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, image_bytes(), "image/png")


def pictures_of(document: Document) -> str:
    return reverse("admin:disclosure_document_pictures", args=[document.pk])


def put(client: Client, document: Document) -> str:
    answer = client.post(pictures_of(document), {"file": picture()})
    assert answer.status_code == 200, answer.content.decode()
    file: str = answer.json()["file"]
    return file


def saved(client: Client, document: Document, body: str) -> Any:
    """Send the form as it stands, with another body."""
    address = reverse("admin:disclosure_document_change", args=[document.pk])
    form = client.get(address).context["adminform"].form
    given = {field.html_name: field.value() for field in form}
    given = {name: value for name, value in given.items() if value not in (None, False)}
    return client.post(address, {**given, "body": body})


def edited(*blocks: Any) -> str:
    return f"<div data-text>{to_html(Text(blocks))}</div>"


def test_a_text_with_a_table_and_a_picture_is_kept(
    clerk: Client, make_draft: Make, city: City
) -> None:
    document = make_draft()
    shown = Figure(put(clerk, document), "停车场出入口")
    answer = saved(clerk, document, edited(Paragraph(words("通知如下。")), GRID, shown))
    assert answer.status_code == 302
    document.refresh_from_db()
    assert document.text.blocks == (Paragraph(words("通知如下。")), GRID, shown)
    assert document.body.startswith("通知如下。\n区\t")
    address = reverse("admin:disclosure_document_picture", args=[document.pk, shown.file])
    served = clerk.get(address)
    assert (served.getvalue(), served["Content-Type"]) == (image_bytes(), "image/png")
    assert "no-store" in served["Cache-Control"]
    page = clerk.get(reverse("admin:disclosure_document_change", args=[document.pk]))
    assert pictures_of(document) in page.content.decode()


def test_plain_lines_keep_what_they_do_not_say(clerk: Client, make_draft: Make) -> None:
    document = make_draft()
    saved(clerk, document, edited(Paragraph(words("通知如下。")), GRID))
    document.refresh_from_db()
    assert saved(clerk, document, document.body.replace("如下", "于后")).status_code == 302
    document.refresh_from_db()
    assert document.text.blocks == (Paragraph(words("通知于后。")), GRID)


def test_a_picture_without_words_is_refused_and_nothing_is_lost(
    clerk: Client, make_draft: Make
) -> None:
    document = make_draft()
    before = document.text
    answer = saved(
        clerk, document, edited(Figure(put(clerk, document), ""), Paragraph(words("新")))
    )
    assert "没有替代文字" in answer.content.decode()
    assert "新</textarea>" in answer.content.decode()
    document.refresh_from_db()
    assert document.text == before


def test_a_picture_of_another_document_is_refused(clerk: Client, make_draft: Make) -> None:
    other, document = make_draft(), make_draft(doc_number="")
    before = document.text
    saved(clerk, document, edited(Figure(put(clerk, other), "他件的图")))
    document.refresh_from_db()
    assert document.text == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "请选择图片文件。"),
        ({"file": SimpleUploadedFile("a.txt", "文字".encode())}, "正文里只能插入图片"),
        ({"file": SimpleUploadedFile("a.png", b"")}, ""),
    ],
)
def test_what_is_no_picture_is_refused(
    clerk: Client, make_draft: Make, given: dict[str, Any], said: str
) -> None:
    answer = clerk.post(pictures_of(make_draft()), given)
    assert answer.status_code == 400
    assert said in answer.json()["problem"]


def test_outsiders_find_nothing(clerk: Client, make_draft: Make, city: City) -> None:
    document = make_draft()
    file = put(clerk, document)
    seen = reverse("admin:disclosure_document_picture", args=[document.pk, file])
    pasted = reverse("admin:disclosure_document_pasted")
    for client in (Client(), of(User.objects.create_user("citizen"))):
        for address in (pictures_of(document), pasted):
            assert client.post(address, {"file": picture()}).status_code in (302, 403)
        assert client.get(seen).status_code in (302, 403)
    elsewhere = of(city.outsider)
    assert elsewhere.get(seen).status_code == 404
    assert elsewhere.post(pictures_of(document), {"file": picture()}).status_code == 404
    reviewer = of(city.people[Role.SIGNER])
    assert reviewer.get(seen).getvalue() == image_bytes()
    assert reviewer.post(pictures_of(document), {"file": picture()}).status_code == 404
    assert clerk.get(pictures_of(document)).status_code == 405


def test_what_is_pasted_is_read_and_not_kept(clerk: Client, city: City) -> None:
    address = reverse("admin:disclosure_document_pasted")
    count = Document.objects.count()
    answer = clerk.post(address, {"html": "<p style='x'>一<script>1</script></p><img src=x>"})
    assert json.loads(answer.content) == {
        "html": "<p>一</p>",
        "said": "已粘贴；1张图片没有带过来，请用“图片”按钮上传。",
    }
    assert clerk.post(address, {"text": "第一条　一"}).json()["html"] == (
        '<article data-number="第一条">一</article>'
    )
    deep = clerk.post(address, {"html": "<div>" * 200})
    assert (deep.status_code, deep.json()["problem"]) == (400, "粘贴的内容不能识别：嵌套过深。")
    assert clerk.get(address).status_code == 405
    assert Document.objects.count() == count
