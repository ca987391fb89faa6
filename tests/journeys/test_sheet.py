"""公文版式: the sheet as Chromium prints it, measured in the PDF (GB/T 9704-2012)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from disclosure.models import Document
from tests.builders import City, published
from tests.journeys.conftest import Open

pytestmark = pytest.mark.browser

Box = tuple[float, float, float, float, str]
Sheet = dict[int, list[Box]]
MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, 26 * MM, 37 * MM, 35 * MM
WIDTH, HEIGHT = 210 * MM, 297 * MM


@pytest.fixture
def pages(open_page: Open, long_document: Document, tmp_path: Path) -> list[Sheet]:
    """Characters of each page by line: (left, bottom, right, top, character)."""
    return printed(open_page, long_document, tmp_path / "sheet.pdf")


def printed(open_page: Open, document: Document, target: Path) -> list[Sheet]:
    """The sheet of a document as the browser prints it."""
    page = open_page(f"/documents/{document.pk}/print/")
    page.pdf(path=target, prefer_css_page_size=True, print_background=True)
    found = []
    file = pdfium.PdfDocument(target)
    for sheet in file:
        assert sheet.get_size() == pytest.approx((WIDTH, HEIGHT), abs=1)
        text = sheet.get_textpage()
        boxes = [
            (*text.get_charbox(index, loose=True), text.get_text_range(index, 1))
            for index in range(text.count_chars())
        ]
        lines: Sheet = defaultdict(list)
        for box in sorted((b for b in boxes if b[4].strip()), key=lambda b: -b[1]):
            near = next((y for y in lines if abs(y - box[1]) < 10), None)
            lines[near if near is not None else round(box[1])].append(box)
        found.append({y: sorted(line) for y, line in lines.items()})
        text.close()
        sheet.close()
    file.close()
    return found


def body(page: Sheet) -> list[list[Box]]:
    """The lines above the bottom margin, from the top down."""
    return [page[y] for y in sorted(page, reverse=True) if y > BOTTOM - 6]


def test_a_full_page_has_22_lines_of_28_characters(pages: list[Sheet]) -> None:
    assert len(pages) >= 3
    assert len(body(pages[1])) == 22
    inner = [line for line in body(pages[1]) if line[0][0] < LEFT + 2 and line[-1][2] > 500]
    assert len(inner) > 10
    assert {len(line) for line in inner} == {28}


def test_margins(pages: list[Sheet]) -> None:
    for page in pages:
        for line in body(page):
            assert line[0][0] > LEFT - 1.5
            assert line[-1][2] < WIDTH - RIGHT + 1.5
            assert max(box[3] for box in line) < HEIGHT - TOP + 3
    full = body(pages[1])
    assert min(line[0][0] for line in full) == pytest.approx(LEFT, abs=1.5)
    assert max(line[-1][2] for line in full) == pytest.approx(WIDTH - RIGHT, abs=1.5)


def test_page_numbers_stand_outside_at_the_outer_edge(
    pages: list[Sheet],
) -> None:
    for number, page in enumerate(pages, start=1):
        line = page[min(page)]
        assert "".join(box[4] for box in line) == f"—{number}—"
        if number % 2:
            assert line[-1][2] == pytest.approx(WIDTH - RIGHT - 14, abs=2)
        else:
            assert line[0][0] == pytest.approx(LEFT + 14, abs=2)
        middle = (line[0][1] + line[0][3]) / 2
        assert middle == pytest.approx(BOTTOM - 7 * MM, abs=3)


def test_the_red_head_stands_where_the_standard_puts_it(
    pages: list[Sheet],
) -> None:
    lines = body(pages[0])
    mark = "".join(box[4] for box in lines[0])
    assert mark == "试江市人民政府办公室文件"
    top = max(box[3] for box in lines[0])
    assert HEIGHT - TOP - top == pytest.approx(35 * MM, abs=8)
    centre = (lines[0][0][0] + lines[0][-1][2]) / 2
    assert centre == pytest.approx(LEFT + 78 * MM, abs=3)
    assert "".join(box[4] for box in lines[1]) == "试府办〔2026〕7号"
    assert any("各区人民政府" in "".join(box[4] for box in line) for line in lines)


def words(lines: list[list[Box]]) -> str:
    return "".join(box[4] for line in lines for box in line)


def test_tables_notes_and_imprint_stand_where_they_belong(
    open_page: Open, committed_city: City, tmp_path: Path
) -> None:
    rows = "\n".join(f"第{number}处\t每周{number}次" for number in range(1, 41))
    document = published(
        committed_city,
        body=f"各处养护次数如下：\n项目\t标准\n{rows}\n请遵照执行。",
        copy_to="市委办公室",
        annotation="此件公开发布",
        printed_by="试江市人民政府办公室",
        printed_on=dt.date(2026, 11, 3),
    )
    pages = printed(open_page, document, tmp_path / "sheet.pdf")
    told = [words(body(page)) for page in pages]
    with_rows = [text for text in told if "处每周" in text]
    assert len(with_rows) > 1
    # A table that goes on has its head once more.
    assert all("项目标准" in text for text in with_rows)
    # The note is never alone: it stands on the page of the date.
    (noted,) = [text for text in told if "（此件公开发布）" in text]
    assert "2026年" in noted
    # 版记 at the foot of the last page, which is an even one.
    assert len(pages) % 2 == 0
    assert [("印发" in text) for text in told] == [False] * (len(pages) - 1) + [True]
    last = body(pages[-1])[-1]
    assert words([last]).endswith("2026年11月3日印发")
    assert last[0][1] == pytest.approx(BOTTOM, abs=14)
