"""The commands and the staff's pages that take tables in and give them out."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from disclosure.choices import Openness
from disclosure.models import Document, ImportItem
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.files.models import StoredFile
from tests.builders import City, draft, published
from tests.disclosure.tables import (
    BACKEND,
    Make,
    counts,
    good,
    read,
    table_of,
)


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    """Signing in without a form has no request for the lockout to look at."""
    settings.AXES_ENABLED = False


@pytest.fixture
def clerk(city: City) -> User:
    return city.people[Role.CLERK]


# --- the commands ---


def test_the_command_files_reports_and_exits_with_a_code(
    clerk: User, tmp_path: Path, capsys: Any
) -> None:
    path, saved = tmp_path / "目录.csv", tmp_path / "报告.json"
    path.write_bytes(table_of([good(), good(title="", doc_number="")], "gb18030"))
    before = counts()
    with pytest.raises(CommandError) as dry:
        call_command("import_table", str(path), "--dry-run", "--report", str(saved))
    assert dry.value.returncode == 1
    assert counts() == before
    report = json.loads(saved.read_text(encoding="utf-8"))
    assert report["dry_run"] is True
    assert [row["outcome"] for row in report["rows"]] == ["新录入", "有误"]
    with pytest.raises(CommandError):
        call_command("import_table", str(path), "--by", clerk.username)
    shown = capsys.readouterr()
    assert "第3行　有误　缺少标题" in shown.err
    assert Document.objects.count() == 1
    path.write_bytes(table_of([good()]))
    call_command("import_table", str(path))
    assert Document.objects.count() == 1
    assert "已有1行" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["没有.csv"], "没有这个文件"),
        (["坏.csv"], "可用的栏名为"),
        (["好.csv", "--by", "nobody"], "没有可用的录入人员"),
        (["好.csv", "--report", "没有/报告.json", "--dry-run"], "无法写入报告"),
    ],
)
def test_the_command_refuses_what_it_cannot_do(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("坏.csv").write_bytes("甲,乙\n1,2\n".encode())
    Path("好.csv").write_bytes(table_of([good()]))
    with pytest.raises(CommandError, match=message) as refusal:
        call_command("import_table", *arguments)
    assert refusal.value.returncode == 2
    assert Document.objects.count() == 0


def test_the_export_command_chooses(city: City, tmp_path: Path, capsys: Any) -> None:
    published(city)
    draft(city, title="未公开的事", doc_number="")
    draft(city, organ=city.street, title="街道的事", doc_number="柳街办〔2026〕1号")
    path = tmp_path / "出.jsonl"

    def titles(*options: str) -> list[str]:
        call_command("export_documents", "--format", "jsonl", "--output", str(path), *options)
        return [json.loads(line)["title"] for line in path.read_text("utf-8").splitlines()]

    assert len(titles()) == 3
    assert titles("--organ", "SJ-D-S") == ["街道的事"]
    assert titles("--public-only") == ["关于做好屋顶绿化养护工作的通知"]
    assert list(tmp_path.glob(".export-*")) == []
    with pytest.raises(CommandError, match="没有代码为"):
        titles("--organ", "NOPE")
    with pytest.raises(CommandError, match="无法写入"):
        call_command("export_documents", "--format", "csv", "--output", str(tmp_path / "无/a.csv"))


# --- the staff's pages ---


def _upload(client: Client, data: bytes, name: str = "目录.csv") -> Any:
    file = io.BytesIO(data)
    file.name = name
    return client.post(reverse("admin:disclosure_table_upload"), {"table": file})


def test_upload_shows_a_dry_run_and_files_on_confirmation(client: Client, clerk: User) -> None:
    client.force_login(clerk, BACKEND)
    page = client.get(reverse("admin:disclosure_importbatch_add")).content.decode()
    assert reverse("admin:disclosure_table_upload") in page
    assert "发文字号" in client.get(reverse("admin:disclosure_table_upload")).content.decode()
    rows = [good(title="<script>alert(1)</script>通知"), good(title="", doc_number="")]
    page = _upload(client, table_of(rows)).content.decode()
    assert "录入1份草稿" in page
    assert "缺少标题" in page
    assert "<script>alert(1)" not in page
    assert Document.objects.count() == 0
    stored = StoredFile.objects.get()
    address = reverse("admin:disclosure_table_file", args=[stored.public_id])
    assert address in page
    assert client.get(address).status_code == 405
    answer = client.post(address, follow=True)
    assert "目录.csv 第3行" in answer.content.decode()
    assert Document.objects.get().title == "<script>alert(1)</script>通知"
    assert ImportItem.objects.filter(source=stored).count() == 2
    client.post(address)
    assert Document.objects.count() == 1


def test_a_bad_table_is_explained_on_the_page(client: Client, clerk: User) -> None:
    client.force_login(clerk, BACKEND)
    assert "可用的栏名为" in _upload(client, "甲,乙\n1,2\n".encode()).content.decode()
    assert "没有可以录入的行" in _upload(client, table_of([good(title="")])).content.decode()
    many = [good(title=f"第{n}份", doc_number=f"试府办〔2026〕{n}号") for n in range(1, 502)]
    assert "最多导入500行" in _upload(client, table_of(many)).content.decode()
    assert StoredFile.objects.count() == 0


def test_the_pages_are_for_clerks_of_the_organ(client: Client, city: City, clerk: User) -> None:
    upload = reverse("admin:disclosure_table_upload")
    assert client.get(upload).status_code == 302
    client.force_login(city.people[Role.SIGNER], BACKEND)
    assert client.get(upload).status_code == 403
    client.force_login(city.outsider, BACKEND)
    page = _upload(client, table_of([good()])).content.decode()
    assert "不是该机关的录入人员" in page
    client.force_login(clerk, BACKEND)
    _upload(client, table_of([good()]))
    stored = StoredFile.objects.get()
    client.force_login(city.outsider, BACKEND)
    address = reverse("admin:disclosure_table_file", args=[stored.public_id])
    assert client.post(address).status_code == 404
    assert Document.objects.count() == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_export_gives_the_filtered_list_a_person_may_see(
    client: Client, city: City, clerk: User, make_draft: Make, kind: str
) -> None:
    make_draft()
    make_draft(title="不公开的那一份", doc_number="", openness=Openness.CLOSED)
    draft(city, organ=city.other_district, by=city.outsider, title="他区秘而不宣", doc_number="")
    address = reverse("admin:disclosure_table_export", args=[kind])

    def titles(**query: str) -> set[str]:
        answer = client.get(address, query)
        assert "attachment" in answer["Content-Disposition"]
        table = read(answer.getvalue(), f"a.{kind}")
        return {str(row.values["title"]) for row in table.rows}

    client.force_login(clerk, BACKEND)
    page = client.get(reverse("admin:disclosure_document_changelist"), {"openness__exact": "open"})
    assert f"{address}?openness__exact=open" in page.content.decode()
    assert titles() == {"关于做好屋顶绿化养护工作的通知", "不公开的那一份"}
    assert titles(openness__exact="closed") == {"不公开的那一份"}
    client.force_login(city.outsider, BACKEND)
    assert titles() == {"他区秘而不宣"}


def test_export_refuses_outsiders_and_nonsense(client: Client, city: City, clerk: User) -> None:
    address = reverse("admin:disclosure_table_export", args=["csv"])
    assert client.get(address).status_code == 302
    citizen = User.objects.create_user("citizen", password="Geheim-2026-xyz")
    client.force_login(citizen, BACKEND)
    assert client.get(address).status_code == 302
    client.force_login(clerk, BACKEND)
    assert client.post(address).status_code == 405
    assert client.get(address, {"nonsense__x": "1"}).status_code == 302
    assert client.get(reverse("admin:disclosure_table_export", args=["exe"])).status_code == 404


def test_only_clerks_open_the_page_that_takes_files(city: City) -> None:
    for role, status in ((Role.CLERK, 200), (Role.SIGNER, 403), (Role.SUPERVISOR, 403)):
        client = Client()
        client.force_login(city.people[role], backend=BACKEND)
        assert client.get("/admin/disclosure/importbatch/add/").status_code == status, role
