"""Bad files, scripts and dates through the staff's pages."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any, BinaryIO, cast

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from disclosure.choices import ImportState
from disclosure.forms.documents import DocumentForm
from disclosure.models import Document, ImportBatch, ImportItem
from disclosure.services.imports import open_batch, read_item, receive
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.site.demo.builders import bring_to
from tests.builders import City, complete_elements, draft
from tests.disclosure.bad_files import (
    BACKEND,
    BAD_FILES,
    MIB,
    Zeros,
    kept_name,
    memory_limit,
    nothing_half_saved,
    notice,
)


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    """Signing in without a form has no request for the lockout to look at."""
    settings.AXES_ENABLED = False


@pytest.fixture
def clerk(city: City) -> User:
    return city.people[Role.CLERK]


# --- through the staff's page ---


def _file(data: bytes, name: str) -> BinaryIO:
    stream = io.BytesIO(data)
    stream.name = name
    return stream


def _upload(client: Client, files: list[BinaryIO], capture: Any) -> str:
    with capture(execute=True):
        address = reverse("admin:disclosure_importbatch_add")
        answer = client.post(address, {"organ": "", "files": files})
    assert answer.status_code == 302
    return str(client.get(answer["Location"]).content.decode())


def test_upload_of_every_bad_file_beside_good_ones(
    client: Client,
    clerk: User,
    settings: Settings,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client.force_login(clerk, BACKEND)
    files = [_file(notice(1).encode(), "头.txt")]
    files += [_file(make(), name) for name, make, _ in BAD_FILES]
    files.append(_file(notice(2).encode("gbk"), "尾.txt"))
    page = _upload(client, files, django_capture_on_commit_callbacks)
    for place, (name, _, message) in enumerate(BAD_FILES, start=2):
        assert kept_name(name, place) in page
        assert message in page
    assert Document.objects.count() == 2
    assert ImportItem.objects.filter(state=ImportState.FAILED).count() == len(BAD_FILES)
    nothing_half_saved(settings)


def test_nothing_chosen(client: Client, clerk: User) -> None:
    client.force_login(clerk, BACKEND)
    answer = client.post(reverse("admin:disclosure_importbatch_add"), {"organ": ""})
    assert "请选择要导入的文件" in answer.content.decode()
    assert ImportBatch.objects.count() == 0


def test_200_megabytes_to_the_service(clerk: User, now: dt.datetime, settings: Settings) -> None:
    stream = Zeros(b"%PDF-1.7", 200 * MIB, b"%%EOF")
    batch = open_batch(organ=None, by=clerk, at=now)
    item = receive(batch=batch, name="大.pdf", stream=cast("BinaryIO", stream), at=now)
    assert (item.state, item.source) == (ImportState.FAILED, None)
    assert "文件超过 50 MB" in item.reason
    assert stream.served == 0
    nothing_half_saved(settings)


def test_200_megabytes_through_the_page(
    client: Client, clerk: User, settings: Settings, django_capture_on_commit_callbacks: Any
) -> None:
    """The body is made while the server reads it; a good file comes behind the huge one."""
    client.force_login(clerk, BACKEND)

    def part(name: str, file: str, data: bytes) -> bytes:
        head = f'--X\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        return head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + data

    body = Zeros(
        part("files", "大.pdf", b"%PDF-1.7"),
        200 * MIB,
        b"\r\n" + part("files", "好.txt", notice(1).encode()) + b"\r\n--X--\r\n",
    )
    environment = {
        "wsgi.input": body,
        "CONTENT_LENGTH": str(body.size),
        "CONTENT_TYPE": "multipart/form-data; boundary=X",
    }
    with memory_limit(150 * MIB), django_capture_on_commit_callbacks(execute=True):
        answer = client.generic(
            "POST",
            reverse("admin:disclosure_importbatch_add"),
            **cast("Any", environment),
        )
    assert answer.status_code == 302, answer.context["form"].errors
    page = client.get(answer["Location"]).content.decode()
    assert "文件超过 50 MB，请压缩图片或拆分后再上传" in page
    assert Document.objects.count() == 1
    nothing_half_saved(settings)


# --- script, and dates in the form ---

SCRIPT = "<script>alert(1)</script>"


def test_script_in_a_title_is_text_everywhere(
    client: Client, city: City, clerk: User, now: dt.datetime
) -> None:
    title = f"关于{SCRIPT}的通知"
    document = draft(city, title=title, body=f"{SCRIPT}\n一、{SCRIPT}", abstract=SCRIPT)
    assert document.title == title
    bring_to(document, "published", cast=city.cast, at=now)
    pages = [document.get_absolute_url(), reverse("disclosure:sheet", args=[document.pk])]
    client.force_login(clerk, BACKEND)
    pages += [
        reverse("admin:disclosure_document_change", args=[document.pk]),
        f"{reverse('admin:disclosure_document_changelist')}?queue=all",
    ]
    for address in pages:
        html = client.get(address).content.decode()
        assert "alert(1)" in html, address
        assert SCRIPT not in html, address


def test_script_in_an_uploaded_title(
    client: Client, clerk: User, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(clerk, BACKEND)
    text = notice(9, title=f"关于做好{SCRIPT}工作的通知")
    name = "<img src=x onerror=alert(2)>.txt"
    page = _upload(client, [_file(text.encode(), name)], django_capture_on_commit_callbacks)
    assert SCRIPT not in page
    assert "<img src=x" not in page
    assert Document.objects.get().title == f"关于做好{SCRIPT}工作的通知"


def test_31_february_in_the_form(city: City, client: Client, clerk: User) -> None:
    form = DocumentForm({"organ": city.office.pk, "title": "甲", "signed_on": "2026-02-31"})
    assert "日历上有的日子" in form.errors["signed_on"][0]
    document = draft(city)
    client.force_login(clerk, BACKEND)
    address = reverse("admin:disclosure_document_change", args=[document.pk])
    elements = complete_elements(signed_on="2026-02-31")
    elements["theme"], elements["category"] = elements["theme"].pk, elements["category"].pk
    page = client.post(address, {**elements, "issuer_names": "试江市人民政府办公室"})
    assert page.status_code == 400
    assert "日期应为日历上有的日子" in page.content.decode()
    document.refresh_from_db()
    assert document.signed_on == dt.date(2026, 11, 2)


def test_an_issuer_name_without_end_is_refused_in_the_form(city: City) -> None:
    form = DocumentForm({"organ": city.office.pk, "title": "甲", "issuer_names": "长" * 201})
    assert "不超过200字" in form.errors["issuer_names"][0]


def test_a_file_read_twice_is_filed_once(clerk: User, now: dt.datetime) -> None:
    batch = open_batch(organ=None, by=clerk, at=now)
    item = receive(batch=batch, name="a.txt", stream=io.BytesIO(notice(1).encode()), at=now)
    for _ in range(2):
        read_item(item_id=item.pk, at=now)
    assert Document.objects.count() == 1


@pytest.mark.parametrize("number", ["abc", "%00", "1.5", "９９x"])
def test_a_batch_that_is_no_number_is_not_found(client: Client, clerk: User, number: str) -> None:
    client.force_login(clerk, BACKEND)
    for send in (client.get, client.post):
        assert send(f"/admin/disclosure/importbatch/{number}/change/").status_code == 404
