"""A damaged dump is refused, with what is wrong and what to do, and nothing is written."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management.base import CommandError

from disclosure.exchange.checksums import SUMS
from disclosure.exchange.portable import FILES, PORTAL
from disclosure.models import Document
from portal.audit.models import AuditEntry
from portal.files.models import StoredFile
from portal.organs.models import Organ
from tests.disclosure.api.dumps.conftest import load

pytestmark = pytest.mark.django_db


def _cut(folder: Path, name: str) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: len(content) // 2])


def _attachment(folder: Path) -> str:
    return f"{FILES}/{min(path.name for path in (folder / FILES).iterdir())}"


def _seal(folder: Path) -> None:
    """Make the manifest say what lies there."""
    names = [line.split("  ")[1] for line in (folder / SUMS).read_text().splitlines()]
    sums = [hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names]
    lines = (f"{digest}  {name}\n" for digest, name in zip(sums, names, strict=True))
    (folder / SUMS).write_text("".join(lines))


def _rewrite(folder: Path, change: Callable[[list[Any]], Any]) -> None:
    """Change the lines of the portal and seal the manifest again."""
    text = gzip.decompress((folder / PORTAL).read_bytes()).decode()
    lines = [json.loads(line) for line in text.splitlines()]
    change(lines)
    written = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / PORTAL).write_bytes(gzip.compress(written.encode()))
    _seal(folder)


def _documents(lines: list[Any]) -> list[Any]:
    return [line for line in lines if line["type"] == "document"]


def _forget_last_sum(folder: Path) -> None:
    lines = (folder / SUMS).read_text().splitlines(keepends=True)
    (folder / SUMS).write_text("".join(lines[:-1]))


def _flip(folder: Path) -> None:
    path = folder / _attachment(folder)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _cut_and_seal(folder: Path) -> None:
    _cut(folder, PORTAL)
    _seal(folder)


DAMAGES: dict[str, tuple[Callable[[Path], Any], str]] = {
    "no folder": (shutil.rmtree, "没有 SHA256SUMS"),
    "cut portal": (lambda folder: _cut(folder, PORTAL), "portal.jsonl.gz 与 SHA256SUMS"),
    "cut table": (lambda folder: _cut(folder, "documents.csv.gz"), "documents.csv.gz 与"),
    "cut sums": (lambda folder: _cut(folder, SUMS), "不完整或已损坏"),
    "empty sums": (lambda folder: (folder / SUMS).write_bytes(b""), "不完整或已损坏"),
    "no portal": (lambda folder: (folder / PORTAL).unlink(), "缺少 portal.jsonl.gz"),
    "no attachment": (lambda folder: (folder / _attachment(folder)).unlink(), "缺少 files/"),
    "flipped bit": (_flip, "已损坏或不完整"),
    "way out": (
        lambda folder: (folder / SUMS).write_text(f"{'0' * 64}  ../../etc/passwd\n"),
        "不完整或已损坏",
    ),
    "sealed and cut": (
        _cut_and_seal,
        "portal.jsonl.gz 无法读取",
    ),
    "other format": (
        lambda folder: _rewrite(folder, lambda lines: lines[0].update(format=99)),
        "格式是99",
    ),
    "no header": (lambda folder: _rewrite(folder, lambda lines: lines.pop(0)), "不是本门户"),
    "unknown organ": (
        lambda folder: _rewrite(
            folder, lambda lines: _documents(lines)[-1].update(organ="NOWHERE")
        ),
        "数据包内容有误",
    ),
    "no title": (
        lambda folder: _rewrite(folder, lambda lines: _documents(lines)[-1].update(title="")),
        "数据包内容有误",
    ),
    "no day": (
        lambda folder: _rewrite(
            folder, lambda lines: _documents(lines)[-1].update(signed_on="2026-02-30")
        ),
        "数据包内容有误",
    ),
    "same document twice": (
        lambda folder: _rewrite(folder, lambda lines: lines.insert(-8, _documents(lines)[0])),
        "数据包内容有误",
    ),
    "strange line": (
        lambda folder: _rewrite(folder, lambda lines: lines.append({"type": "user"})),
        "数据包内容有误",
    ),
    "no line": (lambda folder: _rewrite(folder, lambda lines: lines.append(7)), "数据包内容有误"),
    "attachment of others": (
        lambda folder: _rewrite(
            folder,
            lambda lines: [
                file.update(sha256="../SHA256SUMS")
                for line in _documents(lines)
                for file in line["attachments"]
            ],
        ),
        "缺少附件",
    ),
}


def test_a_damaged_dump_is_refused_and_nothing_is_written(
    empty: Path, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    """One empty portal for all of them: what one leaves behind, the next one would find."""
    audited = AuditEntry.objects.count()
    for kind, (damage, said) in DAMAGES.items():
        folder = shutil.copytree(empty, tmp_path / kind)
        damage(folder)
        with subtests.test(kind):
            with pytest.raises(CommandError, match=said) as refused:
                load(folder)
            assert refused.value.returncode == 1
            assert not Document.objects.exists()
            assert not StoredFile.objects.exists()
            assert not Organ.objects.exists()
            assert AuditEntry.objects.count() == audited
            media = Path(configured.MEDIA_ROOT)
            assert [path for path in media.rglob("*") if path.is_file()] == []
