"""`manage.py import_service_items FILE [--dry-run] [--by USERNAME] [--report FILE]`."""

from django.utils import timezone

from disclosure.exchange.report import Report
from disclosure.exchange.table import Table
from disclosure.management.tables import TableCommand
from policies.service_items.exchange.columns import ITEMS
from policies.service_items.services.items import import_items
from portal.accounts.models import User


class Command(TableCommand):
    help = "导入政务服务事项（国家事项交换表的 CSV、XLSX）：逐行核对，按编码收录和更新；可反复运行"
    sheet = ITEMS

    def take_in(self, table: Table, *, by: User, dry_run: bool, name: str) -> Report:
        del name
        return import_items(
            rows=table.rows, by=by, at=timezone.now(), dry_run=dry_run, notes=table.notes
        )
