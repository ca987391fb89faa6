"""`manage.py search_index --rebuild | --follow | --once | --check`."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, close_old_connections

from portal.search.follower import check_index, following
from portal.search.index_files import IndexRoot, IndexUnavailable, LockHeld

_POLL_SECONDS = 0.5
_RETRY_SECONDS = 5.0


class Command(BaseCommand):
    # The indexer has nothing to do with pages; it starts without loading them.
    requires_system_checks: list[str] = []
    help = "检索索引：重建、跟随、补齐一次、核对。每台机器只运行一个索引程序。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_mutually_exclusive_group(required=True)
        acts.add_argument("--rebuild", dest="act", action="store_const", const="rebuild")
        acts.add_argument("--follow", dest="act", action="store_const", const="follow")
        acts.add_argument("--once", dest="act", action="store_const", const="once")
        acts.add_argument("--check", dest="act", action="store_const", const="check")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['act']}")()
        except LockHeld as error:
            if options["act"] != "rebuild":
                raise CommandError("本机已有索引程序在运行。") from error
            IndexRoot(settings.SEARCH_INDEX_DIR).request_rebuild()
            self.stdout.write("本机已有索引程序在运行，已请它重建。")

    def _rebuild(self) -> None:
        with following(settings.SEARCH_INDEX_DIR) as follower:
            self.stdout.write(f"索引已重建，共{follower.rebuild()}条。")

    def _once(self) -> None:
        with following(settings.SEARCH_INDEX_DIR) as follower:
            self.stdout.write(f"索引已补齐，处理{follower.catch_up()}条。")

    def _check(self) -> None:
        problems = check_index(settings.SEARCH_INDEX_DIR)
        if problems:
            raise CommandError("\n".join(problems), returncode=1)
        self.stdout.write("索引完整，与数据库一致。")

    def _follow(self) -> None:
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            try:
                with following(settings.SEARCH_INDEX_DIR) as follower:
                    self.stdout.write("索引程序已启动。")
                    follower.run(pause=lambda: stopped.wait(_POLL_SECONDS))
            except (OperationalError, InterfaceError, IndexUnavailable, OSError) as error:
                self.stderr.write(f"索引程序中断，{_RETRY_SECONDS:.0f}秒后重试：{error}")
                close_old_connections()
                stopped.wait(_RETRY_SECONDS)
