"""`manage.py load_public DIR [--by NAME]`: fill an empty library from a dump of open data."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from disclosure.exchange.checksums import whole_dump
from disclosure.services.restoration import restore_public
from portal.accounts.models import User
from portal.common.errors import ActRefused


class Command(BaseCommand):
    help = "核对开放数据的数据包，把其中的公开文件载入空的公文库"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", help="数据包的目录，内有 SHA256SUMS")
        parser.add_argument("--by", help="以谁的名义，用户名；不写时为最早的超级用户")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            dump = whole_dump(Path(options["folder"]))
            count = restore_public(
                lines=dump.lines(),
                attachment=dump.attachment,
                source=dump.digest,
                by=_operator(options["by"]),
                at=timezone.now(),
            )
        except ActRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已载入{count}份公开文件。")


def _operator(username: str | None) -> User:
    people = User.objects.filter(is_active=True)
    named = people.filter(username=username) if username else people.filter(is_superuser=True)
    found = named.order_by("pk").first()
    if found is None:
        raise CommandError("没有这个用户，请用 --by 指定，或先执行 createsuperuser。")
    return found
