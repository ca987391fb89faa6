"""`manage.py dump_public [--output DIR]`: everything public as files of open data."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from disclosure.api.dump import write_dump


class Command(BaseCommand):
    help = "把全部公开文件连同附件写成开放数据的数据包"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", default=str(settings.PUBLIC_DUMP_DIR), help="目录")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["output"])
        try:
            count = write_dump(folder=folder, at=timezone.now())
        except OSError as error:
            raise CommandError(f"无法写入 {folder}：{error.strerror}") from error
        self.stdout.write(f"已写入{count}份公开文件：{folder}")
