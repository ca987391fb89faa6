"""The label of what machines made, in the metadata of the file that readers get."""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import uuid
from typing import Any

import pytest
from defusedxml import ElementTree
from django.db import DatabaseError, transaction
from django.test import Client
from PIL import Image

from policies.interpretations.services import parts
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.files.ai_label import mark_made_by_ai, with_label
from portal.files.formats.labels import labelled, packet
from portal.files.models import FileReading, StoredFile
from portal.files.services import read_file
from portal.text.lines import from_lines
from portal.text.model import Figure, Text
from tests.builders import City
from tests.conftest import NOON
from tests.files.films import FRAMES, mp3, mp4
from tests.files.samples import image_bytes
from tests.policies.interpretations.cases import begun, policy

XMP = packet("AIGC", "http://www.tc260.org.cn/ns/AIGC/1.0/", '{"Label": "1<&"}')
OF_XMP = uuid.UUID("be7acfcb-97a9-42e8-9c71-999491e3afac").bytes


def said(xmp: bytes) -> dict[str, str]:
    """The field of a packet, read as XML."""
    inner = re.search(rb"<x:xmpmeta.*</x:xmpmeta>", xmp, re.DOTALL)
    assert inner
    root = ElementTree.fromstring(inner[0])
    (field,) = root.iter("{http://www.tc260.org.cn/ns/AIGC/1.0/}AIGC")
    return json.loads(field.text)


def xmp_of(data: bytes, kind: str) -> bytes:
    """Read back where each format has its place for it."""
    if kind in ("png", "jpeg"):
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            found = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp", b"")
        return found.encode() if isinstance(found, str) else found
    if kind in ("mp4", "m4a"):
        place, boxes = 0, []
        while place < len(data):
            size, name = struct.unpack_from(">I4s", data, place)
            size = size if size > 1 else struct.unpack_from(">Q", data, place + 8)[0]
            boxes.append((name, data[place + 8 : place + size]))
            place += size
        assert place == len(data)
        (body,) = (body[16:] for name, body in boxes if name == b"uuid" and body[:16] == OF_XMP)
        return body
    assert data[:6] == b"ID3\x04\0\0"
    size = sum(
        (byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True)
    )
    assert data[10 : 10 + size][:4] == b"PRIV"
    assert data[10 + size :][:2] == b"\xff\xfb"
    return data[20 : 10 + size].removeprefix(b"XMP\0")


def pixels(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB").tobytes()


@pytest.mark.parametrize("kind", ["png", "jpeg", "mp4", "m4a", "mp3"])
def test_each_kind_bears_it_and_shows_what_it_showed(kind: str) -> None:
    if kind in ("png", "jpeg"):
        data = image_bytes(kind)
    else:
        data = mp3(told=False) if kind == "mp3" else mp4(told=False)
    copy = labelled(data, kind, XMP)
    assert said(xmp_of(copy, kind)) == {"Label": "1<&"}
    assert labelled(copy, kind, XMP) == copy
    if kind in ("png", "jpeg"):
        assert pixels(copy) == pixels(data)
    elif kind == "mp3":
        assert copy.endswith(data)
    else:
        assert copy.startswith(data)
        assert FRAMES in copy


def test_what_has_no_place_for_it_stays() -> None:
    assert labelled(b"%PDF-1.7", "pdf", XMP) == b"%PDF-1.7"


@pytest.mark.django_db
class TestOfAnInterpretation:
    def shown(self, city: City, *, made_by_ai: bool) -> StoredFile:
        """A picture in a part of an interpretation, read before the part is written."""
        case, by = begun(city, [policy(city)]), city.people[Role.CLERK]
        stored = parts.add_picture(
            interpretation=case,
            stream=io.BytesIO(image_bytes("png")),
            name="图.png",
            by=by,
            at=NOON,
        )
        read_file(file_id=stored.pk, at=NOON)
        text = Text((Figure(str(stored.public_id), "一图看懂"),))
        part = parts.write_part(
            interpretation=case, form="pictures", text=text, made_by_ai=made_by_ai, by=by, at=NOON
        )
        # An edit that says nothing of machines takes nothing off.
        parts.rewrite_part(
            interpretation=case, part=part, form="pictures", text=text, by=by, at=NOON
        )
        stored.refresh_from_db()
        return stored

    def copy_of(self, stored: StoredFile) -> bytes:
        with stored.cleaned.open("rb") as file:
            return bytes(file.read())

    def test_the_copy_that_readers_get_says_so(
        self, city: City, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            stored = self.shown(city, made_by_ai=True)
        copy = self.copy_of(stored)
        assert said(xmp_of(copy, "png")) == {
            "Label": "1",
            "ContentProducer": city.office.name,
            "ProduceID": str(stored.public_id),
            "ReservedCode1": "",
            "ContentPropagator": city.office.name,
            "PropagateID": str(stored.public_id),
            "ReservedCode2": "",
        }
        assert stored.cleaned_sha256 == hashlib.sha256(copy).hexdigest()
        assert stored.cleaned_size == len(copy)
        assert FileReading.objects.get(file=stored).cleaned_sha256 == stored.cleaned_sha256
        (entry,) = AuditEntry.objects.filter(action="files.made_by_ai")
        assert entry.details["sha256"] == stored.cleaned_sha256

    def test_what_people_made_bears_none(self, city: City) -> None:
        assert xmp_of(self.copy_of(self.shown(city, made_by_ai=False)), "png") == b""

    def test_it_cannot_be_taken_off(self, city: City) -> None:
        stored = self.shown(city, made_by_ai=True)
        with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
            StoredFile.objects.filter(pk=stored.pk).update(made_by_ai=False)
        assert mark_made_by_ai(files=[stored], by=city.people[Role.CLERK], at=NOON) == 0
        before = self.copy_of(stored)
        assert with_label(stored, before) == before

    def test_a_copy_made_afterwards_bears_it_too(
        self, city: City, settings: Any, client: Client
    ) -> None:
        settings.READ_FILES_AT_ONCE = False
        settings.AI_LABEL_FIELD, settings.AI_LABEL_VALUES = "AIGC", {"Label": "2"}
        case, by = begun(city, [policy(city)]), city.people[Role.CLERK]
        part = parts.write_part(
            interpretation=case, form="film", text=from_lines([]), made_by_ai=True,
            recording=(io.BytesIO(mp4()), "讲.mp4"), by=by, at=NOON,
        )  # fmt: skip
        assert part.recording is not None
        read_file(file_id=part.recording.pk, at=NOON)
        stored = StoredFile.objects.get(pk=part.recording.pk)
        assert said(xmp_of(self.copy_of(stored), "mp4")) == {"Label": "2"}
        assert FileReading.objects.get(file=stored).cleaned_sha256 == stored.cleaned_sha256
