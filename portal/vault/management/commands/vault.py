"""`manage.py vault rotate | check`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.vault import selectors, services
from portal.vault.errors import BadKeys
from portal.vault.keys import current_ring

_SHOWN = 50


class Command(BaseCommand):
    help = "重新加密、核对加密保存的个人信息"

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        rotate = acts.add_parser("rotate", help="用当前密钥重新加密全部数据，可中断后再运行")
        rotate.add_argument("--batch-size", type=int, default=200)
        acts.add_parser("check", help="核对全部密文能否打开，列出在用的密钥")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['act']}")(options)
        except BadKeys as problem:
            raise CommandError(str(problem)) from problem

    def _rotate(self, options: dict[str, Any]) -> None:
        done = services.rotate(by=None, at=timezone.now(), batch_size=options["batch_size"])
        self.stdout.write(f"已重新加密{done.values}个值、{done.files}个文件。")
        self._refuse(done.faults)

    def _check(self, _options: dict[str, Any]) -> None:
        found = selectors.inspect()
        for head in sorted({*found.values, *found.files}, key=str):
            self.stdout.write(f"{head}：{found.values[head]}个值、{found.files[head]}个文件")
        for key_id in found.unused_keys(current_ring()):
            self.stdout.write(f"密钥{key_id}已无数据使用，可以撤下。")
        self._refuse(found.faults)
        self.stdout.write("全部密文都能打开。")

    def _refuse(self, faults: list[str]) -> None:
        if not faults:
            return
        for fault in faults[:_SHOWN]:
            self.stderr.write(fault)
        raise CommandError(f"有{len(faults)}处不能打开，请查明原因或从备份恢复。", returncode=1)
