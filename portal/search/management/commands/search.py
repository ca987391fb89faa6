"""`manage.py search 公积金怎么提取 [--kind document] [--explain]`: what a reader finds, and why."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.search.explanations import Explanation, explained
from portal.search.registry import offered

_MOST = 10


class Command(BaseCommand):
    help = "像读者那样检索，列出先后；加 --explain 逐项说明每一条得分的由来。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", help="检索的文字")
        parser.add_argument("--kind", action="append", help="种类，可重复；不写是全部公开的种类")
        parser.add_argument("--explain", action="store_true", help="说明得分")

    def handle(self, *args: Any, **options: Any) -> None:
        known = [each.kind for each in offered()]
        kinds = options["kind"] or known
        if unknown := sorted(set(kinds).difference(known)):
            raise CommandError(f"没有这个种类：{unknown[0]}。有：{'、'.join(known)}。")
        told = explained(options["text"], kinds=tuple(kinds), most=_MOST)
        if not told:
            self.stdout.write("什么也没有找到。")
        for place, each in enumerate(told, 1):
            self._tell(place, each, in_full=options["explain"])

    def _tell(self, place: int, each: Explanation, *, in_full: bool) -> None:
        self.stdout.write(f"{place}. [{each.tier}] {each.title}  {each.url}")
        for name, worth in each.parts if in_full else ():
            self.stdout.write(f"     {worth:8.2f}  {name}")
