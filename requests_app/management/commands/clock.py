"""`manage.py clock`: the deadlines of one application, from JSON facts on standard input."""

import json
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from portal.workdays.calendar import NamedDay, WorkingCalendar
from portal.workdays.services import load_calendar, shipped_arrangements
from requests_app.deadlines.clock import clock
from requests_app.deadlines.facts import FactsError
from requests_app.deadlines.laws import Readings
from requests_app.deadlines.ledger_json import read_facts
from requests_app.deadlines.report import report

_REFUSED = 2


class Command(BaseCommand):
    help = "推算一件申请的各项法定期限：标准输入一个 JSON 对象，标准输出 JSON（见 docs/clock.md）"
    # The answer needs the rules and the notices only, on a machine without any server too.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        readings = Readings(**getattr(settings, "REQUEST_CLOCK_READINGS", {}))
        try:
            facts = read_facts(getattr(sys.stdin, "buffer", sys.stdin).read())
            calendar = self._calendar()
            answer = report(clock(facts, calendar, readings=readings), calendar)
        except FactsError as error:
            raise CommandError(str(error), returncode=_REFUSED) from error
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))

    def _calendar(self) -> WorkingCalendar:
        """The loaded calendar, or that of the shipped notices where no rows can be had."""
        try:
            calendar = load_calendar()
        except Error:
            self.stderr.write("数据库无法读取，按随附的节假日安排通知推算。")
            return _shipped_calendar()
        if not calendar.years:
            self.stderr.write("数据库没有节假日安排通知，按随附的通知推算。")
            return _shipped_calendar()
        return calendar


def _shipped_calendar() -> WorkingCalendar:
    # A later notice prevails over an earlier one.
    ordered = sorted(shipped_arrangements(), key=lambda each: each.issued_on)
    return WorkingCalendar(
        (each.year for each in ordered),
        (
            NamedDay(day, span.is_working, span.name, each.number, each.is_verified)
            for each in ordered
            for span in each.spans
            for day in span.dates()
        ),
    )
