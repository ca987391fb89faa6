"""Write every work anew from the relations there are: for repair, and after a bulk change."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from disclosure.services.works import rebuild_works


class Command(BaseCommand):
    help = "按文件关系重建“一部文件”及其历次文本"

    def handle(self, *args: Any, **options: Any) -> None:
        count = rebuild_works(at=timezone.now())
        self.stdout.write(f"已重建{count}部文件。")
