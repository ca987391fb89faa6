"""`manage.py check_site`: columns that are not kept up, and links that lead nowhere."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from disclosure.column_facts import column_reports, listed_columns
from disclosure.dead_links import with_dead_links
from disclosure.freshness import State, verdicts
from disclosure.models import Document


class Command(BaseCommand):
    help = "检查栏目更新和链接；有错误时退出码为 1"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on", type=dt.date.fromisoformat, help="栏目更新算到哪一天，如 2026-03-31；默认今天"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        errors = self._columns(options["on"] or timezone.localdate()) + self._links()
        if errors:
            raise CommandError(f"共有{errors}处错误，请逐项处理后再检查。")
        self.stdout.write("没有错误。")

    def _columns(self, on: dt.date) -> int:
        reports = column_reports(listed_columns(), on=on)
        for report in reports:
            found, name = report.freshness, report.column.name
            if found.state is State.BLANK:
                self._say("警告", f"栏目“{name}”空白。")
            elif found.state is not State.FRESH:
                state = "长期未更新" if found.is_long_stale else found.state.value
                self._say("警告", f"栏目“{name}”{state}：{found.days}天没有更新。")
        failed = verdicts(report.freshness for report in reports)
        for sentence in failed:
            self._say("错误", sentence)
        return len(failed)

    def _links(self) -> int:
        errors = 0
        for found in with_dead_links(Document.objects.public()):
            for link in found.links:
                level = "错误" if link.is_ours else "警告"
                errors += link.is_ours
                where = f"{found.document.quoted_title}（编号{found.document.pk}）"
                self._say(level, f"{where}{link.kind.value}“{link.target}”：{link.problem}。")
        return errors

    def _say(self, level: str, text: str) -> None:
        self.stdout.write(f"[{level}] {text}")
