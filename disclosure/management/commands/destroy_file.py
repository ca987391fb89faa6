"""Destroy a stored file that may not be in the portal, wherever it hangs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from disclosure.models import DocumentAttachment
from disclosure.services.destruction import forget_imports
from portal.accounts.models import User
from portal.files.models import StoredFile
from portal.files.services import destroy_file


class Command(BaseCommand):
    """For what the pages do not reach: files of imports that failed, tables, public documents."""

    help = "销毁一个不得留存的文件：原件、公开副本、提取的文字、检查结果；留下不含内容的审计记录"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("public_id", help="文件编号（UUID）")
        parser.add_argument("--by", required=True, help="办理人的用户名")
        parser.add_argument("--reason", required=True, help="理由（写入审计记录，不要写文件内容）")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        stored = StoredFile.objects.filter(public_id=options["public_id"]).first()
        by = User.objects.filter(username=options["by"]).first()
        if stored is None or by is None:
            raise CommandError("没有找到该文件或该用户。")
        with transaction.atomic():
            DocumentAttachment.objects.filter(file=stored).delete()
            forget_imports(stored)
            destroy_file(stored=stored, reason=options["reason"], by=by, at=timezone.now())
        self.stdout.write("已销毁。")
