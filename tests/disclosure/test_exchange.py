"""Tables of documents: out, and in again."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
from django.db.models import Field

from disclosure.choices import Openness
from disclosure.elements import ELEMENTS, LABELS
from disclosure.exchange.columns import COLUMNS, DOCUMENTS, IMPORTED, UNBOUNDED
from disclosure.exchange.output import CELL_LETTERS
from disclosure.exchange.records import digest, record_of
from disclosure.exchange.report import Outcome
from disclosure.exchange.table import BadTable, read_table
from disclosure.exchange.values import neutral, original
from disclosure.exchange.workbooks import MAX_ROWS
from disclosure.models import Document, ImportItem
from disclosure.services.exchange import import_rows
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.taxonomy.models import Audience, PolicyTag, SubjectWord
from tests.builders import City, draft, published
from tests.disclosure.tables import (
    LIMIT,
    Make,
    exported,
    filed_as,
    good,
    read,
    table_of,
)


@pytest.fixture
def clerk(city: City) -> User:
    return city.people[Role.CLERK]


# --- the columns ---


def test_the_columns_cover_what_a_clerk_may_set() -> None:
    keys = {column.key for column in IMPORTED}
    assert keys == {*ELEMENTS, *LABELS, "organ", "issuers"}
    for column in COLUMNS:
        if column.key in ELEMENTS:
            field = cast("Field[Any, Any]", Document._meta.get_field(column.key))
            assert column.heading == field.verbose_name
    headings = {column.heading for column in COLUMNS}
    assert len(headings) == len(COLUMNS)
    assert set(DOCUMENTS.by_heading) - headings == {"公开责任机关"}


def test_unbounded_texts_are_the_text_fields() -> None:
    fields = {f.name for f in Document._meta.fields if f.get_internal_type() == "TextField"}
    assert set(UNBOUNDED) == fields


def test_no_cell_runs_however_it_begins() -> None:
    """In every width, behind whatever is not seen."""
    unseen = ("", " ", "\t", "\u3000", "\u200b", "\ufeff", "\u202e", "\u2060", "\ufe0f", "'")
    for start in "=+-@＝＋－＠﹦﹢﹣﹫⁺₌":
        for before in unseen:
            text = f"{before}{start}1+cmd|' /C calc'!A0"
            assert neutral(text) == f"'{text}"
            assert original(neutral(text)) == text
    for plain in ("甲", "1-2", "《=》", "", "\u200b甲", "（一）+1"):
        assert neutral(plain) == plain


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-2", "@SUM(A1)", "'=1", "＝1+1", " =1", "''-", "甲"]
)
def test_neutral_cells_go_back_to_what_they_were(text: str) -> None:
    assert original(neutral(text)) == text
    assert neutral(text)[0] not in "=+-@＝ " or text == "甲"


# --- out and in again ---


def _rich(city: City) -> list[Document]:
    tag = PolicyTag.objects.create(name="绿化")
    audience = Audience.objects.create(kind="people", name="演示居民")
    word = SubjectWord.objects.create(word="养护")
    labels = {"tags": [tag], "audiences": [audience], "subject_words": [word]}
    long = "\n".join(f"第{n}段：{'长' * 200}" for n in range(400))
    assert len(long) > 2 * CELL_LETTERS
    return [
        draft(city, labels=labels, issuers=["试江市人民政府办公室", "中共试江市委办公室"]),
        draft(city, title="=HYPERLINK(1) 一份怪标题", doc_number="", body="第一段\r\n=2+3"),
        draft(
            city,
            title="关于长文的通知",
            doc_number="试府办规〔2026〕3号",
            body=long,
            openness=Openness.ON_REQUEST,
            openness_ground="涉及第三方",
            openness_basis="third_party",
            copies=120,
            effective_on=dt.date(2026, 12, 1),
            expires_on=dt.date(2031, 11, 30),
        ),
        published(city, title="关于已公开的通知", doc_number="试府办〔2026〕30号"),
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_export_then_import_into_an_empty_portal(
    city: City, clerk: User, now: dt.datetime, kind: str
) -> None:
    documents = _rich(city)
    before = [digest(record_of(document)) for document in documents]
    data = exported(kind, now)
    pks = [document.pk for document in documents]
    ImportItem.objects.all().delete()
    Document.objects.filter(pk__in=pks).exclude(status=Status.PUBLISHED).delete()
    Document.objects.filter(pk__in=pks).update(status=Status.WITHDRAWN, doc_number_key="gone")
    table = read(data, f"表.{kind}")
    tried = import_rows(rows=table.rows, by=clerk, at=now, dry_run=True)
    report = import_rows(rows=table.rows, by=clerk, at=now, dry_run=False)
    assert [row.outcome for row in tried.rows] == [row.outcome for row in report.rows]
    assert [row.outcome for row in report.rows] == [Outcome.NEW] * 4, report.as_json()
    found = [filed_as(row) for row in report.rows]
    assert [digest(record_of(document)) for document in found] == before
    assert {document.status for document in found} == {Status.DRAFT}
    assert {document.index_no for document in found} == {""}
    assert found[0].doc_number_key == "试府办|2026|7"
    again = import_rows(rows=table.rows, by=clerk, at=now, dry_run=False)
    assert again.known == 4
    assert Document.objects.count() == 5


def test_a_table_of_this_portal_changes_nothing_here(
    city: City, clerk: User, now: dt.datetime
) -> None:
    _rich(city)
    table = read(exported("csv", now), "表.csv")
    report = import_rows(rows=table.rows, by=clerk, at=now, dry_run=False)
    assert (report.new, report.known, report.bad) == (0, 4, 0)
    assert "索引号" in table.notes[0]


def test_what_only_an_export_shows(city: City, now: dt.datetime) -> None:
    document = published(city)
    row = json.loads(exported("jsonl", now))
    assert row["index_no"] == document.index_no == "SJ-B/2026-00001"
    assert row["first_published_at"].startswith("2026-11-02 12:00")
    assert (row["validity"], row["status"]) == (document.validity, "published")
    assert row["url"].endswith(document.get_absolute_url())
    header, cells = csv.reader(io.StringIO(exported("csv", now).decode("utf-8-sig")))
    shown = dict(zip(header, cells, strict=True))
    assert (shown["办理状态"], shown["公开属性"], shown["政府规章"]) == ("已公开", "主动公开", "否")
    assert AuditEntry.objects.filter(action="disclosure.export").count() == 2


def test_no_cell_is_a_formula(city: City, make_draft: Make, now: dt.datetime) -> None:
    make_draft(title="=cmd|'/c calc'!A0", recipients="+1", copy_to="@x", abstract="-3")
    header, cells = csv.reader(io.StringIO(exported("csv", now).decode("utf-8-sig")))
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]
    assert dict(zip(header, cells, strict=True))["标题"].startswith("'=cmd")
    book = openpyxl.load_workbook(io.BytesIO(exported("xlsx", now)))
    assert {cell.data_type for row in book.worksheets[0] for cell in row} <= {"s", "n", "inlineStr"}


def test_exports_read_in_a_fixed_number_of_queries(
    city: City, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    def export() -> None:
        exported("csv", now)

    published(city)
    with django_assert_num_queries(11):
        export()
    for number in (8, 9):
        published(city, title=f"第{number}份", doc_number=f"试府办〔2026〕{number}号")
    with django_assert_num_queries(11):
        export()


# --- reading tables ---


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_tables_in_the_encodings_of_offices(encoding: str) -> None:
    table = read(table_of([good()], encoding), "目录.csv")
    assert table.rows[0].values["title"] == "关于做好河道保洁工作的通知"
    assert table.rows[0].number == 2


def test_a_workbook_with_real_dates_and_numbers(clerk: User, now: dt.datetime) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["公开责任机关代码", "标题", "成文日期", "份数", "政府规章", ""])
    sheet.append(["SJ-B", "关于日期的通知", dt.datetime(2026, 11, 2), 30, True])  # noqa: DTZ001
    book.create_sheet("说明")
    buffer = io.BytesIO()
    book.save(buffer)
    table = read(buffer.getvalue(), "目录.xlsx")
    assert "第一张工作表" in table.notes[0]
    report = import_rows(rows=table.rows, by=clerk, at=now, dry_run=False)
    document = filed_as(report.rows[0])
    assert (document.signed_on, document.copies, document.is_rule) == (
        dt.date(2026, 11, 2),
        30,
        True,
    )


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (
            "名称,文号\n甲,乙\n".encode(),
            "a.csv",
            ("无法识别的栏名：名称、文号", "缺少：公开责任机关代码、标题", "可用的栏名为"),
        ),
        ("公开责任机关代码,标题,标题\nSJ,甲,乙\n".encode(), "a.csv", ("重复的栏名：标题",)),
        ("公开责任机关代码,标题\n".encode(), "a.csv", ("没有数据行",)),
        ('公开责任机关代码,标题\nSJ,"甲\n'.encode(), "a.csv", ("引号不成对",)),
        (b"", "a.csv", ("文件是空的",)),
        (b"", "a.jsonl", ("没有数据行",)),
        (b"\xff\x00\x81" * 50, "a.jsonl", ("UTF-8",)),
        (b"x", "a.txt", ("CSV、XLSX",)),
        ("甲".encode(), "a.xlsx", ("扩展名是“.xlsx”",)),
        (
            ("公开责任机关代码,标题\n" + "SJ,甲\n" * (MAX_ROWS + 1)).encode(),
            "a.csv",
            ("最多5000行",),
        ),
    ],
)
def test_a_table_that_cannot_be_read_says_why(data: bytes, name: str, words: Any) -> None:
    with pytest.raises(BadTable) as refusal:
        read(data, name)
    for word in words:
        assert word in refusal.value.message


def test_a_huge_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "大.jsonl"
    path.touch()
    os.truncate(path, 200 * 1024 * 1024)
    with path.open("rb") as stream, pytest.raises(BadTable, match="50 MB"):
        read_table(stream, name=path.name, max_bytes=LIMIT)


def test_a_cell_too_many_is_named() -> None:
    assert read("公开责任机关,标题\n府办,甲\n".encode(), "a.csv").rows[0].values["organ"] == "府办"
    table = read("公开责任机关代码,标题\nSJ,甲,乙\nSJ,丙\n".encode(), "a.csv")
    assert "第3格没有对应的栏名" in table.rows[0].problem
    assert table.rows[1].problem == ""
