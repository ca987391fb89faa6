"""A picture in a proposed text: brought in, seen by the reviewers alone, public with the signature;
and files of a proposal that never became public are destroyed.
"""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from disclosure.correction.services import attachments, closure, drafts, figures
from disclosure.editions import TEXT
from disclosure.models import Correction, Document
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from portal.files.models import StoredFile
from portal.files.services import read_file
from portal.text.html import to_html
from portal.text.model import Figure, Paragraph, Text, words
from tests.builders import City, published
from tests.conftest import NOON
from tests.disclosure.correction.cases import ACTS, NOTE, begun
from tests.disclosure.correction.test_desk import act, given
from tests.files.samples import image_bytes
from tests.requests_app.officers import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def address(correction: Correction, file: str = "") -> str:
    return f"/admin/disclosure/correction/{correction.pk}/pictures/" + (f"{file}/" if file else "")


def put(client: Client, correction: Correction) -> Any:
    picture = SimpleUploadedFile("出入口.png", image_bytes(), "image/png")
    return client.post(address(correction), {"file": picture})


def got(client: Client, where: str) -> bytes:
    return b"".join(client.get(where))


def with_figure(file: str) -> Text:
    return Text((Paragraph(words("附图如下。")), Figure(file, "停车场出入口")))


def test_from_the_editor_to_the_readers(city: City) -> None:
    document = published(city)
    correction = begun(city, document, "content", note=NOTE)
    clerk = signed_in(city.people[Role.CLERK])
    file = json.loads(put(clerk, correction).content)["file"]
    served = reverse("files:download", args=[file])
    body = f"<div data-text>{to_html(with_figure(file))}</div>"
    answer = act(clerk, correction, "edit", **given(correction, body=body))
    assert answer.status_code == 302, answer.context["form"].errors
    preview = f"/admin/disclosure/correction/{correction.pk}/preview/"
    assert address(correction, file) in clerk.get(preview).content.decode()
    assert got(clerk, address(correction, file)) == image_bytes()
    for stranger in (Client(), signed_in(city.outsider)):
        assert stranger.get(address(correction, file)).status_code in (302, 404)
        assert put(stranger, correction).status_code in (302, 404)
        assert stranger.get(served).status_code == 404
    read_file(file_id=StoredFile.objects.get(public_id=file).pk, at=NOON)
    for action in ("submit", "confirm_openness", "pass_secrecy", "sign"):
        correction = Correction.objects.get(pk=correction.pk)
        role = correction_role(action)
        ACTS[action](correction, city.people[role], NOON)
    page = Client().get(document.get_absolute_url()).content.decode()
    assert f'src="{served}' in page
    assert got(Client(), served)
    assert Document.objects.get(pk=document.pk).attachments.get(is_figure=True).position == 1


def correction_role(action: str) -> Role:
    return {
        "submit": Role.CLERK, "confirm_openness": Role.OPENNESS_REVIEWER,
        "pass_secrecy": Role.SECRECY_REVIEWER, "sign": Role.SIGNER,
    }[action]  # fmt: skip


def test_a_picture_of_another_is_refused(city: City) -> None:
    clerk = city.people[Role.CLERK]
    other = begun(city, published(city, doc_number="试府办〔2026〕77号"))
    stored = figures.add_figure(
        correction=other, stream=_stream(), name="别处.png", by=clerk, at=NOON
    )
    correction = begun(city, published(city))
    elements = {TEXT: with_figure(str(stored.public_id))}
    with pytest.raises(ActRefused, match="请重新插入图片"):
        drafts.edit_correction(correction=correction, elements=elements, by=clerk, at=NOON)


def test_what_never_became_public_is_destroyed(city: City) -> None:
    clerk, at = city.people[Role.CLERK], NOON
    correction = begun(city)
    attachments.add_files(
        correction=correction, files=[upload(), upload("第二份.txt")], by=clerk, at=at
    )
    first, second = correction.attachments.all()
    attachments.drop_file(correction=correction, attachment=first, by=clerk, at=at)
    assert StoredFile.objects.get(pk=first.file_id).destroyed_at == at
    picture = figures.add_figure(
        correction=correction, stream=_stream(), name="图.png", by=clerk, at=at
    )
    closure.discard(correction=correction, reason="不必更正", by=clerk, at=at)
    gone = StoredFile.objects.filter(pk__in=[second.file_id, picture.pk])
    assert [row.destroyed_at for row in gone] == [at, at]
    assert not correction.attachments.exists()


def _stream() -> Any:
    return io.BytesIO(image_bytes())


def upload(name: str = "新附件.txt") -> Any:
    return io.BytesIO(f"养护标准{name}\n".encode()), name
