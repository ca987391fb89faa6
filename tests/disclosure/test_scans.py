"""A scan becomes a document: its text recognised and named so, its picture the original."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from noto_cjk_sans_otc import FONT_PATH
from PIL import Image, ImageDraw, ImageFont
from pytest_django import Settings

from disclosure.choices import ImportState
from disclosure.models import Document, ImportItem
from disclosure.presenters.rows import row_of
from disclosure.services.imports import open_batch, read_item, receive
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.files import tasks
from portal.files.choices import Recognition
from portal.files.models import FileStructure, StoredFile
from portal.files.originals import page_picture
from portal.files.recognition import give_up, recognise_file
from portal.files.services import destroy_file
from tests.builders import City
from tests.files.samples import saved_picture
from tests.files.scanned import Look, scan, scanned_file

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def reading(settings: Settings) -> None:
    settings.AXES_ENABLED = False
    settings.READ_PICTURES = True


def brought(data: bytes, city: City, at: dt.datetime, name: str) -> ImportItem:
    batch = open_batch(organ=city.office, by=city.people[Role.CLERK], at=at)
    return receive(batch=batch, name=name, stream=io.BytesIO(data), at=at)


def printed(*lines: str) -> bytes:
    picture = Image.new("RGB", (900, 500), "white")
    draw = ImageDraw.Draw(picture)
    for number, text in enumerate(lines):
        font = ImageFont.truetype(str(FONT_PATH), 40)
        draw.text((80, 80 + 90 * number), text, font=font, fill="black")
    return saved_picture(picture)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def test_a_scan_from_the_copier_to_the_page(city: City, now: dt.datetime) -> None:
    page = scan(8, Look(tilt=-4.2, specks=1500, stamp=True))
    item = brought(scanned_file(page), city, now, "扫描0001.pdf")
    source = item.source
    assert source is not None
    assert (source.recognition, source.text) == (Recognition.WAITING, "")
    assert read_item(item_id=item.pk, at=now).state == ImportState.PENDING
    recognise_file(file_id=source.pk, at=now)
    recognise_file(file_id=source.pk, at=now)  # a second worker finds it done
    assert AuditEntry.objects.filter(action="files.recognise").count() == 1
    item = read_item(item_id=item.pk, at=now)
    assert item.state == ImportState.FILED
    document, source = item.document, item.source
    assert document is not None
    assert source is not None
    assert (source.is_recognised, source.text_error) == (True, "")
    assert document.title == page.elements["title"]
    assert document.doc_number == page.elements["doc_number"]
    assert document.signed_on == dt.date.fromisoformat(page.elements["signed_on"])
    # The picture is the original, and is published with the text.
    assert document.is_recognised
    (attachment,) = document.attachments.all()
    assert (attachment.is_source, attachment.title) == (False, "原件（扫描件）")
    assert row_of(document).is_recognised
    assert "识别文字" in item.elements["warnings"][0]

    clerk, outsider = signed_in(city.people[Role.CLERK]), signed_in(city.outsider)
    record = clerk.get(reverse("admin:disclosure_document_change", args=[document.pk]))
    original = record.context["original_pages"]
    assert original.is_recognised
    spots = {spot.words.partition("：")[0]: spot for leaf in original.leaves for spot in leaf.spots}
    # The number stands in the upper fifth of the page, the date below its middle.
    assert spots["发文字号"].top < 200
    assert spots["成文日期"].top > 500
    words = record.content.decode()
    assert f'id="spot-{spots["标题"].number}"' in words
    assert f'href="#remark-{spots["标题"].number}"' in words

    address = original.leaves[0].address
    picture = clerk.get(address)
    assert picture["Content-Type"] == "image/png"
    assert "no-store" in picture["Cache-Control"]
    assert picture["X-Content-Type-Options"] == "nosniff"
    here = reverse("admin:disclosure_import_page", args=[item.batch_id, item.pk, 1])
    assert clerk.get(here).content == picture.content
    shown = clerk.get(reverse("admin:disclosure_import_item", args=[item.batch_id, item.pk]))
    assert "识别文字" in shown.content.decode()
    item_page = reverse("admin:disclosure_import_item", args=[item.batch_id, item.pk])
    for closed in (address, here, item_page):
        assert outsider.get(closed).status_code in (302, 403, 404)
        assert Client().get(closed).status_code == 302
    assert clerk.get(address.replace("/1.png", "/9.png")).status_code == 404


def test_only_who_brought_a_file_sees_it(city: City, now: dt.datetime) -> None:
    item = brought(printed("一行"), city, now, "a.png")
    address = reverse("admin:disclosure_import_page", args=[item.batch_id, item.pk, 1])
    assert signed_in(city.people[Role.CLERK]).get(address).status_code == 200
    assert signed_in(city.people[Role.SIGNER]).get(address).status_code in (302, 403, 404)


def test_a_mark_in_a_picture_keeps_it_out_like_one_in_letters(
    city: City, now: dt.datetime, django_capture_on_commit_callbacks: Any
) -> None:
    item = brought(printed("机密★10年", "关于某事的通知"), city, now, "秘密的名字.png")
    assert item.source is not None
    page_picture(item.source, 1)
    with django_capture_on_commit_callbacks(execute=True):
        recognise_file(file_id=item.source.pk, at=now)
    stored = StoredFile.objects.get(pk=item.source.pk)
    assert stored.destroyed_at == now
    assert (stored.text, stored.size, stored.sights()) == ("", 0, [])
    item = read_item(item_id=item.pk, at=now)
    assert item.state == ImportState.FAILED
    assert "秘密的名字" not in f"{item.name}{item.reason}"
    assert "销毁" in item.reason


def test_what_cannot_be_recognised_leads_to_the_form(city: City, now: dt.datetime) -> None:
    item = brought(saved_picture(Image.new("L", (400, 400), "white")), city, now, "空白.png")
    assert item.source is not None
    give_up(file_id=item.source.pk, reason="扫描的页数过多。")
    item = read_item(item_id=item.pk, at=now)
    assert (item.state, item.reason) == (ImportState.FAILED, "扫描的页数过多。")
    assert item.source is not None
    give_up(file_id=item.source.pk, reason="again")
    assert StoredFile.objects.get(pk=item.source.pk).text_error == "扫描的页数过多。"


def test_pictures_of_pages_are_drawn_once_and_go_with_the_file(
    city: City, now: dt.datetime, django_capture_on_commit_callbacks: Any
) -> None:
    item = brought(printed("一行"), city, now, "a.png")
    stored = item.source
    assert stored is not None
    first = page_picture(stored, 1)
    (name,) = stored.sights()
    storage = stored.received.storage
    with storage.open(name, "rb") as kept:
        assert kept.read() == first
    assert page_picture(stored, 1) == first
    assert stored.sights() == [name]
    with django_capture_on_commit_callbacks(execute=True):
        destroy_file(stored=stored, reason="测试", by=None, at=now)
    assert not storage.exists(name)


def test_the_worker_recognises_before_it_reads(city: City, now: dt.datetime) -> None:
    item = brought(printed("云州市水务局关于节水的通知"), city, now, "a.png")
    assert item.source is not None
    tasks.read_stored_file(item.source.pk)
    stored = StoredFile.objects.get(pk=item.source.pk)
    assert stored.recognition == Recognition.DONE
    assert "节水" in stored.text
    structure = FileStructure.objects.get(file=stored)
    assert (structure.pages, len(structure.places)) == (1, 1)
    assert not Document.objects.exists()
