"""Say what publication would say of files, and write their cleaned copies; needs no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.files.gate import Item, Verdict, masked, would_publish
from portal.files.inspection import too_large


class Command(BaseCommand):
    """One line of JSON, or some lines of Chinese, for each path; exit 1 when one is blocked."""

    help = "检查文件能否公开：列出个人信息、密级标识、没有读出的部分；不能公开的退出码为1"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="要检查的文件")
        parser.add_argument("--json", action="store_true", help="每个文件输出一行 JSON")
        parser.add_argument("--out", metavar="DIR", help="把公开副本写到这个文件夹")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        blocked = 0
        for number, path in enumerate(map(Path, options["paths"])):
            verdict = _verdict(path)
            written = _write(verdict, path, options["out"], number)
            told = _told(path, verdict, written)
            blocked += verdict.blocked
            lines = [json.dumps(told, ensure_ascii=False)] if options["json"] else _lines(told)
            for line in lines:
                # Names of files may hold bytes that are no text.
                self.stdout.write(line.encode("utf-8", "replace").decode())
        if blocked:
            raise CommandError(f"有 {blocked} 个文件不能公开。", returncode=1)


def _verdict(path: Path) -> Verdict:
    """What publication would say; whatever goes wrong is an answer and never a crash."""
    try:
        if path.stat().st_size > settings.UPLOAD_MAX_BYTES:
            return _refused(too_large(settings.UPLOAD_MAX_BYTES))
        data = path.read_bytes()
    except OSError as error:
        return _refused(f"文件无法读取（{error.strerror or type(error).__name__}）。")
    name = path.name.encode("utf-8", "replace").decode()
    return would_publish(data, name=name, pictures=settings.READ_PICTURES)


def _refused(problem: str) -> Verdict:
    return Verdict("", problem)


def _write(verdict: Verdict, path: Path, folder: str | None, number: int) -> str | None:
    # Of what bears a mark of secrecy no copy is made, not even here.
    if folder is None or verdict.cleaned is None or verdict.is_secret:
        return None
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        # The copy's path is told as well: a number in the name is no more in it than in the rest.
        name = masked(path.name).replace("*", "_")
        copy = target / name
        if copy.exists():
            copy = target / f"{number + 1}-{name}"
        copy.write_bytes(verdict.cleaned)
    except OSError as error:
        raise CommandError(f"公开副本写不到 {folder}：{error.strerror}。") from error
    return str(copy)


def _told(path: Path, verdict: Verdict, written: str | None) -> dict[str, Any]:
    return {
        "file": masked(path.name),
        "kind": verdict.kind,
        "blocked": verdict.blocked,
        "problem": verdict.problem,
        "findings": [_row(item) for item in verdict.findings],
        "unread": [{"where": item.where, "why": item.shown} for item in verdict.unread],
        "cleaned": written,
    }


def _row(item: Item) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "label": item.label,
        "where": item.where,
        "text": item.shown,
        "blocks": item.blocks,
        "evidence": item.evidence,
    }


def _lines(told: dict[str, Any]) -> list[str]:
    state = "不能公开" if told["blocked"] else "可以公开"
    if not told["blocked"] and (told["findings"] or told["unread"]):
        state = "须由人逐项确认后才能公开"
    lines = [f"{told['file']}：{state}"]
    if told["problem"]:
        lines.append(f"  {told['problem']}")
    for row in told["findings"]:
        does = "须处理" if row["blocks"] else "须确认"
        lines.append(f"  [{does}] {row['label']} {row['text']}（{row['where']}）")
    lines += [f"  [没有读出] {row['where']}：{row['why']}" for row in told["unread"]]
    if told["cleaned"]:
        lines.append(f"  公开副本：{told['cleaned']}")
    return lines
