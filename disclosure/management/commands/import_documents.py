"""`manage.py import_documents PATH… [--organ CODE] [--dry-run] [--json]`."""

import io
import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count
from django.utils import timezone

from disclosure.choices import ImportState
from disclosure.importing.parser import parse_document
from disclosure.models import ImportBatch
from disclosure.services.imports import known_organs, open_batch, read_item, receive
from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.common.errors import ActRefused
from portal.files.extraction import UnreadableFile, extract_text
from portal.files.inspection import RejectedFile, inspect_upload
from portal.organs.models import Organ


class Command(BaseCommand):
    help = "导入公文：识别要素，录入为草稿；可反复运行，同一文件只录入一次"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--organ", metavar="CODE", help="录入机关代码；不写则由发文机关确定")
        parser.add_argument("--by", metavar="USERNAME", help="录入人；不写则用该机关的录入人员")
        parser.add_argument("--dry-run", action="store_true", help="只识别，不录入")
        parser.add_argument("--json", action="store_true", help="每份文件打印一个 JSON 对象")

    def handle(self, *args: Any, **options: Any) -> None:
        self.as_json: bool = options["json"]
        self.organs = known_organs()
        self.counts = dict.fromkeys(("已录入", "已识别", "已有", "未能读取"), 0)
        batch = None if options["dry_run"] else self._open(options["organ"], options["by"])
        for name, data in self._files(options["paths"]):
            if batch is None:
                self._try(name, data)
            else:
                self._import(batch, name, data)
        summary = "，".join(f"{label}{count}" for label, count in self.counts.items() if count)
        self.stderr.write(f"共{sum(self.counts.values())}份：{summary or '没有文件'}。")
        if self.counts["未能读取"]:
            raise CommandError("有文件未能读取，原因见上；其余已处理。", returncode=1)

    def _open(self, code: str | None, username: str | None) -> ImportBatch:
        organ = Organ.objects.filter(code=code).first() if code else None
        if code and organ is None:
            raise CommandError(f"没有代码为“{code}”的机关。", returncode=2)
        clerks = Membership.objects.in_role(Role.CLERK).filter(user__is_active=True)
        if organ:
            clerks = clerks.filter(organ=organ)
        if username:
            clerks = clerks.filter(user__username=username)
        # Without a name: whoever serves the most organs, so that every issuer is found.
        chosen = clerks.values("user_id").annotate(n=Count("id")).order_by("-n", "user_id").first()
        if chosen is None:
            raise CommandError("没有可用的录入人员，请先授予“录入”角色。", returncode=2)
        by = User.objects.get(pk=chosen["user_id"])
        try:
            return open_batch(organ=organ, by=by, at=timezone.now())
        except ActRefused as error:
            raise CommandError(str(error), returncode=2) from error

    def _files(self, paths: list[Path]) -> Iterator[tuple[str, bytes]]:
        for path in paths:
            if not path.exists():
                self._failed(str(path), "没有这个文件。")
            elif path.is_dir():
                for inner in sorted(p for p in path.rglob("*") if p.is_file()):
                    yield from self._one(inner)
            else:
                yield from self._one(path)

    def _one(self, path: Path) -> Iterator[tuple[str, bytes]]:
        if path.suffix.lower() != ".jsonl":
            yield path.name, path.read_bytes()
            return
        # A file of documents, one JSON object a line, each with its `text`.
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                label = f"{path.stem}-{row.get('id', number)}.txt"
                yield label, str(row["text"]).encode()
            except (json.JSONDecodeError, KeyError, AttributeError, TypeError):
                self._failed(f"{path.name}第{number}行", "不是含有 text 的 JSON 对象。")

    def _try(self, name: str, data: bytes) -> None:
        try:
            inspect_upload(io.BytesIO(data), name=name)
            text = extract_text(data, name=name).text
        except (RejectedFile, UnreadableFile) as error:
            self._failed(name, error.message)
            return
        parsed = parse_document(text, file=name, organs=self.organs)
        self._report("已识别", name, parsed.as_json())

    def _import(self, batch: ImportBatch, name: str, data: bytes) -> None:
        now = timezone.now()
        item = receive(batch=batch, name=name, stream=io.BytesIO(data), at=now)
        item = read_item(item_id=item.pk, at=now, organs=self.organs)
        match item.state:
            case ImportState.FILED:
                self._report("已录入", name, item.elements)
            case ImportState.DUPLICATE:
                filed = item.document.import_items.exclude(elements={}).first()
                self._report("已有", name, filed.elements if filed else {})
            case _:
                self._failed(name, item.reason)

    def _report(self, label: str, name: str, elements: dict[str, Any]) -> None:
        self.counts[label] += 1
        if self.as_json:
            self.stdout.write(json.dumps(elements, ensure_ascii=False))
            return
        self.stdout.write(
            f"{label}　{name}　{elements.get('doc_number') or '无文号'}　"
            f"{elements.get('title', '')}"
        )
        for warning in elements.get("warnings", ()):
            self.stdout.write(f"　　请核对：{warning}")

    def _failed(self, name: str, reason: str) -> None:
        self.counts["未能读取"] += 1
        self.stderr.write(f"未能读取　{name}：{reason}")
