"""`manage.py import_table FILE [--dry-run] [--by USERNAME] [--report FILE]`."""

from django.utils import timezone

from disclosure.exchange.columns import DOCUMENTS
from disclosure.exchange.report import Report
from disclosure.exchange.table import Table
from disclosure.management.tables import TableCommand
from disclosure.services.exchange import import_rows
from portal.accounts.models import User


class Command(TableCommand):
    help = "导入公文目录表（CSV、XLSX、JSON Lines）：逐行核对，录入为草稿；可反复运行"
    sheet = DOCUMENTS

    def take_in(self, table: Table, *, by: User, dry_run: bool, name: str) -> Report:
        return import_rows(
            rows=table.rows,
            by=by,
            at=timezone.now(),
            dry_run=dry_run,
            name=name,
            notes=table.notes,
        )
