"""Files of an event: through the gate of every file, read by everybody once nothing keeps them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from decisions.events.models import Event, EventMaterial
from decisions.events.selectors import materials_of
from decisions.events.services import events
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from portal.files.models import FileReading
from portal.files.services import SecretFile
from tests.builders import City
from tests.decisions.events import cases
from tests.files.samples import docx_bytes, image_bytes
from tests.notifications.subscribing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rooms")]
AT = cases.AT


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False
    settings.READ_PICTURES = False


def _added(event: Event, city: City, data: bytes, name: str, **changes: Any) -> Event:
    given = {"kind": "material", "title": "讲义", "upload": (io.BytesIO(data), name), **changes}
    by = city.people[Role.PARTICIPATION]
    return events.add_material(event=event, by=by, at=AT, **given)


def _address(row: EventMaterial) -> str:
    assert row.file is not None
    return reverse("files:download", args=[row.file.public_id])


def _status(client: Client, address: str) -> int:
    """How it is answered, read to its end as a browser would."""
    answer: Any = client.get(address)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    status: int = answer.status_code
    return status


def test_a_sound_file_is_read_by_everybody_as_its_cleaned_copy(city: City, client: Client) -> None:
    event = cases.brought(city, "published")
    _added(event, city, docx_bytes("水从江边来。"), "讲义.docx")
    (one,) = materials_of(event)
    assert one.is_open
    page = client.get(event.get_absolute_url()).content.decode()
    assert _address(one.row) in page
    assert "DOCX" in page
    assert _status(client, _address(one.row)) == 200


def test_of_a_draft_nobody_reads_it(city: City, client: Client) -> None:
    event = cases.drafted(city)
    _added(event, city, docx_bytes("水从江边来。"), "讲义.docx")
    row = EventMaterial.objects.get()
    assert _status(client, _address(row)) == 404
    assert _status(signed_in(city.outsider), _address(row)) == 404


def test_what_the_gate_finds_keeps_it_until_another_answers_for_it(
    city: City, client: Client
) -> None:
    event = cases.brought(city, "published")
    by = city.people[Role.PARTICIPATION]
    event = cases.STEPS["add_material"](event, by, city, AT)
    (one,) = materials_of(event)
    assert not one.is_open
    assert any("手机" in words or "电话" in words for words in one.doubts)
    assert "13900000001" not in "".join(one.doubts)
    assert "讲义" not in client.get(event.get_absolute_url()).content.decode()
    assert _status(client, _address(one.row)) == 404
    reviewer = city.people[Role.DECISION_REVIEWER]
    given = {"event": event, "material": one.row, "reason": "本人同意", "at": AT}
    with pytest.raises(NotPermitted):
        events.clear_material(by=by, **given)
    with pytest.raises(ActRefused, match="请填写确认的理由"):
        events.clear_material(by=reviewer, **{**given, "reason": " "})
    done = events.clear_material(by=reviewer, **given)
    assert [each.is_open for each in materials_of(done)] == [True]
    assert _status(client, _address(one.row)) == 200
    with pytest.raises(ActRefused, match="没有等待确认"):
        events.clear_material(by=reviewer, **given)
    # Another copy is not what was answered for.
    FileReading.objects.update(cleaned_sha256="0" * 64)
    assert _status(client, _address(one.row)) == 404


def test_until_it_is_checked_it_waits(city: City, client: Client) -> None:
    event = cases.brought(city, "published")
    _added(event, city, docx_bytes("水从江边来。"), "讲义.docx")
    FileReading.objects.all().delete()
    (one,) = materials_of(event)
    assert "正在检查" in one.why
    assert _status(client, _address(one.row)) == 404


def test_what_is_dropped_is_served_no_more(city: City, client: Client) -> None:
    event = cases.brought(city, "published")
    _added(event, city, docx_bytes("水从江边来。"), "讲义.docx")
    row = EventMaterial.objects.get()
    assert _status(client, _address(row)) == 200
    by = city.people[Role.PARTICIPATION]
    events.drop_material(event=event, material=row, by=by, at=AT)
    assert _status(client, _address(row)) == 404


def test_a_picture_has_the_words_for_those_who_do_not_see_it(city: City, client: Client) -> None:
    event = cases.brought(city, "published")
    given = {"kind": "picture", "title": "取水口，江面上有三只浮标"}
    with pytest.raises(ActRefused, match="请填写说明文字"):
        _added(event, city, image_bytes(), "图.png", **{**given, "title": " "})
    _added(event, city, image_bytes(), "图.png", **given)
    row = EventMaterial.objects.get()
    if not materials_of(event)[0].is_open:
        reviewer = city.people[Role.DECISION_REVIEWER]
        events.clear_material(event=event, material=row, reason="看过", by=reviewer, at=AT)
    page = client.get(event.get_absolute_url()).content.decode()
    assert f'src="{_address(row)}"' in page
    assert 'alt="取水口，江面上有三只浮标"' in page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": "picture"}, "图片请选"),
        ({"url": "https://x.example/1"}, "只要一样"),
        ({"upload": None}, "只要一样"),
        ({"upload": (io.BytesIO(b"MZ\x90\x00"), "讲义.exe")}, None),
        ({"upload": (io.BytesIO(b""), "讲义.pdf")}, None),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    city: City, changes: dict[str, Any], told: str | None
) -> None:
    event = cases.drafted(city)
    with pytest.raises(ActRefused, match=told):
        _added(event, city, docx_bytes("水从江边来。"), "讲义.docx", **changes)
    assert not EventMaterial.objects.exists()


def test_what_bears_a_mark_of_secrecy_is_not_kept(city: City) -> None:
    with pytest.raises(SecretFile):
        _added(cases.drafted(city), city, docx_bytes("机密★10年", "水从江边来。"), "讲义.docx")
    assert not EventMaterial.objects.exists()


def test_it_lies_in_one_place(city: City) -> None:
    event = cases.drafted(city)
    for wrong in ({}, {"kind": "material", "title": "", "url": "https://x.example/"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EventMaterial.objects.create(event=event, **{"title": "讲义", **wrong})


def test_the_form_takes_a_file_and_keeps_what_was_typed(city: City) -> None:
    event = cases.brought(city, "published")
    desk = signed_in(city.people[Role.PARTICIPATION])
    address = f"/admin/decisions/event/{event.pk}/act/add_material/"
    assert 'type="file"' in desk.get(address).content.decode()
    seen = desk.get(address).context
    given: dict[str, Any] = {"kind": "material", "title": "讲义一", "url": ""}
    if seen and "seen" in seen:
        given["seen"] = seen["seen"]
    refused = desk.post(address, given)
    assert refused.status_code in (400, 409)
    assert "讲义一" in refused.content.decode()
    file = SimpleUploadedFile("讲义.docx", docx_bytes("水从江边来。"))
    sent = desk.post(address, {**given, "upload": file})
    assert sent.status_code == 302, sent.content.decode()[:2000]
    assert EventMaterial.objects.get().file is not None
    page = desk.get(f"/admin/decisions/event/{event.pk}/change/").content.decode()
    assert "讲义一" in page
