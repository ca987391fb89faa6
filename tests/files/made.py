"""Files made from a known structure: what is read from them must be that structure.

Numbering of twelve formats, forty tables with spans in Word, HTML and workbooks, thirty pictures,
notes, formulas, marks: by a fixed seed, so that every run makes the same.
"""

from __future__ import annotations

import base64
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import docx
import openpyxl
from docx.shared import Pt
from PIL import Image

from portal.text.model import (
    Block,
    Break,
    Cell,
    Figure,
    Formula,
    Heading,
    Inlines,
    List,
    ListItem,
    Mark,
    Note,
    Paragraph,
    Ruby,
    Table,
    Text,
    Words,
    cell,
    words,
)
from tests.files.samples import members_of, saved, saved_picture, with_members
from tests.files.wordfiles import NAMESPACES, definition, item, level, listed, run, word

_ROWS: Final = 5
_COLUMNS: Final = 4


@dataclass(frozen=True, slots=True)
class Made:
    """A file, the structure it was made from, and the bytes of the pictures in it in order."""

    kind: str
    name: str
    data: bytes
    text: Text
    pictures: tuple[bytes, ...] = ()


@cache
def made_files() -> tuple[Made, ...]:
    """All of them; making them takes seconds."""
    return (*_numberings(), *_tables(), *_pictured(), *_notes(), *_formulas(), *_marked())


# Format, pattern, and the first three numbers it gives.
NUMBERINGS: Final = (
    ("decimal", "%1.", ("1.", "2.", "3.")),
    ("decimalZero", "%1", ("01", "02", "03")),
    ("decimalFullWidth", "%1、", ("１、", "２、", "３、")),
    ("decimalEnclosedCircle", "%1", ("①", "②", "③")),
    ("upperLetter", "%1)", ("A)", "B)", "C)")),
    ("lowerLetter", "(%1)", ("(a)", "(b)", "(c)")),
    ("upperRoman", "%1.", ("I.", "II.", "III.")),
    ("lowerRoman", "%1.", ("i.", "ii.", "iii.")),
    ("chineseCounting", "%1、", ("一、", "二、", "三、")),
    ("chineseCountingThousand", "第%1条", ("第一条", "第二条", "第三条")),
    ("chineseLegalSimplified", "%1、", ("壹、", "贰、", "叁、")),
    ("ideographTraditional", "%1、", ("甲、", "乙、", "丙、")),
)


def _numberings() -> Iterator[Made]:
    for form, pattern, numbers in NUMBERINGS:
        data = word(
            *(item(f"事项{place}", 1) for place in range(3)),
            numbering=[definition(1, level(0, pattern, form)), listed(1, 1)],
        )
        blocks = (Paragraph(words(f"事项{n}"), number) for n, number in enumerate(numbers))
        yield Made("编号", f"{form}.docx", data, Text(tuple(blocks)))


def spanned(seed: int) -> Table:
    """A table with a header row and cells that span rows and columns; the first column never."""
    chance = random.Random(seed)  # noqa: S311
    header = tuple(cell(f"列{column}", is_header=True) for column in range(_COLUMNS))
    taken: set[tuple[int, int]] = set()
    rows: list[tuple[Cell, ...]] = [header]
    for row in range(1, _ROWS):
        cells: list[Cell] = []
        for column in range(_COLUMNS):
            if (row, column) in taken:
                continue
            across = down = 1
            if column and chance.random() < 0.4:
                across = 2 if column + 1 < _COLUMNS and (row, column + 1) not in taken else 1
                down = chance.randint(1, min(3, _ROWS - row))
            taken |= {(row + r, column + c) for r in range(down) for c in range(across)}
            cells.append(cell(f"格{row}.{column}", across=across, down=down))
        rows.append(tuple(cells))
    return Table(tuple(rows))


def _tables() -> Iterator[Made]:
    for seed in range(40):
        table = spanned(seed)
        around = Paragraph(words("见下表。")), Paragraph(words("以上。"))
        match seed % 5:
            case 0 | 1 | 2:
                data = word(
                    f"<w:p>{run('见下表。')}</w:p>",
                    _word_table(table),
                    f"<w:p>{run('以上。')}</w:p>",
                )
                yield Made("表格", f"{seed}.docx", data, Text((around[0], table, around[1])))
            case 3:
                page = f"<body><p>见下表。</p>{_html_table(table)}<p>以上。</p></body>"
                text = Text((around[0], table, around[1]))
                yield Made("表格", f"{seed}.html", page.encode(), text)
            case _:
                yield Made("表格", f"{seed}.xlsx", _workbook(table), Text((table,)))


def _word_table(table: Table) -> str:
    """A table as Word writes it: a cell for each row that one spans, parted by columns."""
    open_cells: dict[int, tuple[int, int]] = {}
    lines: list[str] = []
    for number, row in enumerate(table.rows):
        waiting = list(row)
        cells: list[str] = []
        column = 0
        while column < _COLUMNS:
            left, across = open_cells.get(column, (0, 0))
            if left:
                open_cells[column] = left - 1, across
                cells.append(_word_cell("", across, '<w:vMerge w:val="continue"/>'))
            else:
                each = waiting.pop(0)
                across = each.across
                open_cells[column] = each.down - 1, across
                merge = '<w:vMerge w:val="restart"/>' if each.down > 1 else ""
                cells.append(_word_cell(_said(each), across, merge))
            column += across
        properties = "<w:trPr><w:tblHeader/></w:trPr>" if not number else ""
        lines.append(f"<w:tr>{properties}{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def _word_cell(text: str, across: int, merge: str) -> str:
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    inside = run(text) if text else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr><w:p>{inside}</w:p></w:tc>"


def _html_table(table: Table) -> str:
    lines: list[str] = []
    for row in table.rows:
        cells = (
            f"<{tag} colspan={each.across} rowspan={each.down}>{_said(each)}</{tag}>"
            for each in row
            for tag in ["th" if each.is_header else "td"]
        )
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def _workbook(table: Table) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.worksheets[0]
    taken: set[tuple[int, int]] = set()
    for top, row in enumerate(table.rows, start=1):
        left = 1
        for each in row:
            while (top, left) in taken:
                left += 1
            sheet.cell(top, left, _said(each))
            bottom, right = top + each.down - 1, left + each.across - 1
            taken |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
            if (bottom, right) != (top, left):
                sheet.merge_cells(
                    start_row=top, start_column=left, end_row=bottom, end_column=right
                )
            left = right + 1
    return saved(book)


def _said(each: Cell) -> str:
    return "".join(
        inline.text
        for block in each.blocks
        if isinstance(block, Paragraph)
        for inline in block.words
        if isinstance(inline, Words)
    )


def _png(number: int) -> bytes:
    return saved_picture(Image.new("RGB", (80, 60), (number * 7 % 256, number, 99)))


def _pictured() -> Iterator[Made]:
    """Thirty pictures: in Word beside text, alone and with captions, and in a web page."""
    for first in range(0, 24, 3):
        document = docx.Document()
        blocks: list[Block] = []
        for number in range(first, first + 3):
            document.add_paragraph(f"第{number}处。")
            paragraph = document.add_paragraph()
            paragraph.add_run().add_picture(io.BytesIO(_png(number)), width=Pt(60))
            [described] = paragraph._p.iter("{*}docPr")
            described.set("descr", f"示意图{number}")
            document.add_paragraph(f"图{number + 1}　流程")
            name = f"part:{number - first + 1}"
            caption = words(f"图{number + 1}　流程")
            figure = Figure(name, f"示意图{number}", caption)
            blocks += [Paragraph(words(f"第{number}处。")), figure]
        pictures = tuple(_png(number) for number in range(first, first + 3))
        yield Made("图片", f"{first}.docx", saved(document), Text(tuple(blocks)), pictures)
    for number in range(24, 30):
        source = base64.b64encode(_png(number)).decode()
        image = f"<img src='data:image/png;base64,{source}' alt='照片{number}'>"
        below = f"<figcaption>图{number}</figcaption>"
        page = f"<body><p>前文。</p><figure>{image}{below}</figure><p>后文。</p></body>"
        figure = Figure("part:1", f"照片{number}", words(f"图{number}"))
        text = Text((Paragraph(words("前文。")), figure, Paragraph(words("后文。"))))
        yield Made("图片", f"{number}.html", page.encode(), text, (_png(number),))


_NOTE_PART: Final = "word/footnotes.xml"


def with_footnotes(data: bytes, notes: Sequence[str]) -> bytes:
    """A docx to which foot notes are added, numbered from 1."""
    rows = "".join(
        f'<w:footnote w:id="{number}"><w:p>{run(note)}</w:p></w:footnote>'
        for number, note in enumerate(notes, start=1)
    )
    members = members_of(data)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    types = members["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/{_NOTE_PART}" ContentType="{kind}"/></Types>'.encode()
    )
    relation = (
        '<Relationship Id="rNotes" Target="footnotes.xml" Type="http://schemas.openxmlformats.org'
        '/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    relations = members["word/_rels/document.xml.rels"].replace(
        b"</Relationships>", relation.encode()
    )
    return with_members(
        data,
        {
            "[Content_Types].xml": types,
            "word/_rels/document.xml.rels": relations,
            _NOTE_PART: f"<w:footnotes {NAMESPACES}>{rows}</w:footnotes>",
        },
    )


def _called(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def _notes() -> Iterator[Made]:
    for count in range(1, 11):
        notes = [f"第{number}条注释。" for number in range(1, count + 1)]
        lines = (
            f"<w:p>{run(f'前{number}')}{_called(number)}{run('后')}</w:p>"
            for number in range(1, count + 1)
        )
        blocks = (
            Paragraph((Words(f"前{number}"), Note(words(note)), Words("后")))
            for number, note in enumerate(notes, start=1)
        )
        data = with_footnotes(word(*lines), notes)
        yield Made("脚注", f"{count}.docx", data, Text(tuple(blocks)))


def _letter(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


_X: Final = "<mrow><mi>x</mi></mrow>"
_TWO: Final = "<mrow><mn>2</mn></mrow>"
# OMML, the line it reads as, and its MathML.
FORMULAS: Final = (
    (_letter("S=3N"), "S=3N", "<mi>S</mi><mo>=</mo><mn>3</mn><mi>N</mi>"),
    (
        f"<m:f><m:num>{_letter('x')}</m:num><m:den>{_letter('2')}</m:den></m:f>",
        "x/2",
        f"<mfrac>{_X}{_TWO}</mfrac>",
    ),
    (
        f"<m:sSup><m:e>{_letter('x')}</m:e><m:sup>{_letter('2')}</m:sup></m:sSup>",
        "x^2",
        f"<msup>{_X}{_TWO}</msup>",
    ),
    (
        f"<m:sSub><m:e>{_letter('x')}</m:e><m:sub>{_letter('2')}</m:sub></m:sSub>",
        "x_2",
        f"<msub>{_X}{_TWO}</msub>",
    ),
    (
        f"<m:rad><m:deg/><m:e>{_letter('x')}</m:e></m:rad>",
        "√(x)",
        f"<msqrt>{_X}</msqrt>",
    ),
    (
        f"<m:rad><m:deg>{_letter('2')}</m:deg><m:e>{_letter('x')}</m:e></m:rad>",
        "[2]√(x)",
        f"<mroot>{_X}{_TWO}</mroot>",
    ),
    (
        f"<m:d><m:e>{_letter('x')}</m:e></m:d>",
        "(x)",
        "<mrow><mo>(</mo><mi>x</mi><mo>)</mo></mrow>",
    ),
    (
        f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{_letter("i=1")}</m:sub>'
        f"<m:sup>{_letter('2')}</m:sup><m:e>{_letter('x')}</m:e></m:nary>",
        "∑_(i=1)^2 x",
        f"<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow>{_TWO}</munderover>{_X}",
    ),
    (
        f"<m:m><m:mr><m:e>{_letter('x')}</m:e><m:e>{_letter('2')}</m:e></m:mr></m:m>",
        "x，2",
        "<mtable><mtr><mtd><mi>x</mi></mtd><mtd><mn>2</mn></mtd></mtr></mtable>",
    ),
    (_letter("补贴额"), "补贴额", "<mtext>补贴额</mtext>"),
)


def _formulas() -> Iterator[Made]:
    for number, (omml, line, mathml) in enumerate(FORMULAS):
        data = word(f"<w:p>{run('式：')}<m:oMath>{omml}</m:oMath></w:p>")
        formula = Formula(line, f"<math>{mathml}</math>")
        blocks = (Paragraph((Words("式："), formula)),)
        yield Made("公式", f"{number}.docx", data, Text(blocks))


_MARKED: Final[tuple[tuple[str, Mark], ...]] = (
    ("<w:b/>", Mark.STRONG),
    ("<w:i/>", Mark.EMPHASIS),
    ('<w:u w:val="single"/>', Mark.UNDERLINE),
    ('<w:vertAlign w:val="superscript"/>', Mark.SUPERSCRIPT),
    ('<w:vertAlign w:val="subscript"/>', Mark.SUBSCRIPT),
    ('<w:em w:val="dot"/>', Mark.EMPHASIS),
)


def _marked() -> Iterator[Made]:
    for number, (properties, mark) in enumerate(_MARKED):
        inner = f"<w:r><w:rPr>{properties}</w:rPr><w:t>重点</w:t></w:r>"
        data = word(f"<w:p>{run('前')}{inner}{run('后')}</w:p>")
        run_of = (Words("前"), Words("重点", frozenset({mark})), Words("后"))
        yield Made("字形", f"{number}.docx", data, Text((Paragraph(run_of),)))
    ruby = (
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>yún</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>云</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
    )
    yield Made("字形", "ruby.docx", word(ruby), Text((Paragraph((Ruby("云", "yún"),)),)))
    link = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK '
        '"https://www.example.gov.cn/a"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"'
        '/></w:r><w:r><w:t>网址</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    linked = words("网址", href="https://www.example.gov.cn/a")
    yield Made("字形", "link.docx", word(link), Text((Paragraph(linked),)))
    broken = f"<w:p>{run('上')}<w:r><w:br/></w:r>{run('下')}</w:p>"
    two: Inlines = (Words("上"), Break(), Words("下"))
    yield Made("字形", "break.docx", word(broken), Text((Paragraph(two),)))
    outlined = (
        f'<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>{run("概述")}</w:p>'
        f'<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr>{run("背景")}</w:p>'
    )
    headings = Text((Heading(1, words("概述")), Heading(2, words("背景"))))
    yield Made("标题", "outline.docx", word(outlined), headings)
    page = "<body><h1>概述</h1><h3>背景</h3></body>"
    found = Text((Heading(1, words("概述")), Heading(3, words("背景"))))
    yield Made("标题", "outline.html", page.encode(), found)
    bullets = word(
        item("甲", 1), item("乙", 1, 1), item("丙", 1),
        numbering=[
            definition(1, level(0, "\uf06c", "bullet"), level(1, "-", "bullet")), listed(1, 1),
        ],
    )  # fmt: skip
    inner_list = List((ListItem((Paragraph(words("乙")),)),))
    outer = List(
        (ListItem((Paragraph(words("甲")), inner_list)), ListItem((Paragraph(words("丙")),)))
    )
    yield Made("列表", "bullets.docx", bullets, Text((outer,)))
    markup = "<body><ul><li>甲<ul><li>乙</li></ul></li><li>丙</li></ul></body>"
    yield Made("列表", "bullets.html", markup.encode(), Text((outer,)))
    counted = "<body><ol start=3><li>甲</li><li>乙</li></ol></body>"
    ordered = List(
        (ListItem((Paragraph(words("甲")),)), ListItem((Paragraph(words("乙")),))), True, 3
    )
    yield Made("列表", "ordered.html", counted.encode(), Text((ordered,)))
