"""`manage.py audit verify | anchor | export | purge`."""

import datetime as dt
import hashlib
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError
from django.utils import timezone

from portal.audit import services
from portal.audit.anchors import Anchor, AnchorLost, HeadBehind
from portal.audit.chain import GENESIS
from portal.common.errors import ActRefused


def _day(text: str) -> dt.datetime:
    try:
        return timezone.make_aware(dt.datetime.fromisoformat(text))
    except ValueError as error:
        raise CommandError(f"日期“{text}”无法识别，请写成 2026-03-31。") from error


def _anchor(text: str) -> Anchor:
    number, _, digest = text.partition(":")
    if not number.isdecimal() or len(digest) != len(GENESIS):
        raise CommandError(f"“{text}”无法识别，请照信中写成 序号:哈希。")
    return Anchor(int(number), digest, timezone.now())


class Command(BaseCommand):
    help = "核对、导出、清理审计记录"

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        verify = acts.add_parser("verify", help="核对哈希链和存证，指出第一处中断")
        verify.add_argument("--anchor", action="append", default=[], help="信中的末端，序号:哈希")
        acts.add_parser("anchor", help="把链的末端存到数据库以外")
        export = acts.add_parser("export", help="按对象、时段导出（JSON Lines）")
        export.add_argument("--since")
        export.add_argument("--until")
        export.add_argument("--object", help="类型:编号，如 disclosure.Document:12")
        export.add_argument("--output", type=Path)
        purge = acts.add_parser("purge", help="导出后清理保存期满的记录")
        purge.add_argument("--before", required=True)
        purge.add_argument("--output", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['act']}")(options)

    def _verify(self, options: dict[str, Any]) -> None:
        broken = services.verify(known=[_anchor(text) for text in options["anchor"]])
        if broken is not None:
            raise CommandError(
                f"审计链在第{broken.sequence}条中断：{broken.reason}。", returncode=1
            )
        self.stdout.write("审计链完整。")

    def _anchor(self, _options: dict[str, Any]) -> None:
        try:
            head = services.anchor_head(at=timezone.now())
        except AnchorLost as lost:
            raise CommandError(f"末端没有存到{lost}，原因见日志。", returncode=1) from lost
        except HeadBehind as later:
            text = f"已经存过第{later}条，现在的末端比它早，可能被截去；没有存，请先核对。"
            raise CommandError(text, returncode=1) from later
        self.stdout.write(f"{head.sequence}:{head.hash}" if head else "还没有审计记录。")

    def _export(self, options: dict[str, Any]) -> None:
        kind, _, number = (options["object"] or "").partition(":")
        rows = services.export_rows(
            since=_day(options["since"]) if options["since"] else None,
            until=_day(options["until"]) if options["until"] else None,
            subject=(kind, number) if kind else None,
        )
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        if options["output"]:
            options["output"].write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text, ending="")

    def _purge(self, options: dict[str, Any]) -> None:
        before = _day(options["before"])
        rows = services.export_rows(until=before)
        data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
        options["output"].write_bytes(data)
        try:
            count = services.purge(
                before=before,
                at=timezone.now(),
                export_sha256=hashlib.sha256(data).hexdigest(),
            )
        except ActRefused as error:
            raise CommandError(str(error)) from error
        except ProgrammingError as error:
            raise CommandError(
                "清理须由数据库的所有者进行，请设置 DATABASE_OWNER_URL 后再运行。"
            ) from error
        self.stdout.write(f"已导出并清理{count}条审计记录。")
