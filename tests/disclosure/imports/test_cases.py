"""Inputs beside the project that once lost something on the way in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from disclosure.imports.parser import parse_document
from portal.files.extraction import extract_text

pytestmark = pytest.mark.shared


def read(shared: Path, name: str) -> dict[str, Any]:
    path = shared / "findings" / "cases" / name
    read = extract_text(path.read_bytes(), name=path.name)
    found = parse_document(read.text, file=path.name, organs=()).as_json()
    return {**found, "doubts": [doubt.what for doubt in read.doubts], "text": read.text}


def test_automatic_numbers(shared: Path) -> None:
    found = read(shared, "docx-auto-numbering/auto-numbered.docx")
    headings = [heading["text"] for heading in found["headings"]]
    assert headings[:3] == ["第一章 总则", "第一条", "第二条"]
    assert [h for h in headings if h.startswith("第")][-1] == "第五条"
    assert any("自动编号" in doubt for doubt in found["doubts"])


def test_a_table_keeps_its_columns(shared: Path) -> None:
    found = read(shared, "docx-table-columns/table-body.docx")
    rows = [text.split("\t") for text in found["paragraphs"] if "\t" in text]
    assert {len(row) for row in rows} == {4}
    assert rows[2][0] == ""
    assert (rows[2][2], rows[2][3]) == ("", "暂停")


@pytest.mark.parametrize(("name", "text"), [("math", "S=3N"), ("math", "☑"), ("eqfield", "印")])
def test_formulas_symbols_and_drawn_characters(name: str, text: str, shared: Path) -> None:
    found = read(shared, f"docx-silent-loss/{name}.docx")
    assert text in found["text"]
    assert found["doubts"]


def test_a_head_of_word_art(shared: Path) -> None:
    assert read(shared, "docx-wordart-head/wordart-head.docx")["issuers"] == ["海岚市水务局"]


def test_heads_and_notes(shared: Path) -> None:
    note = read(shared, "title-note-number/title-note.txt")
    assert note["doc_number"] == "海府办发〔2026〕33号"
    assert note["signed_on"] == "2026-09-03"
    assert len(note["paragraphs"]) == 2
    blank = read(shared, "blank-number/blank-number.txt")
    assert blank["title"].startswith("海岚市人民政府办公室关于")
    assert any("没有序号" in warning for warning in blank["warnings"])
    wrapped = read(shared, "wrapped-line-before-number/broken-number.txt")
    assert len(wrapped["paragraphs"]) == 1


@pytest.mark.parametrize(
    ("number", "begins", "ends"),
    [
        (0, "2026-10-01", "2031-09-30"),
        (1, "2026-10-01", "2031-09-30"),
        (2, None, None),
        (3, "2026-10-03", "2028-10-02"),
        (4, "2026-10-01", "2031-09-30"),
        (5, "2026-10-01", "2028-09-30"),
        (6, "2026-10-01", "2028-09-30"),
        (7, "2026-10-01", None),
        (8, "2026-10-01", "2028-09-30"),
        (9, "2026-09-03", "2028-12-31"),
        (10, "2026-10-01", "2027-09-30"),
    ],
)
def test_terms(number: int, begins: str | None, ends: str | None, shared: Path) -> None:
    found = read(shared, f"validity-phrases/valid{number:02d}.txt")
    assert (found["effective_on"], found["expires_on"]) == (begins, ends)
    if begins is None:
        assert any("不是有效日期" in warning for warning in found["warnings"])
