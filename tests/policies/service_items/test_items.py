"""Bringing in service items: by code, each row by itself, nothing lost and nothing twice."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from disclosure.exchange.report import Outcome
from disclosure.exchange.table import BadTable, read_table
from policies.service_items.exchange.columns import ITEMS
from policies.service_items.models import ServiceItem
from policies.service_items.services.items import import_items
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import NotPermitted
from tests.builders import FILED_AT, City
from tests.policies.service_items.items import CODE, as_csv, brought_in, row

pytestmark = pytest.mark.django_db
LIMIT = 1 << 20


def read(data: bytes, name: str = "items.csv") -> list[dict[str, object]]:
    table = read_table(io.BytesIO(data), name=name, max_bytes=LIMIT, sheet=ITEMS)
    return [dict(each.values) for each in table.rows]


def test_the_names_of_the_exchange_table_are_the_columns() -> None:
    names = {column.key for column in ITEMS.columns}
    assert {
        "catalog_code", "task_code", "task_handle_item", "local_catalog_code", "local_task_code",
        "task_name", "task_type", "task_version", "task_state", "dept_code", "dept_name",
        "dept_type", "use_level", "by_law", "server_type", "project_type", "accept_condition",
        "handle_flow", "handle_type", "anticipate_day", "promise_day", "limit_scene_num", "is_fee",
        "fee_basis", "transact_addr", "transact_time", "link_way", "supervise_way", "link_addr",
        "mobile_terminal_url", "plan_effective_date", "plan_cancel_date",
    } == names  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_reads_in_the_encodings_of_offices(encoding: str) -> None:
    (found,) = read(as_csv(row(), encoding=encoding))
    assert (found["task_code"], found["catalog_code"]) == (CODE, "000110101001")
    assert found["task_name"] == "创业一次性补贴申领"


def test_a_workbook_reads_alike_and_other_columns_are_left_aside() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["TASK_CODE", "事项名称", "task_state", "dept_code", "ROW_GUID"])
    sheet.append([CODE, "补贴", "1", "SJ-B", "x-1"])
    stream = io.BytesIO()
    book.save(stream)
    table = read_table(io.BytesIO(stream.getvalue()), name="a.xlsx", max_bytes=LIMIT, sheet=ITEMS)
    assert table.rows[0].values["task_code"] == CODE
    assert table.notes == ("以下各栏只供查看，导入时不采用：ROW_GUID。",)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\x89PNG\r\n\x1a\n", "a.png", "只能读取 CSV 和 XLSX"),
        (b"{}", "a.jsonl", "只能读取 CSV 和 XLSX"),
        (b"PK\x03\x04 nothing", "a.xlsx", "不完整或已损坏"),
        (as_csv(row()).replace(b"task_code", b"number"), "a.csv", "缺少：实施编码"),
        (b"task_code,task_name,task_state\n", "a.csv", "没有数据行"),
        (b"x" * (LIMIT + 1), "a.csv", "超过 1 MB"),
        (b"task_code,task_name,task_state\n1,\xff\xfe\x80,1", "a.csv", "编码"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_what_to_do(data: bytes, name: str, said: str) -> None:
    with pytest.raises(BadTable, match=said):
        read_table(io.BytesIO(data), name=name, max_bytes=LIMIT, sheet=ITEMS)


def test_items_are_added_then_known_then_brought_up_to_date(city: City) -> None:
    assert brought_in(city, row()).summary() == "共1行：新录入1行，已有0行，有误0行。"
    again = brought_in(city, row())
    assert [each.outcome for each in again.rows] == [Outcome.KNOWN]
    later = FILED_AT + dt.timedelta(days=1)
    changed = brought_in(city, row(task_state="3", plan_cancel_date="2026-12-31"), at=later)
    assert changed.rows[0].messages == ("改动：事项状态、计划取消日期。",)
    item = ServiceItem.objects.get()
    assert (item.task_state, item.plan_cancel_date) == ("3", dt.date(2026, 12, 31))
    assert (item.created_at, item.updated_at) == (FILED_AT, later)
    trail = AuditEntry.objects.filter(action="policies.service_item").order_by("sequence")
    assert [entry.summary.split("：")[0] for entry in trail] == [
        "收录政务服务事项",
        "更新政务服务事项",
    ]


def test_a_column_the_table_lacks_stays_and_an_empty_cell_empties(city: City) -> None:
    brought_in(city, row(by_law="条例第一条", link_way="12345"))
    short = {key: row()[key] for key in ("task_code", "task_name", "task_state", "dept_code")}
    brought_in(city, short | {"link_way": ""})
    item = ServiceItem.objects.get()
    assert (item.by_law, item.link_way, item.link_addr) == (
        "条例第一条",
        "",
        "https://zwfw.example/pc/1",
    )


def test_a_dry_run_says_the_same_and_writes_nothing(city: City) -> None:
    brought_in(city, row())
    rows = (row(task_name="改名"), row(task_code="A" * 31), row(task_code="x"))
    tried = brought_in(city, *rows, dry_run=True)
    assert ServiceItem.objects.values_list("task_name", flat=True).get() == "创业一次性补贴申领"
    done = brought_in(city, *rows)
    assert [each.outcome for each in tried.rows] == [each.outcome for each in done.rows]
    assert [each.outcome for each in done.rows] == [Outcome.CHANGED, Outcome.NEW, Outcome.BAD]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"task_code": ""}, "请填写实施编码。"),
        ({"task_code": "1.1310000MB2F3E"}, "应为 8 到 36 位的数字和大写字母"),
        ({"task_code": "1.1310000000E+30"}, "科学记数"),
        ({"task_code": "A" * 37}, "实施编码最多36字，这一行有37字"),
        ({"catalog_code": "1.10101E+11"}, "科学记数"),
        ({"task_name": "  "}, "请填写事项名称。"),
        ({"task_name": "名" * 301}, "最多300字，这一行有301字"),
        ({"task_state": ""}, "请填写事项状态。"),
        ({"dept_code": "", "dept_name": ""}, "请填写实施主体编码或者实施主体。"),
        ({"dept_code": "NO", "dept_name": "火星办"}, "实施主体“火星办”不是本门户的机关"),
        ({"link_addr": "javascript:alert(1)"}, "不是网址"),
        ({"mobile_terminal_url": "weixin://dl"}, "不是网址"),
        ({"plan_cancel_date": "2026-02-30"}, "在日历上不存在"),
        ({"plan_cancel_date": "明年"}, "不是日期"),
        (
            {"plan_effective_date": "2026-05-02", "plan_cancel_date": "2026-05-01"},
            "计划取消日期早于计划生效日期",
        ),
        ({"by_law": "长" * 20_001}, "最多20000字"),
        ({"task_name": "坏\x07名"}, "不可见的控制字符"),
    ],
)
def test_each_fault_of_a_row_is_said_in_words(
    city: City, changes: dict[str, str], said: str
) -> None:
    report = brought_in(city, row(**changes), row(task_code="B" * 31))
    bad, good = report.rows
    assert (bad.outcome, good.outcome) == (Outcome.BAD, Outcome.NEW)
    assert said in "".join(bad.messages)
    assert ServiceItem.objects.get().task_code == "B" * 31


def test_all_faults_of_a_row_are_said_at_once(city: City) -> None:
    report = brought_in(city, row(task_name="", task_state="", link_addr="ftp://x"))
    assert len(report.rows[0].messages) == 3


def test_wide_digits_and_leading_noughts_of_a_code_are_kept_as_digits(city: City) -> None:
    brought_in(city, row(catalog_code="０００１１０１０１００１"))
    assert ServiceItem.objects.get().catalog_code == "000110101001"


def test_a_formula_is_kept_as_text_and_never_made_one(city: City) -> None:
    (values,) = read(as_csv(row(task_name="=HYPERLINK(1)", by_law="'=1+1")))
    brought_in(city, values)
    item = ServiceItem.objects.get()
    assert (item.task_name, item.by_law) == ("=HYPERLINK(1)", "=1+1")


def test_one_code_twice_in_a_table_is_taken_once(city: City) -> None:
    report = brought_in(city, row(), row(), row(task_name="另一个名称"))
    assert [each.outcome for each in report.rows] == [Outcome.NEW, Outcome.KNOWN, Outcome.BAD]
    assert "与第2行的实施编码相同" in report.rows[2].messages[0]


class TestOfOthers:
    """An organ's items are its clerks' alone."""

    def test_a_row_of_another_organ_is_refused_by_name(self, city: City) -> None:
        report = brought_in(city, row(dept_code="SJ-X"))
        assert report.rows[0].messages == (
            "试江市西山区人民政府：您不是该机关的录入人员，不能为它导入事项。",
        )

    def test_an_item_can_not_be_taken_from_another_organ_by_its_code(self, city: City) -> None:
        brought_in(city, row())
        ServiceItem.objects.update(organ=city.other_district)
        report = brought_in(city, row())
        assert report.rows[0].outcome is Outcome.BAD
        assert ServiceItem.objects.get().organ == city.other_district

    def test_whoever_is_no_clerk_imports_nothing(self, city: City) -> None:
        with pytest.raises(NotPermitted):
            import_items(rows=[], by=city.people[Role.SIGNER], at=FILED_AT, dry_run=True)
