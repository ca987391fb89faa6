"""遮盖 in the back office: what is marked leaves the attachment, and the document may go on."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from disclosure.blockers import for_submission
from disclosure.models import Document, DocumentAttachment
from disclosure.services import review
from disclosure.services.attachments import attach
from disclosure.services.redaction import redact_attachment
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.files.models import FileReading
from portal.files.redaction import Mark
from portal.files.services import destroy_file
from tests.builders import City
from tests.files.covered import over_line
from tests.files.recovering import recovered
from tests.files.redacted import LINE, NUMBER, PERSON
from tests.files.samples import docx_bytes

BACKEND = "django.contrib.auth.backends.ModelBackend"
NOW = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)
SECRETS = (PERSON, NUMBER)
Make = Callable[..., Document]


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def _codes(document: Document) -> set[str]:
    return {blocker.code for blocker in for_submission(document, on=NOW.date())}


def _attached(
    city: City, document: Document, data: bytes = b"", name: str = "表.pdf"
) -> DocumentAttachment:
    data = data or over_line("rect(width:400pt, height:16pt, fill:black)", LINE)
    return attach(
        document=document, stream=io.BytesIO(data), name=name, title="", by=city.people[Role.CLERK],
        at=NOW,
    )  # fmt: skip


def _client(city: City, role: Role = Role.CLERK) -> Client:
    client = Client()
    client.force_login(city.people[role], backend=BACKEND)
    return client


def _page(attachment: DocumentAttachment, name: str = "redact", **more: Any) -> str:
    keys = {"pk": attachment.document_id, "number": attachment.pk, **more}
    return reverse(f"admin:disclosure_document_{name}", kwargs=keys)


def test_a_cover_is_taken_away_with_what_it_hid(city: City, make_draft: Make) -> None:
    document = make_draft()
    attachment = _attached(city, document)
    assert _codes(document)  # no copy can be made
    client, here = _client(city), _page(attachment)
    shown = client.get(here)
    assert "图形遮盖" in shown.content.decode()
    assert PERSON not in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    covers = [
        key for key, label in shown.context["form"].fields["items"].choices if "图形" in label
    ]
    received = attachment.file.sha256
    assert client.post(here, {"items": covers, "words": ""}).status_code == 302
    attachment.refresh_from_db()
    stored = attachment.file
    (redaction,) = stored.redactions.all()
    assert redaction.before_sha256 == received
    with stored.received.open("rb") as original:
        assert hashlib.sha256(original.read()).hexdigest() == received
    for made in (redaction.content, stored.cleaned):
        with made.open("rb") as file:
            assert recovered(file.read(), "pdf", SECRETS) == []
    assert PERSON not in stored.text
    assert FileReading.objects.get(file=stored).problem == ""
    entry = AuditEntry.objects.get(action="files.redact")
    assert entry.details["before"] == received
    assert entry.details["after"] == redaction.after_sha256
    assert "personal_data" not in _codes(document)
    # The page shows what is there now, and what was done.
    assert received[:12] in client.get(here).content.decode()


def test_boxes_and_words_without_a_script(city: City, make_draft: Make) -> None:
    attachment = _attached(city, make_draft())
    client, here = _client(city), _page(attachment)
    picture = client.get(_page(attachment, "sight", page=1))
    assert picture.content.startswith(b"\x89PNG")
    assert "no-store" in picture["Cache-Control"]
    assert client.get(_page(attachment, "sight", page=9)).status_code == 404
    typed = {"left": ["50", ""], "top": ["8", ""], "right": ["40", ""], "bottom": ["12", ""]}
    refused = client.post(here, {**typed, "words": "某行字"})
    assert refused.status_code == 400
    for kept in ('value="50"', "某行字", "右大于左"):
        assert kept in refused.content.decode()
    assert client.post(here, {"words": ""}).status_code == 400
    assert client.post(here, {"words": "没有这句话"}).status_code == 409
    assert client.post(here, {**typed, "right": ["90", ""]}).status_code == 302
    assert attachment.file.redactions.get().marks[0]["page"] == 1


def test_word_files_by_words(city: City, make_draft: Make) -> None:
    document = make_draft()
    attachment = _attached(city, document, docx_bytes(LINE, "其余"), "表.docx")
    assert "personal_data" in _codes(document)
    client, here = _client(city), _page(attachment)
    page = client.get(here)
    assert "<img" not in page.content.decode().split("st-desk")[1]
    items = [key for key, _ in page.context["form"].fields["items"].choices]
    assert client.post(here, {"items": items, "words": PERSON}).status_code == 302
    with attachment.file.redactions.get().content.open("rb") as file:
        assert recovered(file.read(), "docx", SECRETS) == []
    assert "personal_data" not in _codes(document)


def test_only_those_who_may_edit_and_only_then(
    city: City, make_draft: Make, now: dt.datetime
) -> None:
    document = make_draft()
    attachment = _attached(city, document, docx_bytes("正文"), "表.docx")
    for role in (Role.SIGNER, Role.SECRECY_REVIEWER, Role.SUPERVISOR):
        assert _client(city, role).get(_page(attachment)).status_code == 404
        with pytest.raises(NotPermitted):
            redact_attachment(
                attachment=attachment, marks=[Mark(words="正文")], by=city.people[role], at=NOW
            )
    review.submit(document=document, by=city.people[Role.CLERK], at=now)
    attachment.document.refresh_from_db()
    assert _client(city).get(_page(attachment)).status_code == 404
    assert _client(city).get(_page(attachment, "sight", page=1)).status_code == 404


def test_a_redaction_stays_and_goes_with_the_file(city: City, make_draft: Make) -> None:
    attachment = _attached(city, make_draft(), docx_bytes(LINE), "表.docx")
    clerk = city.people[Role.CLERK]
    redact_attachment(attachment=attachment, marks=[Mark(words=PERSON)], by=clerk, at=NOW)
    redact_attachment(attachment=attachment, marks=[Mark(words=NUMBER)], by=clerk, at=NOW)
    first, second = attachment.file.redactions.all()
    assert first.after_sha256 == second.before_sha256
    with pytest.raises(ActRefused, match=r"没有标出"):
        redact_attachment(attachment=attachment, marks=[], by=clerk, at=NOW)
    destroy_file(stored=attachment.file, reason="误传", by=clerk, at=NOW)
    assert not attachment.file.redactions.exists()
