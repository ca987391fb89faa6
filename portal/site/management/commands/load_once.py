"""`manage.py load_once`: organs, demo city and documents, where they are not there yet."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.organs.organs_file import SHANGHAI, load_organs_file
from portal.site.demo.loader import HERE, load_demo


class Command(BaseCommand):
    help = "载入上海机关目录和演示城市海岚市（已载入的不再重复）"

    def handle(self, *args: Any, **options: Any) -> None:
        for path in (SHANGHAI, HERE / "organs.csv"):
            load_organs_file(path, by=None, at=timezone.now())
        added = load_demo()
        self.stdout.write(f"机关目录已就绪，新载入演示公文{added}件。")
