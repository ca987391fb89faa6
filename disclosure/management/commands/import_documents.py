"""`manage.py import_documents PATH… [--organ CODE] [--dry-run] [--json]`."""

import io
import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from disclosure.choices import ImportState
from disclosure.imports.blocks import Source
from disclosure.imports.parser import parse_document
from disclosure.management.clerks import chosen_clerk, organ_named
from disclosure.management.sources import document_lines, file_label
from disclosure.models import ImportBatch, ImportItem
from disclosure.services.imports import (
    elements_of,
    elements_with_doubts,
    known_organs,
    open_batch,
    read_item,
    receive,
)
from portal.common.errors import ActRefused
from portal.files.confinement import ConfinementError, confined
from portal.files.extraction import UnreadableFile
from portal.files.formats.limits import BUDGETS
from portal.files.inspection import Limits, RejectedFile
from portal.files.recognition import recognise_file, recognised
from portal.files.services import doubt_row


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
        for name, stream in self._files(options["paths"]):
            if batch is None:
                self._try(name, stream)
            else:
                self._import(batch, name, stream)
        summary = "，".join(f"{label}{count}" for label, count in self.counts.items() if count)
        self.stderr.write(f"共{sum(self.counts.values())}份：{summary or '没有文件'}。")
        if self.counts["未能读取"]:
            raise CommandError("有文件未能读取，原因见上；其余已处理。", returncode=1)

    def _open(self, code: str | None, username: str | None) -> ImportBatch:
        organ = organ_named(code)
        by = chosen_clerk(organ=organ, username=username)
        try:
            return open_batch(organ=organ, by=by, at=timezone.now())
        except ActRefused as error:
            raise CommandError(str(error), returncode=2) from error

    def _files(self, paths: list[Path]) -> Iterator[tuple[str, BinaryIO]]:
        for path in paths:
            if not path.exists():
                self._failed(file_label(str(path)), "没有这个文件，请核对路径。")
            elif path.is_dir():
                for inner in sorted(p for p in path.rglob("*") if p.is_file()):
                    yield from self._one(inner)
            elif path.is_file():
                yield from self._one(path)
            else:
                self._failed(file_label(str(path)), "不是普通文件，请指定文件或文件夹。")

    def _one(self, path: Path) -> Iterator[tuple[str, BinaryIO]]:
        name = file_label(path.name)
        try:
            with path.open("rb") as stream:
                if path.suffix.lower() != ".jsonl":
                    yield name, stream
                    return
                for label, text in self._lines(name, stream):
                    yield label, io.BytesIO(text)
        except OSError as error:
            self._failed(name, f"无法打开（{error.strerror}），请检查文件权限。")

    def _lines(self, name: str, stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
        """The texts of a file of documents: one JSON object a line, each with its `text`."""
        for line in document_lines(stream, name=name, max_bytes=settings.UPLOAD_MAX_BYTES):
            if line.problem:
                self._failed(line.label, line.problem)
            else:
                yield line.label, line.text

    def _try(self, name: str, stream: BinaryIO) -> None:
        try:
            data = stream.read(settings.UPLOAD_MAX_BYTES + 1)  # one more: it is refused
            limits = Limits(max_bytes=settings.UPLOAD_MAX_BYTES)
            checked = confined("inspect", data, budget=BUDGETS.inspect, name=name, limits=limits)
            read = recognised(data, kind=checked.value.kind, name=name)
            source = Source(read.structure, read.origins)
            parsed = parse_document(read.text, file=name, organs=self.organs, source=source)
            elements_of(parsed)
        except (RejectedFile, UnreadableFile, ConfinementError) as error:
            self._failed(name, error.message)
        except ActRefused as error:
            self._failed(name, str(error))
        else:
            doubts = [doubt_row(doubt) for doubt in read.doubts]
            self._report("已识别", name, elements_with_doubts(parsed, doubts))

    def _import(self, batch: ImportBatch, name: str, stream: BinaryIO) -> None:
        now = timezone.now()
        item = receive(batch=batch, name=name, stream=stream, at=now)
        if item.source is not None:
            recognise_file(file_id=item.source.pk, at=now)
        item = read_item(item_id=item.pk, at=now, organs=self.organs)
        match item.state:
            case ImportState.FILED:
                self._report("已录入", name, item.elements)
            case ImportState.DUPLICATE:
                known = item.document.import_items if item.document else ImportItem.objects.none()
                filed = known.exclude(elements={}).first()
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
