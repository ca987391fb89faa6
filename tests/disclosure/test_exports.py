"""The list as a table: the same rows as the page, and no cell that runs."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client

from disclosure.choices import Kind
from disclosure.models import Document
from disclosure.views import exports
from portal.search.follower import following
from tests.builders import City, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(city: City, settings: Any) -> list[Document]:
    """A formula for a title, a notice, and what only its addressees may read."""
    rows = [
        published(city, title="=HYPERLINK(1)", doc_number="试府办〔2026〕21号"),
        published(city, title="关于停车的公告", doc_number="", kind=Kind.ANNOUNCEMENT),
        published(city, title="关于秘事的通知", doc_number="试府办〔2026〕23号"),
    ]
    Document.objects.filter(pk=rows[2].pk).update(reach="addressed", reach_reason="定向")
    with following(settings.SEARCH_INDEX_DIR) as follower:
        follower.rebuild()
    return rows


def by_content(client: Client, address: str) -> list[list[str]]:
    response = client.get(address)
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))


def test_csv_holds_what_the_reader_may_see_and_no_formula(
    client: Client, listed: list[Document]
) -> None:
    head, *rows = by_content(client, "/library/export.csv?validity=all")
    assert head[:2] == ["标题", "发文字号"]
    assert {row[0] for row in rows} == {"'=HYPERLINK(1)", "关于停车的公告"}
    narrow = by_content(client, "/library/export.csv?validity=all&kind=announcement")
    assert [row[0] for row in narrow[1:]] == ["关于停车的公告"]


def test_xlsx_has_texts_only(client: Client, listed: list[Document]) -> None:
    response = client.get("/library/export.xlsx?validity=all")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert response["Content-Disposition"].startswith("attachment;")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


def test_what_is_left_out_is_said(
    client: Client, listed: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 1)
    *_, last = by_content(client, "/library/export.csv?validity=all")
    assert last == ["只列出前1件，共2件；请缩小条件后分次导出。"]
