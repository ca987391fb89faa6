"""How often what was already public spared an application."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from requests_app.selectors import SuggestionFigures, suggestion_figures


class Command(BaseCommand):
    """Print the figures of a stretch of days; without days, of this year."""

    help = "申请之前看到已经公开的内容、因而不必申请的次数"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", help="从哪一天起，如 2026-01-01；不写为今年1月1日")
        parser.add_argument("--until", help="到哪一天止；不写为今天")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        since = _day(options["since"], dt.date(today.year, 1, 1))
        until = _day(options["until"], today)
        found = suggestion_figures(since=since, until=until)
        self.stdout.write(f"{since}至{until}：{_line(found.total)}")
        for row in found.rows:
            self.stdout.write(f"{row.organ}：{_line(row)}")


def _line(row: SuggestionFigures) -> str:
    return f"显示{row.shown}次，够用{row.enough}次，占{row.share}%"


def _day(text: str | None, otherwise: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text) if text else otherwise
    except ValueError as error:
        raise CommandError(f"日期“{text}”读不懂，请写成 2026-01-31。") from error
