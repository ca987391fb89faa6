"""Pages with tables and columns whose structure is known: made by typst, or drawn as Word draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary

from portal.text.model import Table
from tests.files.covered import chinese_font
from tests.files.samples import edited_pdf, pdf_bytes

# A cell: its text, and what it spans (across, down).
Cell = tuple[str, int, int]
Rows = tuple[tuple[Cell, ...], ...]

PROSE = (
    "为了规范政务公开工作，保障公民、法人和其他组织依法获取政府信息，提高政府工作的透明度，"
    "促进依法行政，制定本办法。"
)


def rows(*lines: str) -> Rows:
    """Rows written as ``甲|乙:2x1|丙``: cells parted by bars, spans behind a colon."""
    return tuple(tuple(_cell(each) for each in line.split("|")) for line in lines)


def _cell(written: str) -> Cell:
    text, _, span = written.partition(":")
    across, _, down = (span or "1x1").partition("x")
    return text, int(across), int(down)


def read_rows(table: Table) -> Rows:
    """The rows of a table that was read, written alike; blanks do not matter."""
    return tuple(
        tuple(
            (
                "".join(
                    "".join(inline.text.split())
                    for block in cell.blocks
                    for inline in getattr(block, "words", ())
                ),
                cell.across,
                cell.down,
            )
            for cell in row
        )
        for row in table.rows
    )


@dataclass(frozen=True, slots=True)
class Case:
    """One file: how it is made, the tables it shows, and words whose order is known."""

    name: str
    make: Callable[[], bytes]
    tables: tuple[Rows, ...] = ()
    order: tuple[str, ...] = ()


def _markup(table: Rows, columns: int, options: str = "") -> str:
    cells = ", ".join(
        f"table.cell(colspan: {across}, rowspan: {down})[{text}]"
        for row in table
        for text, across, down in row
    )
    return f"#table(columns: {columns}, {options} {cells})"


def _set(table: Rows, columns: int, options: str = "", before: str = "") -> Callable[[], bytes]:
    return lambda: pdf_bytes(
        f"{before}\n\n表格以前的文字。\n\n{_markup(table, columns, options)}\n\n表格以后的文字。"
    )


SIMPLE = rows("序号|项目|金额|备注", "1|办公用房维修|12.50|", "2|会议|3.20|含印刷", "3|培训||暂停")
HEADED = rows(
    "单位:1x2|收入:2x1|支出:2x1", "上年|本年|上年|本年", "甲局|10|12|9|11", "乙局|20|22|19|21"
)
GROUPED = rows("区域:1x3|第一街道|东路|18", "第二街道|西路|20", "第三街道|南路|7", "合计:3x1|45")
WORDY = rows(
    "事项|说明|依据", f"公开|{PROSE[:60]}|条例", f"受理|{PROSE[30:75]}|办法", "答复|无|条例"
)
EMPTY = rows("甲|乙|丙|丁", "|||", "1|||4", "|2|3|")
LONG = rows("序号|街道名称|面积", *(f"{n}|第{n}街道|{n * 3}.5" for n in range(1, 61)))
FORM = rows(
    "申请人信息:1x3|姓名||证件名称|", "通信地址:2x1|:2x1", "联系电话||电子邮箱|", "所需内容|:4x1"
)
FIGURES = rows(
    "项目|预算数|决算数",
    "一般公共服务|1,200.50|1,180.00",
    "教育|860.00|855.30",
    "卫生|430.10|428.00",
)
LIST = rows(
    "序号|文件名称|文号", "1|关于甲的办法|海府发〔2026〕1号", "2|关于乙的办法|海府发〔2026〕12号"
)


def _as_word(table: Rows, widths: Sequence[int]) -> bytes:
    """Borders as thin black boxes, one for each side of each cell, and a font by its name only."""
    height = 24
    text: list[str] = []
    drawn: list[str] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(table):
        column = 0
        for words, across, down in row:
            while (number, column) in taken:
                column += 1
            taken |= {(number + d, column + a) for d in range(down) for a in range(across)}
            left = 72 + sum(widths[:column])
            right = left + sum(widths[column : column + across])
            top, bottom = 700 - height * number, 700 - height * (number + down)
            drawn += [f"{x} {bottom} 0.48 {top - bottom + 0.48} re f" for x in (left, right)]
            drawn += [f"{left} {y} {right - left} 0.48 re f" for y in (top, bottom)]
            code = words.encode("gb18030").hex()
            if words:
                text.append(f"BT /F1 10.5 Tf {left + 6} {top - 16} Td <{code}> Tj ET")
            column += across
    return edited_pdf(lambda pdf: _draw(pdf, "\n".join([*drawn, *text])))


def _draw(document: pikepdf.Pdf, content: str) -> None:
    page = document.pages[0]
    page.obj["/Resources"] = Dictionary(Font=Dictionary(F1=chinese_font(document)))
    page.obj["/Contents"] = document.make_stream(content.encode())


def _row_by_row(left: Sequence[str], right: Sequence[str]) -> bytes:
    """Two columns, written line by line across the page."""
    rows_ = []
    for number, pair in enumerate(zip(left, right, strict=True)):
        for x, words in zip((72, 310), pair, strict=True):
            code = words.encode("gb18030").hex()
            rows_.append(f"BT /F1 10.5 Tf {x} {700 - 16 * number} Td <{code}> Tj ET")
    return edited_pdf(lambda pdf: _draw(pdf, "\n".join(rows_)))


def headed_pages(count: int = 4) -> bytes:
    """Pages with a running head, a line of prose each that goes on, and page numbers."""
    return pdf_bytes(
        "#set page(header: align(center)[示例市人民政府公报],"
        " footer: align(center)[— #context counter(page).display() —])\n"
        + "\n#pagebreak()\n".join(f"第{n}页的正文。{PROSE}" for n in range(1, count + 1))
    )


_COLUMN = tuple(PROSE[n : n + 16] for n in range(0, 48, 4))
_OTHER = tuple(PROSE[::-1][n : n + 16] for n in range(0, 48, 4))

CASES: tuple[Case, ...] = (
    Case("ruled", _set(SIMPLE, 4), (SIMPLE,)),
    Case("ruled, no stroke around cells filled", _set(SIMPLE, 4, "fill: luma(230),"), (SIMPLE,)),
    Case("heads over heads", _set(HEADED, 5), (HEADED,)),
    Case("cells over rows", _set(GROUPED, 4), (GROUPED,)),
    Case("wrapped cells", _set(WORDY, 3), (WORDY,)),
    Case("empty cells", _set(EMPTY, 4), (EMPTY,)),
    Case("over two pages", _set(LONG, 3), (LONG,)),
    Case("a form", _set(FORM, 5), (FORM,)),
    Case(
        "open sides",
        _set(SIMPLE, 4, "stroke: (x, y) => (left: if x > 0 {1pt}, top: 1pt, bottom: 1pt),"),
        (SIMPLE,),
    ),
    Case(
        "three rules",
        _set(FIGURES, 3, "stroke: (x, y) => (top: if y < 2 {1pt}, bottom: if y == 3 {1pt}),"),
        (FIGURES,),
    ),
    Case(
        "three rules, words only",
        _set(LIST, 3, "stroke: (x, y) => (top: if y < 2 {1pt}, bottom: if y == 2 {1pt}),"),
        (LIST,),
    ),
    Case("no rules", _set(FIGURES, 3, "stroke: none, column-gutter: 2cm,"), (FIGURES,)),
    Case("as Word draws", lambda: _as_word(HEADED, (80, 70, 70, 70, 70)), (HEADED,)),
    Case(
        "two tables",
        lambda: pdf_bytes(f"{_markup(SIMPLE, 4)}\n\n中间\n\n{_markup(GROUPED, 4)}"),
        (SIMPLE, GROUPED),
    ),
    Case("prose alone", lambda: pdf_bytes(f"= 标题\n{PROSE * 8}"), ()),
    Case("two columns", lambda: pdf_bytes(f"#set page(columns: 2)\n{PROSE * 30}"), ()),
    Case("two columns line by line", lambda: _row_by_row(_COLUMN, _OTHER), (), (*_COLUMN, *_OTHER)),
    Case(
        "a list of names",
        lambda: pdf_bytes(
            "\\ ".join("张某某#h(2em)李某某#h(2em)王某#h(3em)赵某某" for _ in range(5))
        ),
        (),
    ),
    Case(
        "contents",
        lambda: pdf_bytes(
            "\\ ".join(f"第{n}章 总则 #box(width: 6cm, repeat[.]) {n}" for n in "123456")
        ),
        (),
    ),
    Case(
        "imprint",
        lambda: pdf_bytes(
            "正文。\n#line(length: 100%)\n抄送：各委、办、局。\n#line(length: 100%)\n"
            "示例市人民政府办公室 #h(1fr) 2026年1月4日印发\n#line(length: 100%)"
        ),
        (),
    ),
    Case("heads and numbers", headed_pages, ()),
)
