"""Nobody outside finds a draft: by no page, file, interface, search, feed, dump, history."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from disclosure.correction.services import attachments
from disclosure.models import Correction
from portal.accounts.choices import Role
from portal.search.follower import following
from tests.builders import City, person
from tests.conftest import NOON
from tests.disclosure.correction.cases import NOTE, SECRET, begun, brought, corrected
from tests.requests_app.officers import signed_in

pytestmark = pytest.mark.django_db
_MARK = "尚未公开的附件"


@pytest.fixture
def reindex(settings: Settings) -> Callable[[], None]:
    def act() -> None:
        with following(settings.SEARCH_INDEX_DIR) as follower:
            follower.rebuild()

    return act


def drafted(city: City) -> Correction:
    """A correction with a new title, a new sentence, a note and a file."""
    correction = begun(city, title=f"关于{SECRET}的通知", body=SECRET)
    stream = io.BytesIO(f"{SECRET}\n".encode())
    attachments.add_files(
        correction=correction,
        files=[(stream, f"{_MARK}.txt")],
        by=city.people[Role.CLERK],
        at=NOON,
    )
    return correction


def public_addresses(correction: Correction) -> list[str]:
    own = f"/documents/{correction.document_id}/"
    record = f"oai:127.0.0.1:{correction.document_id}"
    return [
        *("/", "/library/?validity=all", f"/library/?q={SECRET}", "/library/rules/", "/info/"),
        *(own, f"{own}print/", f"{own}editions/", f"{own}editions/1/", f"{own}download.docx"),
        *(f"/api/v1{own}", f"/api/v1{own}editions/1/", "/api/v1/documents/?validity=all"),
        *(f"/api/v1/documents/?q={SECRET}&validity=all", "/api/v1/changes/", "/sitemap.xml"),
        *("/library/feed/?validity=all", "/oai/?verb=ListRecords&metadataPrefix=gw"),
        f"/oai/?verb=GetRecord&metadataPrefix=oai_dc&identifier={record}",
    ]


def test_no_public_door_shows_a_draft(
    city: City, client: Client, reindex: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.search.querysets.SearchEntryQuerySet.settled", lambda rows: rows)
    correction = drafted(city)
    reindex()
    shown = 0
    for asker in (client, signed_in(city.outsider)):
        for address in public_addresses(correction):
            answer = asker.get(address)
            content = b"".join(answer) if answer.streaming else answer.content
            # What was asked for is repeated; nothing else may say it.
            told = content.decode("utf-8", "replace").replace(f"q={SECRET}", "")
            found = told.count(SECRET) - (told.count("value=") if "q=" in address else 0)
            assert "q=" in address or found == 0, address
            assert _MARK not in told, address
            assert NOTE not in told, address
            shown += answer.status_code == 200
        for number in (0, 2, 3, 10**30):
            own = f"/documents/{correction.document_id}/editions/{number}/"
            assert asker.get(own).status_code == 404
            assert asker.get(f"/api/v1{own}").status_code == 404
        for row in correction.attachments.select_related("file"):
            assert asker.get(f"/files/{row.file.public_id}/").status_code == 404
    assert shown > 20
    assert client.get(f"/api/v1/documents/?q={SECRET}&validity=all").json()["results"] == []


def test_no_dump_holds_a_draft(city: City, tmp_path: Path, settings: Any) -> None:
    drafted(city)
    settings.PUBLIC_DUMP_DIR = tmp_path / "dump"
    call_command("dump_public", stdout=io.StringIO())
    for path in settings.PUBLIC_DUMP_DIR.glob("*.gz"):
        told = gzip.decompress(path.read_bytes()).decode()
        assert SECRET not in told
        assert _MARK not in told
        assert NOTE not in told


def test_staff_elsewhere_find_nothing_either(city: City) -> None:
    correction = drafted(city)
    row = correction.attachments.get()
    base = f"/admin/disclosure/correction/{correction.pk}"
    nobody = person("p-clerk-elsewhere", organs=[city.street], roles=[Role.CLERK])
    for user in (city.outsider, nobody):
        client = signed_in(user)
        for rest in ("change", "preview", f"attachments/{row.pk}", "act/edit", "act/sign"):
            assert client.get(f"{base}/{rest}/").status_code == 404, rest
        assert SECRET not in client.get("/admin/disclosure/correction/?queue=all").content.decode()
    for rest in ("change", "preview", f"attachments/{row.pk}", "act/edit"):
        answer = Client().get(f"{base}/{rest}/")
        assert (answer.status_code, "/login/" in answer["Location"]) == (302, True)


def test_a_discarded_draft_is_found_nowhere(city: City, client: Client) -> None:
    correction = brought(city, "discarded", title=f"关于{SECRET}的通知")
    for address in public_addresses(correction)[5:12]:
        answer = client.get(address)
        content = b"".join(answer) if answer.streaming else answer.content
        assert SECRET not in content.decode("utf-8", "replace"), address


def test_the_record_is_shown_to_readers_once_something_was_corrected(
    city: City, client: Client
) -> None:
    correction = begun(city)
    document = correction.document
    assert "更正记录" not in client.get(f"/documents/{document.pk}/").content.decode()
    Correction.objects.filter(pk=correction.pk).update(status="discarded")
    corrected(city, document)
    page = client.get(f"/documents/{document.pk}/").content.decode()
    assert "更正记录" in page
    assert NOTE in page
    edition = client.get(f"/documents/{document.pk}/editions/2/").content.decode()
    assert f'<ins><span class="out-of-sight">新增：</span>{SECRET}</ins>' in edition
    first = client.get(f"/documents/{document.pk}/editions/1/").content.decode()
    assert SECRET not in first
    assert "请看现在的文本" in first
    told = client.get(f"/api/v1/documents/{document.pk}/").json()
    assert [row["change"] for row in told["editions"]] == ["first", "content"]
    assert told["corrected_at"]
    whole = client.get(f"/api/v1/documents/{document.pk}/editions/2/").json()
    assert SECRET in whole["body"]
    assert whole["sha256"] == told["editions"][1]["sha256"]
