"""`manage.py load_columns --organ CODE`: the usual columns, under the organ that keeps them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from disclosure.services.columns import load_columns
from portal.organs.models import Organ


class Command(BaseCommand):
    help = "载入常用栏目；已有的栏目保持不变"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organ", required=True, help="责任机关的代码")

    def handle(self, *args: Any, **options: Any) -> None:
        organ = Organ.objects.active().filter(code=options["organ"]).first()
        if organ is None:
            raise CommandError(
                f"没有代码为 {options['organ']} 的在用机关，请先用 load_organs 载入机关目录。"
            )
        added = load_columns(organ=organ, at=timezone.now())
        self.stdout.write(f"新设栏目{added}个，责任机关：{organ.name}。")
