"""A text as lines: everything it says, a block a line."""

from __future__ import annotations

from hypothesis import given

from portal.text.lines import from_lines
from portal.text.model import (
    Break,
    Cell,
    Figure,
    List,
    ListItem,
    Note,
    Paragraph,
    Table,
    Text,
    Words,
    cell,
    words,
)
from portal.text.normal import normalised
from portal.text.plain import plain
from tests.text.samples import EVERYTHING, PICTURE, TEXTS


def test_everything_is_said() -> None:
    assert plain(EVERYTHING) == [
        "各区人民政府：",
        "第一章 总则",
        "第一条（目的）为了规范停车，制定本办法。",
        "前款所称停车，不含临时停靠。",
        "一、总体要求",
        "（一）指导思想。以便民为先。",
        "1.面积Sa^2见办事页（https://example.org/a?b=1&c=2） 垚（yáo）等。",
        "注：以登记为准。",
        "原件；",
        "复印件：",
        "3.一份",
        "表1 车位（个）",
        "区\t车位\t",
        "\t地上\t地下",
        "文汇区\t120\t",
        "图1 出入口",
        "（图片：停车场出入口示意）",
        "海岚市人民政府",
        "2026年3月1日",
        "附件1",
        "收费标准",
        "每小时五元。",
    ]


def test_a_mail_address_is_told_without_its_scheme() -> None:
    text = Text((Paragraph(words("来信", href="mailto:a@example.org")),))
    assert plain(text) == ["来信（a@example.org）"]


def test_an_address_that_is_printed_is_told_once() -> None:
    href = "https://example.org/a"
    assert plain(Text((Paragraph(words(href, href=href)),))) == [href]


def test_the_notes_of_a_table_follow_its_rows() -> None:
    noted = Cell((Paragraph((Words("120"), Note(words("含在建。")))),))
    assert plain(Text((Table(((cell("区"), noted),)),))) == ["区\t120", "注：含在建。"]


def test_a_cell_of_several_paragraphs_is_one_cell() -> None:
    items = List(tuple(ListItem((Paragraph(words(each)),)) for each in ("甲", "乙")), ordered=True)
    full = Cell((Paragraph(words("有：")), items, Figure(PICTURE, "图")))
    broken = Cell((Paragraph((Words("上"), Break(), Words("下"))),))
    assert plain(Text((Table(((full, broken),)),))) == ["有： 1.甲 2.乙 （图片：图）\t上 下"]


def test_a_row_over_two_rows_leaves_its_place_empty() -> None:
    rows = ((cell("甲", down=2), cell("乙")), (cell("丙"),))
    assert plain(Text((Table(rows),))) == ["甲\t乙", "\t丙"]


@given(TEXTS)
def test_no_line_is_empty_or_has_an_end_in_it(text: Text) -> None:
    lines = plain(normalised(text))
    assert all(lines)
    assert all(len(line.splitlines()) == 1 for line in lines)


@given(TEXTS)
def test_lines_of_lines_are_the_lines(text: Text) -> None:
    lines = [line for line in plain(normalised(text)) if line.strip()]
    again = plain(normalised(from_lines(lines)))
    assert ["".join(line.split()) for line in again] == ["".join(line.split()) for line in lines]
