"""Commands that take in a table: FILE [--dry-run] [--by USERNAME] [--report FILE]."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from disclosure.exchange.columns import Sheet
from disclosure.exchange.report import Outcome, Report
from disclosure.exchange.table import BadTable, Table, read_table
from disclosure.management.clerks import chosen_clerk
from portal.accounts.models import User
from portal.common.errors import ActRefused


class TableCommand(BaseCommand):
    """Reads a table of the kind `sheet`; `take_in` is the service that takes its rows."""

    sheet: ClassVar[Sheet]

    def take_in(self, table: Table, *, by: User, dry_run: bool, name: str) -> Report:
        """Call the service. Raises ActRefused."""
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="只核对并报告，不写入")
        parser.add_argument("--by", metavar="USERNAME", help="录入人；不写则用任职最多的录入人员")
        parser.add_argument("--report", type=Path, metavar="FILE", help="另存 JSON 报告")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        path: Path = options["file"]
        table = self._read(path)
        by = chosen_clerk(organ=None, username=options["by"])
        try:
            report = self.take_in(table, by=by, dry_run=options["dry_run"], name=path.name)
        except ActRefused as error:
            raise CommandError(str(error), returncode=2) from error
        for note in report.notes:
            self.stdout.write(note)
        for row in report.rows:
            (self.stderr if row.outcome is Outcome.BAD else self.stdout).write(str(row))
        self.stdout.write(report.summary())
        if options["report"]:
            self._save(options["report"], report.as_json())
        if not report.ok:
            raise CommandError("有误的行没有录入，原因见上；改正后可再次导入整份表格。")

    def _read(self, path: Path) -> Table:
        if not path.is_file():
            raise CommandError(f"没有这个文件：{path}", returncode=2)
        try:
            with path.open("rb") as stream:
                return read_table(
                    stream, name=path.name, max_bytes=settings.UPLOAD_MAX_BYTES, sheet=self.sheet
                )
        except BadTable as error:
            raise CommandError(error.message, returncode=2) from error
        except OSError as error:
            raise CommandError(f"无法读取 {path}：{error.strerror}", returncode=2) from error

    def _save(self, path: Path, report: dict[str, Any]) -> None:
        text = json.dumps(report, ensure_ascii=False, indent=2)
        try:
            path.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"无法写入报告 {path}：{error.strerror}", returncode=2) from error
