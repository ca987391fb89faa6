"""`manage.py draw --candidates FILE.csv --seed TEXT --places N [--quota GROUP=N …]`.

The chosen numbers in the order of the draw, one a line, then the substitutes under a heading;
everything else goes to stderr, and nothing to stdout when there is an error. No database is asked.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from decisions.draws.draw import DrawError, draw
from decisions.draws.lists import read_list

HEADING = "候补（依次）"


class Command(BaseCommand):
    help = "抽签：由公布的名单和种子推算入选的和候补的，任何人都可以重算"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--candidates", required=True, metavar="文件", help="名单，CSV")
        parser.add_argument("--seed", required=True, metavar="种子", help="公布的种子，照原文")
        parser.add_argument("--places", required=True, type=int, metavar="名额")
        parser.add_argument(
            "--quota", nargs="+", action="extend", default=[], metavar="组=名额",
            help="某一组至少几个名额，可以写几个",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        try:
            data = Path(options["candidates"]).read_bytes()
        except OSError as error:
            raise CommandError(f"打不开名单：{error.strerror}。") from error
        try:
            found = read_list(data)
            drawn = draw(
                found.candidates,
                seed=options["seed"],
                places=options["places"],
                quotas=_quotas(options["quota"]),
            )
        except DrawError as error:
            raise CommandError(str(error)) from error
        for note in (*found.notes, *drawn.warnings):
            self.stderr.write(note)
        lines = [each.number for each in drawn.chosen]
        lines += [HEADING, *(each.number for each in drawn.substitutes)]
        self.stdout.write("\n".join(lines))


def _quotas(given: list[str]) -> dict[str, int]:
    """By group. Raises DrawError for one without a whole number, or given twice."""
    found: dict[str, int] = {}
    for word in given:
        group, sign, number = word.rpartition("=")
        digits = number.removeprefix("-")
        if not (sign and group and digits.isascii() and digits.isdigit()):
            raise DrawError(f"“{word}”应写作 组=名额，如 企业=2。")
        if group in found:
            raise DrawError(f"“{group}”的名额写了两次。")
        found[group] = int(number)
    return found
