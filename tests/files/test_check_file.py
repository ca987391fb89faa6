"""check_file: what publication would say, from the same functions, whatever the file."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.files.gate import would_publish
from tests.files.samples import (
    docx_bytes,
    identity_number,
    image_bytes,
    ofd_bytes,
    ofd_text,
    pdf_bytes,
    scanned_pdf,
    xlsx_bytes,
)

NUMBER = identity_number()


def _check(capsys: Any, *paths: Path, out: Path | None = None) -> tuple[int, list[dict[str, Any]]]:
    options = ["--out", str(out)] if out else []
    status = 0
    try:
        call_command("check_file", *map(str, paths), "--json", *options)
    except CommandError as error:
        status = error.returncode
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_file_that_may_go_out(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "通知.docx"
    path.write_bytes(docx_bytes("关于屋顶绿化的通知"))
    status, (told,) = _check(capsys, path, out=tmp_path / "公开")
    assert status == 0
    assert (told["blocked"], told["findings"], told["unread"]) == (False, [], [])
    cleaned = Path(told["cleaned"]).read_bytes()
    assert cleaned == would_publish(path.read_bytes(), name=path.name, pictures=False).cleaned
    assert b"docProps" not in cleaned


def test_what_blocks_is_told_masked(tmp_path: Path, capsys: Any) -> None:
    rows = {
        "名册.docx": (docx_bytes(f"证件 {NUMBER}"), "id_card", "正文"),
        f"{NUMBER} 申请表.txt": ("通知".encode(), "id_card", "文件名"),
        "检查.docx": (docx_bytes("秘密★1年"), "secrecy", "正文"),
    }
    for name, (data, kind, where) in rows.items():
        path = tmp_path / name
        path.write_bytes(data)
        status, (told,) = _check(capsys, path, out=tmp_path / "公开")
        assert (status, told["blocked"]) == (1, True)
        # What bears a mark of secrecy is copied nowhere.
        assert (told["cleaned"] is None) == (kind == "secrecy")
        assert [(row["kind"], row["where"]) for row in told["findings"]] == [(kind, where)]
        assert NUMBER not in json.dumps(told)


def test_what_nobody_could_read_is_named_and_does_not_block(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "扫描件.pdf"
    path.write_bytes(scanned_pdf())
    status, (told,) = _check(capsys, path)
    assert (status, told["blocked"], len(told["unread"])) == (0, False, 1)


def test_in_chinese(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "名册.docx"
    path.write_bytes(docx_bytes(f"证件 {NUMBER}"))
    with pytest.raises(CommandError, match="有 2 个文件不能公开"):
        call_command("check_file", str(path), str(tmp_path / "没有.docx"))
    said = capsys.readouterr().out
    assert "名册.docx：不能公开" in said
    assert "[须处理] 身份证号" in said
    assert "文件无法读取" in said


def test_every_input_has_an_answer(tmp_path: Path, capsys: Any) -> None:
    """Damaged, cut, renamed, empty, a folder: told of, and never a crash."""
    whole = {
        "docx": docx_bytes(),
        "xlsx": xlsx_bytes(),
        "pdf": pdf_bytes(),
        "ofd": ofd_bytes(ofd_text(20, 20, "通知")),
        "png": image_bytes(),
        "exe": b"MZ\0\0",
        "txt": b"",
    }
    chance = random.Random(7)  # noqa: S311 - the same damage every time
    paths = [tmp_path]
    for kind, data in whole.items():
        for number in range(8):
            damaged = bytearray(data[: len(data) // 2] if number == 7 else data)
            for _ in range(number if damaged else 0):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            path = tmp_path / f"{kind}{number}.{kind}"
            path.write_bytes(bytes(damaged))
            paths.append(path)
    status, told = _check(capsys, *paths)
    assert status == 1
    assert len(told) == len(paths)
    assert all(row["blocked"] or row["kind"] for row in told)
