"""`manage.py export_documents --format KIND [--organ CODE] [--public-only] --output FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO, cast

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from disclosure.exchange.columns import FORMATS
from disclosure.management.clerks import organ_named
from disclosure.models import Document
from disclosure.services.exchange import export_documents


class Command(BaseCommand):
    help = "导出公文为表格（CSV、XLSX、JSON Lines）；表格可由 import_table 读回"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=FORMATS, required=True, dest="kind")
        parser.add_argument("--organ", metavar="CODE", help="只导出这一机关负责公开的文件")
        parser.add_argument("--public-only", action="store_true", help="只导出已公开的文件")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        documents = Document.objects.order_by("pk")
        if organ := organ_named(options["organ"]):
            documents = documents.filter(organ=organ)
        if options["public_only"]:
            documents = documents.public()
        target: Path = options["output"]
        try:
            # Beside the target first, so that a failure never leaves half a table under its name.
            with NamedTemporaryFile(dir=target.parent, prefix=".export-", delete=False) as part:
                written = Path(part.name)
                try:
                    count = export_documents(
                        documents=documents,
                        kind=options["kind"],
                        stream=cast("BinaryIO", part),
                        by=None,
                        at=timezone.now(),
                    )
                    part.close()
                    written.replace(target)
                finally:
                    written.unlink(missing_ok=True)
        except OSError as error:
            raise CommandError(f"无法写入 {target}：{error.strerror}", returncode=2) from error
        self.stdout.write(f"已导出{count}份到 {target}。")
