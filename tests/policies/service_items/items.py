"""Service items for tests: rows of the exchange table without a fault, and items made of them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from disclosure.exchange.report import Report
from disclosure.exchange.table import Row
from policies.service_items.models import ServiceItem
from policies.service_items.services.items import import_items
from portal.accounts.choices import Role
from tests.builders import FILED_AT, City

CODE = "11310000MB2F30529A4310101001000"
BODY = "第一条　开办企业的，可以申请一次性补贴。\n第二条　补贴标准为五千元。"


def row(**changes: Any) -> dict[str, Any]:
    """One row by the names of the exchange table."""
    return {
        "task_code": CODE,
        "catalog_code": "000110101001",
        "task_name": "创业一次性补贴申领",
        "task_state": "1",
        "dept_code": "SJ-B",
        "dept_name": "试江市人民政府办公室",
        "link_addr": "https://zwfw.example/pc/1",
        "mobile_terminal_url": "https://zwfw.example/m/1",
        **changes,
    }


def as_csv(*rows: dict[str, Any], encoding: str = "utf-8-sig") -> bytes:
    """The rows as a CSV with the names of the table as headings."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode(encoding)


def brought_in(
    city: City, *rows: dict[str, Any], at: dt.datetime = FILED_AT, dry_run: bool = False
) -> Report:
    """What the import makes of the rows."""
    return import_items(
        rows=[Row(number, values) for number, values in enumerate(rows, start=2)],
        by=city.people[Role.CLERK],
        at=at,
        dry_run=dry_run,
    )


def item(city: City, **changes: Any) -> ServiceItem:
    """An item that can be applied for."""
    report = brought_in(city, row(**changes))
    assert report.ok, report.rows
    return ServiceItem.objects.select_related("organ").get(task_code=row(**changes)["task_code"])
