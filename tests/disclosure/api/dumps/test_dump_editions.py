"""Editions go with a dump; a dump of the version before, which has none, still loads."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from pytest_django import Settings

from disclosure.correction.services.closure import close_edition
from disclosure.editions import edition_digest, shown_values
from disclosure.exchange.checksums import SUMS
from disclosure.exchange.portable import PORTAL
from disclosure.models import Document, Edition
from portal.accounts.choices import Role
from tests.builders import City
from tests.conftest import NOON
from tests.disclosure.api.dumps.conftest import load
from tests.disclosure.api.varied import Site
from tests.disclosure.correction.cases import SECRET, corrected

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(site: Site, city: City) -> Site:
    """The varied site, one document of it corrected twice, its first edition closed."""
    document = site.public["measures"]
    corrected(city, document)
    corrected(city, document, "form", abstract="养护责任的另一份概述")
    close_edition(
        document=document,
        edition=document.editions.get(number=1),
        reason="含手机号",
        by=city.people[Role.SIGNER],
        at=NOON - dt.timedelta(days=1),
    )
    return site


def lines_of(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line) for line in gzip.decompress((folder / PORTAL).read_bytes()).splitlines()
    ]


def write(folder: Path, lines: list[dict[str, Any]]) -> None:
    """Put other lines in, and make the manifest true again."""
    content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (folder / PORTAL).write_bytes(gzip.compress(content.encode()))
    digest = hashlib.sha256((folder / PORTAL).read_bytes()).hexdigest()
    sums = (folder / SUMS).read_text().splitlines()
    kept = [line for line in sums if not line.endswith(f"  {PORTAL}")]
    (folder / SUMS).write_text("\n".join([*kept, f"{digest}  {PORTAL}"]) + "\n")


def shown(client: Client, pk: int) -> list[str]:
    """The record of a document as readers see it."""
    found = []
    for address in (
        f"/documents/{pk}/editions/",
        f"/documents/{pk}/editions/2/",
        f"/documents/{pk}/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        found.append(answer.content.decode().partition("<main")[2].partition("</main>")[0])
    return found


def test_the_record_is_the_same_again(client: Client, site: Site, dump: Path, request: Any) -> None:
    pk = site.public["measures"].pk
    before, told = shown(client, pk), (dump / PORTAL).read_bytes()
    assert SECRET.encode() in gzip.decompress(told)
    assert "含手机号".encode() not in gzip.decompress(told)
    request.getfixturevalue("empty")
    load(dump)
    assert shown(client, pk) == before
    assert client.get(f"/documents/{pk}/editions/1/").status_code == 404
    for edition in Edition.objects.filter(closure=None):
        assert edition_digest(edition) == edition.sha256


def test_a_dump_of_the_version_before(empty: Path) -> None:
    lines = [line for line in lines_of(empty) if line["type"] != "edition"]
    for line in lines:
        line.pop("corrected_at", None)
    lines[0]["format"] = 2
    write(empty, lines)
    load(empty)
    documents = Document.objects.all()
    assert documents.count() == 13
    for document in documents:
        edition = document.editions.get()
        assert (edition.number, edition.change) == (1, "first")
        assert edition.published_at == document.published_at
        assert {**edition.elements, "body": edition.body} == shown_values(document)


def test_an_edition_that_is_not_what_its_hash_says_is_refused(empty: Path) -> None:
    lines = lines_of(empty)
    edition = next(line for line in lines if line["type"] == "edition" and line["number"] == 2)
    edition["body"] += "添了一句"
    write(empty, lines)
    with pytest.raises(CommandError, match="校验值不符"):
        load(empty)
    assert not Document.objects.exists()


def test_a_set_that_holds_a_closed_edition_is_given_out_no_more(
    client: Client, city: City, dump: Path, site: Site, settings: Settings
) -> None:
    answer = client.get(f"/open-data/{PORTAL}")
    assert b"".join(answer) == (dump / PORTAL).read_bytes()
    document = site.public["measures"]
    close_edition(
        document=document,
        edition=document.editions.get(number=2),
        reason="含手机号",
        by=city.people[Role.SIGNER],
        at=NOON,
    )
    assert client.get(f"/open-data/{PORTAL}").status_code == 404
    call_command("dump_public")
    (line,) = [
        line
        for line in lines_of(dump)
        if line["type"] == "edition" and (line["document"], line["number"]) == (document.pk, 2)
    ]
    assert (line["body"], line["elements"], line["is_closed"]) == ("", {}, True)
