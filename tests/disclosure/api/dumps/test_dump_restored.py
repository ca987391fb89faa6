"""A dump taken into an empty portal gives the same public site; a damaged one gives nothing."""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from disclosure.exchange.checksums import SUMS
from disclosure.exchange.portable import FILES
from disclosure.index_numbers import INDEX_SERIES
from disclosure.models import Document
from disclosure.workflow import Status
from portal.accounts.models import User
from portal.acts.models import Counter
from portal.audit.models import AuditEntry
from portal.audit.services import verify
from portal.files.models import StoredFile
from portal.organs.models import Organ
from portal.search.models import SearchEntry
from tests.builders import City
from tests.conftest import NOON
from tests.disclosure.api.dumps.conftest import load
from tests.disclosure.api.varied import SECRET, Site
from tests.site.pages import LISTS

pytestmark = pytest.mark.django_db
_MAIN = re.compile(rb"<main.*?</main>", re.DOTALL)
Reindex = Callable[[], None]


def addresses(public: dict[str, Document]) -> list[str]:
    """Every public page and every answer for machines."""
    queries = (
        "",
        "?validity=all",
        "?validity=repealed",
        "?organ=SJ-D",
        "?normative=yes",
        "?tag=屋顶绿化",
        "?q=养护",
        "?q=试府办〔2026〕6号",
        "?on=2023-01-01",
    )
    found = [*LISTS, *(f"/library/{query}" for query in queries), "/api/v1/organs/"]
    found += ["/api/v1/themes/", "/api/v1/tags/", "/api/v1/documents/?validity=all&facets=1"]
    found += ["/library/feed/?validity=all", "/sitemap.xml", "/library/rules/"]
    for document in public.values():
        own = f"/documents/{document.pk}/"
        found += [own, f"{own}print/", f"{own}download.docx", f"/api/v1{own}", f"{own}correction/"]
        files = document.attachments.select_related("file")
        found += [f"/files/{row.file.public_id}/" for row in files]
    return found


def fingerprints(client: Client, wanted: list[str]) -> dict[str, str]:
    """What each address shows, as a hash of what is its own: <main> of a page, else all of it."""
    found = {}
    for address in wanted:
        response = client.get(address)
        assert response.status_code == 200, address
        content = b"".join(response) if response.streaming else response.content
        main = _MAIN.search(content)
        shown = _without_form_keys(main[0] if main else content)
        found[address] = hashlib.sha256(shown).hexdigest()
    return found


def _without_form_keys(content: bytes) -> bytes:
    """Each form bears a token and a key of its own."""
    return re.sub(rb'name="(csrfmiddlewaretoken|key)" value="[^"]*"', b"", content)


def test_the_same_public_site_again(
    client: Client, site: Site, dump: Path, reindex: Reindex, request: Any
) -> None:
    reindex()
    wanted = addresses(site.public)
    before = fingerprints(client, wanted)
    request.getfixturevalue("empty")
    assert client.get(f"/documents/{site.public['rule'].pk}/").status_code == 404
    assert "13份" in load(dump)
    reindex()
    after = fingerprints(client, wanted)
    assert [address for address in wanted if before[address] != after[address]] == []
    assert len(wanted) > 90
    for document in site.hidden.values():
        assert client.get(f"/documents/{document.pk}/").status_code == 404


def test_nothing_hidden_is_in_a_dump(dump: Path, site: Site) -> None:
    for path in dump.glob("*.gz"):
        content = gzip.decompress(path.read_bytes()).decode()
        assert SECRET not in content
        assert "秘密抄送单位" not in content
        assert "本令自公布之日起施行" not in content
    assert len(list((dump / FILES).iterdir())) == 4


def test_numbers_keys_and_the_audit_go_on(empty: Path, site: Site) -> None:
    highest = Counter.objects.count()
    assert highest == 0
    load(empty)
    entries = AuditEntry.objects.filter(action="disclosure.restore")
    assert [entry.details["documents"] for entry in entries] == [13]
    assert entries[0].actor_name == "operator"
    assert verify() is None
    office = Organ.objects.get(code="SJ-B")
    counter = Counter.objects.get(organ=office, series=INDEX_SERIES, year=2026)
    numbers = [d.index_no for d in site.public.values() if d.organ.code == "SJ-B"]
    assert f"{counter.last:05d}" == max(number[-5:] for number in numbers)
    fresh = Document.objects.create(
        organ=office,
        title="恢复之后的草稿",
        created_by=User.objects.get(username="operator"),
        created_at=NOON,
        updated_at=NOON,
    )
    assert fresh.pk > max(document.pk for document in site.public.values())
    assert SearchEntry.objects.filter(kind="document", is_live=True).count() == 13
    assert set(Document.objects.exclude(pk=fresh.pk).values_list("status", flat=True)) == {
        Status.PUBLISHED
    }


def test_a_library_that_holds_something_is_refused(empty: Path, city: City) -> None:
    load(empty)
    counted = Document.objects.count()
    with pytest.raises(CommandError, match="公文库里已有文件"):
        load(empty)
    assert Document.objects.count() == counted


def test_a_single_draft_is_something_too(dump: Path) -> None:
    Document.objects.exclude(title__contains="草稿").update(status=Status.DRAFT)
    User.objects.create_superuser("operator", password="Geheim-2026-xyz")
    with pytest.raises(CommandError, match="公文库里已有文件"):
        load(dump)


def test_someone_must_answer_for_it(dump: Path, city: City) -> None:
    with pytest.raises(CommandError, match="createsuperuser"):
        load(dump)
    with pytest.raises(CommandError, match="没有这个用户"):
        call_command("load_public", str(dump), by="nobody")


def test_an_attachment_that_was_lost_is_left_out_and_said(
    site: Site, dump: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stored = StoredFile.objects.filter(name="map.pdf").get()
    shutil.rmtree(dump)
    stored.cleaned.storage.delete(stored.cleaned.name)
    call_command("dump_public", stdout=StringIO())
    assert stored.cleaned_sha256 in caplog.text
    assert f"{FILES}/{stored.cleaned_sha256}" not in (dump / SUMS).read_text()
    assert len(list((dump / FILES).iterdir())) == 3


def test_attachments_are_served_while_the_set_names_them(
    client: Client, dump: Path, site: Site, city: City
) -> None:
    stored = StoredFile.objects.get(name="map.pdf")
    address = f"/open-data/files/{stored.cleaned_sha256}"
    response = client.get(address)
    assert hashlib.sha256(b"".join(response)).hexdigest() == stored.cleaned_sha256
    assert response["Content-Type"] == "application/octet-stream"
    (dump / FILES / ("0" * 64)).write_text("x")
    for other in ("0" * 64, "x", "..%2fSHA256SUMS"):
        assert client.get(f"/open-data/files/{other}").status_code == 404
    Document.objects.filter(pk=site.public["measures"].pk).update(
        status=Status.WITHDRAWN, withdrawn_at=NOON
    )
    assert client.get(address).status_code == 404
    call_command("dump_public", stdout=StringIO())
    assert not (dump / FILES / stored.cleaned_sha256).exists()


def test_what_was_corrected_and_published_again_takes_the_set_away(
    client: Client, dump: Path, site: Site
) -> None:
    assert client.get(f"/open-data/{SUMS}").status_code == 200
    Document.objects.filter(pk=site.public["street"].pk).update(published_at=NOON)
    assert client.get(f"/open-data/{SUMS}").status_code == 404
