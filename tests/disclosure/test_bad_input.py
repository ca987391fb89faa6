"""What people really hand in: each bad file is named with a way out, and harms no other file."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from disclosure.blockers import for_submission
from disclosure.choices import ImportState
from disclosure.models import Document, ImportBatch, ImportItem
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.files.models import StoredFile
from tests.builders import City, draft
from tests.disclosure.bad_files import (
    BAD_FILES,
    IDS,
    MIB,
    files_on_disk,
    kept_name,
    memory_limit,
    nothing_half_saved,
    notice,
)


@pytest.fixture
def clerk(city: City) -> User:
    return city.people[Role.CLERK]


def run_import(*paths: Path | str) -> int:
    """The command's exit code."""
    try:
        call_command("import_documents", *map(str, paths))
    except CommandError as error:
        return error.returncode
    return 0


# --- through the command ---


@pytest.mark.parametrize(("name", "make", "message"), BAD_FILES, ids=IDS)
def test_one_bad_file_among_good_ones(
    clerk: User,
    tmp_path: Path,
    settings: Settings,
    capsys: Any,
    name: str,
    make: Callable[[], bytes],
    message: str,
) -> None:
    folder = tmp_path / "来文"
    folder.mkdir()
    (folder / "a.txt").write_bytes(notice(1).encode())
    (folder / name).write_bytes(make())
    (folder / "龥.txt").write_bytes(notice(2).encode())
    assert run_import(folder) == 1
    said = capsys.readouterr().err
    assert f"未能读取　{name}：" in said
    assert message in said
    assert "已录入2，未能读取1" in said
    assert Document.objects.count() == 2
    item = ImportItem.objects.get(state=ImportState.FAILED)
    assert item.name == kept_name(name, 2)
    assert message in item.reason
    assert item.document is None
    nothing_half_saved(settings)


def test_every_bad_file_in_one_run_twice(clerk: User, tmp_path: Path, settings: Settings) -> None:
    folder = tmp_path / "来文"
    folder.mkdir()
    for name, make, _ in BAD_FILES:
        (folder / name).write_bytes(make())
    (folder / "好.txt").write_bytes(notice(1).encode())
    for run in (1, 2):
        assert run_import(folder) == 1
        assert Document.objects.count() == 1
        failed = ImportItem.objects.filter(state=ImportState.FAILED)
        assert failed.count() == run * len(BAD_FILES)
        nothing_half_saved(settings)


def test_a_dry_run_says_the_same_and_writes_nothing(
    clerk: User, tmp_path: Path, settings: Settings, capsys: Any
) -> None:
    names = [row for row in BAD_FILES if row[0] != "他.txt"]  # which organ, only filing decides
    for name, make, _ in names:
        (tmp_path / name).write_bytes(make())
    with pytest.raises(CommandError) as refusal:
        call_command("import_documents", str(tmp_path), "--dry-run")
    assert refusal.value.returncode == 1
    said = capsys.readouterr().err
    for _, _, message in names:
        assert message in said
    assert (ImportBatch.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert files_on_disk(settings) == 0


@pytest.mark.parametrize("name", ["大.pdf", "大.jsonl"])
@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_200_megabytes_on_the_disk(
    clerk: User, tmp_path: Path, settings: Settings, capsys: Any, name: str, options: list[str]
) -> None:
    huge = tmp_path / name
    with huge.open("wb") as stream:
        if name.endswith("jsonl"):
            stream.write(b'{"text": "')
            stream.seek(200 * MIB)
            stream.write(b'"}')
        stream.truncate(200 * MIB)
    small = tmp_path / "小.txt"
    small.write_bytes(notice(1).encode())
    with memory_limit(150 * MIB), pytest.raises(CommandError) as refusal:
        call_command("import_documents", str(huge), str(small), *options)
    assert refusal.value.returncode == 1
    said = capsys.readouterr().err
    assert name in said
    expected = "无法识别的字节" if name.endswith("jsonl") else "文件超过 50 MB，请压缩图片或拆分"
    assert expected in said
    assert "未能读取1" in said
    assert Document.objects.count() == (0 if options else 1)
    nothing_half_saved(settings)


def test_a_line_of_200_megabytes(
    clerk: User, tmp_path: Path, settings: Settings, capsys: Any
) -> None:
    settings.UPLOAD_MAX_BYTES = MIB
    path = tmp_path / "长.jsonl"
    lines = [json.dumps({"id": n, "text": notice(n)}, ensure_ascii=False) for n in (1, 2)]
    path.write_text(f"{lines[0]}\n" + '{"text": "' + "长" * MIB + f'"}}\n{lines[1]}\n', "utf-8")
    assert run_import(path) == 1
    assert "长.jsonl第2行：文件超过 1 MB" in capsys.readouterr().err
    assert Document.objects.count() == 1


def test_gbk_text_is_read(clerk: User, tmp_path: Path) -> None:
    (tmp_path / "国标.txt").write_bytes(notice(3).encode("gbk"))
    (tmp_path / "国标.jsonl").write_bytes(
        json.dumps({"id": "甲", "text": notice(4)}, ensure_ascii=False).encode("gb18030")
    )
    assert run_import(tmp_path) == 0
    titles = set(Document.objects.values_list("title", flat=True))
    assert titles == {f"关于做好第{n}段河道保洁工作的通知" for n in (3, 4)}


def test_bad_lines_of_a_file_of_documents(
    clerk: User, tmp_path: Path, capsys: Any, settings: Settings
) -> None:
    lines = [
        json.dumps({"id": 1, "text": notice(1)}),
        "{坏的",
        '{"id": 2}',
        '{"id": 3, "text": null}',
        '{"id": 4, "text": "\\ud800"}',
        '["text"]',
        json.dumps({"id": "五\u0000", "text": notice(5) + "\u2028"}, ensure_ascii=False),
    ]
    path = tmp_path / "批.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert run_import(path) == 1
    said = capsys.readouterr().err
    for number in range(2, 7):
        assert f"批.jsonl第{number}行：不是含有 text 的 JSON 对象" in said
    assert set(ImportItem.objects.values_list("name", flat=True)) == {"批-1.txt", "批-五.txt"}
    assert Document.objects.count() == 2
    nothing_half_saved(settings)


def test_paths_that_are_no_files(clerk: User, tmp_path: Path, capsys: Any) -> None:
    os.mkfifo(tmp_path / "管道")
    # A name as a Windows archive leaves it on the disk.
    raw = os.fsencode(tmp_path) + b"/" + "来文.txt".encode("gb18030")
    Path(os.fsdecode(raw)).write_bytes(notice(1).encode())
    good = tmp_path / "好.txt"
    good.write_bytes(notice(2).encode())
    assert run_import(tmp_path / "没有.txt", tmp_path / "管道", good, os.fsdecode(raw)) == 1
    said = capsys.readouterr().err
    assert "没有这个文件，请核对路径" in said
    assert "不是普通文件" in said
    assert set(ImportItem.objects.values_list("name", flat=True)) == {"好.txt", "来文.txt"}


def test_two_documents_with_one_number(
    clerk: User, city: City, tmp_path: Path, settings: Settings, capsys: Any
) -> None:
    (tmp_path / "1.txt").write_bytes(notice(9).encode())
    (tmp_path / "2.txt").write_bytes(notice(9, title="关于另一件事情的通知").encode())
    draft(
        city,
        organ=city.other_district,
        by=city.outsider,
        title="他区秘而不宣",
        doc_number="西府〔2026〕1号",
    )
    (tmp_path / "3.txt").write_bytes(notice(0, file_number="西府〔2026〕1号").encode())
    assert run_import(tmp_path) == 1
    said = capsys.readouterr().err
    assert "与草稿《关于做好第9段河道保洁工作的通知》重复" in said
    assert "请对照后载入该草稿" in said
    assert "另一机关的文件" in said
    assert "秘而不宣" not in said
    assert Document.objects.filter(organ=city.office).count() == 1
    quarantined = ImportItem.objects.filter(state__in=(ImportState.FAILED, ImportState.OFFERED))
    assert sorted(item.state for item in quarantined) == ["failed", "offered"]
    assert all(item.source for item in quarantined)


def test_31_february_in_a_text(clerk: User, tmp_path: Path, capsys: Any) -> None:
    """The draft is filed without a date, the clerk is told, and it cannot be submitted so."""
    (tmp_path / "二月.txt").write_bytes(notice(9, date="2026年2月31日").encode())
    assert run_import(tmp_path) == 0
    assert "请核对：成文日期“2026年2月31日”不是有效日期" in capsys.readouterr().out
    document = Document.objects.get()
    assert document.signed_on is None
    codes = {blocker.code for blocker in for_submission(document, on=dt.date(2026, 11, 20))}
    assert "missing_signed_on" in codes


def test_dates_that_contradict_each_other_do_not_stop_the_run(
    clerk: User, city: City, tmp_path: Path, settings: Settings, capsys: Any
) -> None:
    text = notice(9, body="本通知自2026年12月1日起施行，有效期至2026年11月5日。")
    (tmp_path / "1.txt").write_bytes(text.encode())
    (tmp_path / "2.txt").write_bytes(notice(2).encode())
    run_import(tmp_path)
    assert Document.objects.filter(doc_number="试府办〔2026〕2号").exists()
    nothing_half_saved(settings)
