"""`manage.py load_organs FILE [--dry-run]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from portal.organs.organs_file import load_organs_file
from portal.organs.sheet import SheetRefused


class Command(BaseCommand):
    help = "载入机关目录（CSV，UTF-8）；重复载入不会重复新增"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="只检查并报告，不保存")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                report = load_organs_file(options["file"], by=None, at=timezone.now())
                transaction.set_rollback(options["dry_run"])
        except SheetRefused as error:
            count = len(error.problems)
            raise CommandError(f"{options['file']} 有{count}处错误，没有载入：\n{error}") from error
        for label, codes in (("新增", report.added), ("修改", report.changed)):
            if codes:
                self.stdout.write(f"{label}：{'、'.join(codes)}")
        self.stdout.write(f"试运行，未保存：{report}" if options["dry_run"] else str(report))
