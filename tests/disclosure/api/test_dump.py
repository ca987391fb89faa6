"""The files of open data: everything public, nothing else, gone when something is withdrawn."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from disclosure.api.dump import CSV, JSONL, current_dump, refresh_dump, write_dump
from disclosure.exchange.checksums import SUMS
from disclosure.exchange.portable import PORTAL
from disclosure.services import review
from disclosure.tasks import public_dump
from portal.accounts.choices import Role
from tests.builders import City, draft
from tests.disclosure.api.conftest import Get, several

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.PUBLIC_DUMP_DIR = tmp_path / "open-data"
    return tmp_path / "open-data"


def rows(folder: Path) -> list[Any]:
    with gzip.open(folder / JSONL, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def test_the_command_writes_what_the_interface_says(
    city: City, get: Get, client: Client, folder: Path
) -> None:
    documents = several(city, 3)
    draft(city, title="关于天台的草稿", doc_number="")
    out = io.StringIO()
    call_command("dump_public", output=str(folder), stdout=out)
    assert "3份" in out.getvalue()
    assert rows(folder) == [get(f"/api/v1/documents/{d.pk}/") for d in documents]
    with gzip.open(folder / CSV, "rt", encoding="utf-8-sig", newline="") as table:
        lines = list(csv.DictReader(table))
    assert [line["标题"] for line in lines] == [d.title for d in documents]
    assert not {"密级标识", "办理状态", "不主动公开的理由"} & set(lines[0])
    for line in (folder / SUMS).read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
        response = client.get(f"/open-data/{name}")
        assert b"".join(response) == (folder / name).read_bytes()
        again = client.get(f"/open-data/{name}", headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304
        assert digest in client.get("/open-data/").content.decode()
    assert client.get(f"/open-data/{SUMS}").content == (folder / SUMS).read_bytes()
    assert sorted(p.name for p in folder.iterdir()) == [".lock", SUMS, CSV, JSONL, PORTAL]


def test_nothing_else_is_served(client: Client, city: City, folder: Path) -> None:
    assert client.get("/open-data/").status_code == 200
    assert client.get(f"/open-data/{JSONL}").status_code == 404
    call_command("dump_public", output=str(folder), stdout=io.StringIO())
    (folder / "other.txt").write_text("secret")
    for name in ("other.txt", ".lock", "..", "%2e%2e%2fmedia", "..%2f..%2fetc%2fpasswd"):
        assert client.get(f"/open-data/{name}").status_code in (301, 404), name


def status(client: Client) -> int:
    """Of the main file, read to its end."""
    response = client.get(f"/open-data/{JSONL}")
    assert b"".join(response)
    return response.status_code


def test_a_withdrawal_takes_the_files_away_until_they_are_written_anew(
    city: City, client: Client, folder: Path, now: dt.datetime
) -> None:
    one, two = several(city, 2)
    write_dump(folder=folder, at=now)
    assert status(client) == 200
    later = now + dt.timedelta(minutes=5)
    review.withdraw(document=one, reason="内容有误", by=city.people[Role.SIGNER], at=later)
    assert status(client) == 404
    assert "正在生成" in client.get("/open-data/").content.decode()
    assert refresh_dump(folder=folder, at=later + dt.timedelta(minutes=1)) == 1
    assert [row["id"] for row in rows(folder)] == [two.pk]
    assert status(client) == 200
    assert refresh_dump(folder=folder, at=later + dt.timedelta(minutes=9)) is None
    assert refresh_dump(folder=folder, at=later + dt.timedelta(days=1)) == 1


def test_a_set_that_is_being_replaced_is_not_shown(
    city: City, folder: Path, now: dt.datetime
) -> None:
    write_dump(folder=folder, at=now)
    assert current_dump(folder)
    with gzip.open(folder / JSONL, "wb") as half:
        half.write(b"{}")
    assert current_dump(folder) is None
    (folder / SUMS).write_text("broken")
    assert current_dump(folder) is None
    public_dump()
    assert current_dump(folder)


def test_a_folder_that_cannot_be_written_is_said(city: City, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="无法写入"):
        call_command("dump_public", output=str(tmp_path / "file"))
