"""`manage.py workdays add | check | load`."""

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.workdays import services
from portal.workdays.calendar import WEEKDAYS, BeyondCalendar
from portal.workdays.sheet import SheetError, parse_date, read_csv


def _day(text: str) -> dt.date:
    try:
        return parse_date(text)
    except ValueError as error:
        raise CommandError(str(error)) from error


class Command(BaseCommand):
    help = "推算工作日、查某日是否工作日、载入节假日安排"

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        add = acts.add_parser("add", help="某日之后第N个工作日（当日不计）")
        add.add_argument("start", help="起算日，如 2024-01-30")
        add.add_argument("number", type=int, help="工作日天数")
        add.add_argument("--explain", action="store_true", help="逐日列出")
        check = acts.add_parser("check", help="某日是否工作日")
        check.add_argument("day")
        load = acts.add_parser("load", help="载入节假日安排（CSV）；不写文件名时载入随附的全部年度")
        load.add_argument("files", nargs="*", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['act']}")(options)
        except BeyondCalendar as error:
            raise CommandError(str(error)) from error

    def _add(self, options: dict[str, Any]) -> None:
        start, number = _day(options["start"]), options["number"]
        if number < 1:
            raise CommandError("工作日天数必须是正整数。")
        calendar = services.load_calendar()
        if options["explain"]:
            for line in calendar.explain(start, number):
                self.stdout.write(str(line))
        self.stdout.write(calendar.add(start, number).isoformat())

    def _check(self, options: dict[str, Any]) -> None:
        day = _day(options["day"])
        calendar = services.load_calendar()
        answer = "工作日" if calendar.is_workday(day) else "休息日"
        named = calendar.named.get(day)
        mark = f"{named.mark}，{named.source}" if named else calendar.mark(day)
        text = f"{day} 周{WEEKDAYS[day.weekday()]} {answer}"
        self.stdout.write(f"{text}（{mark}）" if mark else text)

    def _load(self, options: dict[str, Any]) -> None:
        arrangements = [] if options["files"] else services.shipped_arrangements()
        for path in options["files"]:
            try:
                arrangements += read_csv(path.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError) as error:
                raise CommandError(f"无法读取 {path}：请确认文件存在且为 UTF-8 编码。") from error
            except SheetError as error:
                raise CommandError(f"{path} 有错误，未载入：\n{error}") from error
        changed = services.load_arrangements(arrangements, by=None, at=timezone.now())
        for number in changed:
            self.stdout.write(f"已载入 {number}")
        until = services.load_calendar().covered_until
        self.stdout.write(
            f"载入{len(changed)}个通知，{len(arrangements) - len(changed)}个没有变化；"
            f"工作日历收录到 {until}。"
        )
