"""文字版 and 图片版: what they hold and how they are set."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pypdfium2 as pdfium
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from pypdfium2 import raw

from disclosure.reading import read
from portal.files.extraction import extract_text
from portal.papers.typesetting import Sheet, docx_bytes, pdf_bytes
from portal.papers.typesetting.pictures import Picture
from portal.papers.typesetting.sheet import signature_indents
from portal.text.lines import from_lines
from portal.text.model import Annex, Formula, Paragraph, Table, Words, cell
from tests.files.samples import image_bytes
from tests.text.samples import EVERYTHING, PICTURE

KINDS = ("docx", "pdf")
MARKUP = (
    '#import "@preview/x:1.0.0": * $a^2$ *b* _c_ [d] \\ #read("/etc/passwd") <lab> @ref // e '
    "/* f */ `g` ~ -- = h #panic() <w:p>&amp;</w:p> {{ i }} {% j %}"
)


def a_sheet(*paragraphs: str, attached: tuple[str, ...] = (), **changes: Any) -> Sheet:
    """A document of these paragraphs."""
    reading = read(from_lines(paragraphs, enclosed=attached))
    title = changes.pop("title", "关于做好屋顶绿化养护工作的通知")
    return Sheet(
        **{
            "title": title,
            "own": tuple(place.block for place in reading.own),
            "attached": tuple(place.block for place in reading.attached),
            "released_at": dt.datetime(2026, 11, 2, 4, 0, tzinfo=dt.UTC),
            "author": "试江市人民政府办公室",
            "heads": ("试江市人民政府办公室文件",),
            "number": "试府办〔2026〕7号",
            **changes,
        }
    )


def pages_of(content: bytes) -> list[str]:
    """The text of each page."""
    with pdfium.PdfDocument(content) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def is_red(pixel: Any) -> bool:
    """Whether a point of a rendered page is official red."""
    return bool(pixel[0] > 180 and pixel[1] < 90)


def bare(text: str) -> str:
    """The text without any space or invisible mark."""
    return re.sub("[\\s\u200b\ufffe\x02]", "", text)


def text_of_word(content: bytes) -> str:
    """Every paragraph and cell."""
    file = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in file.paragraphs] + cells)


class TestPages:
    """The layout of GB/T 9704-2012, measured."""

    def test_28_characters_a_line_22_lines_a_page_within_the_margins(self) -> None:
        content = pdf_bytes(a_sheet("国" * 28 * 70))
        with pdfium.PdfDocument(content) as pdf:
            assert pdf[0].get_size() == pytest.approx((595.28, 841.89), abs=0.1)
            text = pdf[1].get_textpage()
            lines = text.get_text_bounded().split("\r\n")
            assert lines[:22] == ["国" * 28] * 22
            assert lines[22:] == ["— 2 —"]
            boxes = [text.get_charbox(number) for number in range(28 * 22 + 2 * 22)]
            boxes = [box for box in boxes if box[2] - box[0] > 8]
        assert len(boxes) == 28 * 22
        millimetre = 72 / 25.4
        left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
        right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
        # A glyph keeps about a point of air to each side, and a line half its spare height.
        assert 0 <= left - 28 * millimetre < 2.5
        assert 0 <= 595.28 - 26 * millimetre - right < 2.5
        assert 0 <= 841.89 - 37 * millimetre - top < 9
        assert 0 <= bottom - 35 * millimetre < 10

    def test_page_numbers_stand_seven_millimetres_below_at_the_outer_edge(self) -> None:
        with pdfium.PdfDocument(pdf_bytes(a_sheet("国" * 28 * 70))) as pdf:
            for number, outer in ((0, "right"), (1, "left")):
                text = pdf[number].get_textpage()
                assert text.get_text_bounded().endswith(f"— {number + 1} —")
                end = text.count_chars()
                boxes = [text.get_charbox(place) for place in (end - 5, end - 1)]
                dash = (boxes[0][1] + boxes[0][3]) / 2
                assert (35 * 72 / 25.4 - dash) / 72 * 25.4 == pytest.approx(7, abs=0.6)
                edge = boxes[1][2] if outer == "right" else boxes[0][0]
                wanted = 595.28 - 26 * 72 / 25.4 - 14 if outer == "right" else 28 * 72 / 25.4 + 14
                assert edge == pytest.approx(wanted, abs=2)

    def test_the_red_head_the_number_and_the_line(self) -> None:
        with pdfium.PdfDocument(pdf_bytes(a_sheet("正文。"))) as pdf:
            image = pdf[0].render(scale=1).to_pil().convert("RGB")
            lines = pdf[0].get_textpage().get_text_bounded().split("\r\n")
        assert lines[:2] == ["试江市人民政府办公室文件", "试府办〔2026〕7号"]
        red = [
            y
            for y in range(image.height)
            for x in (image.width // 2, image.width // 3)
            if is_red(image.getpixel((x, y)))
        ]
        assert min(red) > (37 + 34) * 72 / 25.4
        line = [
            y
            for y in range(max(red) - 2, max(red) + 1)
            if all(image.getpixel((x, y))[1] < 150 for x in range(85, 515, 5))
        ]
        assert line, "a red line as wide as the text"

    def test_a_first_page_always_shows_text_of_the_document(self) -> None:
        for times, heads in ((5, 1), (9, 1), (5, 4), (30, 6)):
            title = "关于" + "进一步加强和改进屋顶绿化养护管理" * times + "工作的通知"
            names = tuple(f"试江市第{number}绿化管理局" for number in range(heads))
            sheet = a_sheet("现就有关事项通知如下。", title=title, heads=names, recipients="各局")
            assert "现就有关事项" in pages_of(pdf_bytes(sheet))[0], (times, heads)

    def test_an_enclosed_text_begins_a_page(self) -> None:
        sheet = a_sheet("请执行。", "附件", "绿地办法", "一、范围", attached=("绿地办法",))
        pages = pages_of(pdf_bytes(sheet))
        assert len(pages) == 2
        assert pages[1].split("\r\n")[:3] == ["附件", "绿地办法", "一、范围"]

    @pytest.mark.parametrize(
        ("name", "indents"),
        [("试江市人民政府办公室", (2.0, 3.5)), ("市府", (8.5, 2.0)), ("市" * 20, (2.0, 13.5))],
    )
    def test_signature_without_a_seal(self, name: str, indents: tuple[float, float]) -> None:
        assert signature_indents(name, "2026年11月2日") == indents


class TestWord:
    """The Word file as python-docx reads it."""

    def test_paper_and_fonts(self) -> None:
        content = docx_bytes(a_sheet("现通知如下。", "一、总体要求", "（一）原则", "甲\t乙"))
        file = docx.Document(io.BytesIO(content))
        section = file.sections[0]
        sides = ("top_margin", "right_margin", "bottom_margin", "left_margin")
        assert [round(getattr(section, side).mm) for side in sides] == [37, 26, 35, 28]
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        fonts = {
            run.text: (run.font.name, run.font.size) for p in file.paragraphs for run in p.runs
        }
        assert fonts["现通知如下。"] == ("仿宋_GB2312", Pt(16))
        assert fonts["一、"] == fonts["总体要求"] == ("黑体", Pt(16))
        assert fonts["原则"] == ("楷体_GB2312", Pt(16))
        assert fonts["关于做好屋顶绿化养护工作的通知"] == ("方正小标宋简体", Pt(22))
        assert [cell.text for cell in file.tables[0].rows[0].cells] == ["甲", "乙"]
        assert file.core_properties.title == "关于做好屋顶绿化养护工作的通知"
        assert file.core_properties.created is not None
        assert file.core_properties.created.date() == dt.date(2026, 11, 2)
        assert "PAGE" in section.footer.paragraphs[0]._p.xml
        assert "PAGE" in section.even_page_footer.paragraphs[0]._p.xml


SET = {"docx": docx_bytes, "pdf": pdf_bytes}


def words_of(kind: str, content: bytes) -> str:
    """All the words of a file, without spaces."""
    return bare(text_of_word(content) if kind == "docx" else "".join(pages_of(content)))


@pytest.mark.parametrize("kind", KINDS)
class TestBoth:
    """What holds for either file."""

    def test_hostile_words_are_words(self, kind: str) -> None:
        sheet = a_sheet(
            MARKUP,
            f"一、{MARKUP}",
            f"甲\t{MARKUP}",
            f"第一条　{MARKUP}",
            title=MARKUP,
            heads=(MARKUP,),
            number=MARKUP,
            recipients=MARKUP,
            enclosures=(MARKUP, MARKUP),
            signers=(MARKUP,),
            signed_on="2026年11月2日",
            copy_to=MARKUP,
            printed_by=MARKUP,
        )
        assert words_of(kind, SET[kind](sheet)).count(bare(MARKUP)) >= 11

    @pytest.mark.parametrize(
        "text", ["\x00甲\x0b乙\x1f", "\ud800甲", "x" * 4000, "甲" * 20000, "🙂𠀀\u202e甲", " "]
    )
    def test_odd_text_is_set(self, kind: str, text: str) -> None:
        sheet = a_sheet(
            text, f"{text}\t{text[:50]}", title=f"关于{text[:500]}", signers=(text[:9],)
        )
        assert SET[kind](sheet)

    def test_a_table_of_many_columns_and_rows(self, kind: str) -> None:
        rows = ["\t".join(f"格{row}列{column}" for column in range(20)) for row in range(100)]
        words = words_of(kind, SET[kind](a_sheet(*rows)))
        assert "格0列0" in words
        assert "格99列19" in words

    def test_nothing_to_set(self, kind: str) -> None:
        assert SET[kind](a_sheet(heads=(), number=""))

    def test_the_same_sheet_gives_the_same_bytes(self, kind: str) -> None:
        sheet = a_sheet("一、总体要求", "甲\t乙")
        assert SET[kind](sheet) == SET[kind](sheet)


RED_PICTURE = image_bytes(size=(60, 30))
FORMULA = (
    "<math><mi>S</mi><mo>=</mo><mfrac><mi>a</mi><mn>2</mn></mfrac><msup><mi>b</mi><mn>2</mn></msup>"
    "<msub><mi>c</mi><mn>1</mn></msub><msubsup><mi>d</mi><mn>1</mn><mn>2</mn></msubsup>"
    "<msqrt><mi>e</mi></msqrt><mroot><mi>f</mi><mn>3</mn></mroot>"
    "<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><munder><mi>lim</mi><mi>x</mi></munder>"
    "<mover><mi>y</mi><mo>¯</mo></mover><mtable><mtr><mtd><mn>7</mn></mtd></mtr></mtable>"
    '<mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac></math>'
)


def everything() -> Sheet:
    """A sheet with one of every block and inline."""
    blocks = list(EVERYTHING.blocks)
    start = next(index for index, block in enumerate(blocks) if isinstance(block, Annex))
    formula = Paragraph((Words("公式："), Formula("S=a/2", FORMULA), Words("。")))
    picture = Picture(PICTURE, "0" * 64, lambda: RED_PICTURE)
    return replace(
        a_sheet(),
        own=(formula, *blocks[:start]),
        attached=tuple(blocks[start:]),
        pictures=(picture,),
    )


class TestForms:
    """What lines cannot hold."""

    def test_pages_say_all_of_it(self) -> None:
        content = pdf_bytes(everything())
        first, *others = pages_of(content)
        words = bare(first + "".join(others))
        wanted = (
            "各区人民政府： 第一章总则 第一条（目的）为了规范停车 （一）指导思想。以便民为先 "
            "办事页1 1以登记为准。 yáo 垚等。 •原件； 3.一份 表1车位（个） 地上地下文汇区120 "
            "图1出入口 海岚市人民政府 附件1 收费标准"
        )
        assert [each for each in wanted.split() if each not in words] == []
        assert "以登记为准" in first, "a note stands on the page that calls it"
        assert pages_of(content)[-1].split("\r\n")[:2] == ["附件1", "收费标准"]
        with pdfium.PdfDocument(content) as pdf:
            kinds = [each.type for page in pdf for each in page.get_objects(max_depth=4)]
        assert raw.FPDF_PAGEOBJ_IMAGE in kinds
        assert pdf_bytes(everything()) == content

    def test_a_header_is_repeated_on_every_page(self) -> None:
        head = (cell("序号", is_header=True), cell("名称", is_header=True))
        rows = tuple((cell(str(number)), cell("名")) for number in range(80))
        sheet = replace(a_sheet(), own=(Table((head, *rows)),))
        pages = pages_of(pdf_bytes(sheet))
        assert len(pages) > 2
        assert all("序号" in page for page in pages)
        file = docx.Document(io.BytesIO(docx_bytes(sheet)))
        properties = [row._tr.trPr for row in file.tables[0].rows]
        assert properties[0].find(qn("w:tblHeader")) is not None
        assert properties[1] is None

    def test_a_word_file_has_them_as_word_does(self) -> None:
        content = docx_bytes(everything())
        file = docx.Document(io.BytesIO(content))
        table = file.tables[0]
        grid = [[each.text for each in row.cells] for row in table.rows]
        assert grid == [["区", "车位", "车位"], ["区", "地上", "地下"], ["文汇区", "120", ""]]
        xml = file.element.xml
        assert xml.count('w:gridSpan w:val="2"') == 1
        assert xml.count('<w:vMerge w:val="restart"/>') == 1
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            notes = parts.read("word/footnotes.xml").decode()
            numbering = parts.read("word/numbering.xml").decode()
            assert parts.read("word/media/image1.png") == RED_PICTURE
        assert "以登记为准。" in notes
        assert '<w:footnoteReference w:id="2"/>' in xml
        assert 'descr="停车场出入口示意"' in xml
        assert "w:ruby>" in xml
        assert "<w:br/>" in xml
        assert [rel.target_ref for rel in file.part.rels.values() if rel.is_external] == [
            "https://example.org/a?b=1&c=2"
        ]
        assert '<w:startOverride w:val="3"/>' in numbering
        marks = {run.text: run for p in file.paragraphs for run in p.runs}
        assert marks["S"].italic
        items = [p.text for p in file.paragraphs if p._p.pPr.numPr is not None]
        assert items == ["原件；", "复印件：", "一份"]

    def test_formulas_are_read_back_as_one_line(self) -> None:
        text = extract_text(docx_bytes(everything()), name="a.docx").text
        assert "公式：S=a/2b^2c_1d_1^2√(e)[3]√(f)" in text

    def test_a_picture_that_is_not_there_is_told(self) -> None:
        sheet = replace(everything(), pictures=())
        for kind in KINDS:
            assert "〔图片：停车场出入口示意〕" in words_of(kind, SET[kind](sheet))
        broken = replace(everything(), pictures=(Picture(PICTURE, "", lambda: b"x"),))
        for kind in KINDS:
            assert "〔图片：停车场出入口示意〕" in words_of(kind, SET[kind](broken))

    def test_the_fingerprint_is_of_form_and_pictures(self) -> None:
        sheet = everything()
        assert sheet.fingerprint == everything().fingerprint
        other = replace(sheet, pictures=(Picture(PICTURE, "1" * 64, lambda: b""),))
        assert other.fingerprint != sheet.fingerprint
        assert replace(sheet, own=sheet.own[1:]).fingerprint != sheet.fingerprint

    def test_a_formula_that_is_none_goes_as_its_line(self) -> None:
        sheet = replace(a_sheet(), own=(Paragraph((Formula("x^2", "<math>"),)),))
        assert "x^2" in words_of("pdf", pdf_bytes(sheet))
        assert "x^2" in extract_text(docx_bytes(sheet), name="a.docx").text


IMPRINT = {
    "copy_to": "市委办公室，市政协办公室",
    "printed_by": "试江市人民政府办公室",
    "printed_on": "2026年11月2日",
}
LAST_LINE = "试江市人民政府办公室2026年11月2日印发"


@pytest.mark.parametrize("lines", [1, 12, 17, 22, 30, 41])
def test_the_imprint_stands_at_the_foot_of_the_last_even_page(lines: int) -> None:
    content = pdf_bytes(a_sheet(*["屋顶绿化养护。"] * lines, **IMPRINT))
    pages = [bare(page) for page in pages_of(content)]
    assert len(pages) % 2 == 0
    assert [LAST_LINE in page for page in pages] == [False] * (len(pages) - 1) + [True]
    with pdfium.PdfDocument(content) as pdf:
        page = pdf[len(pdf) - 1]
        text = page.get_textpage()
        found = text.search("印发").get_next()
        assert found
        # The lower rule lies on the lower edge of the text: 35 mm above that of the paper.
        assert text.get_charbox(found[0])[1] == pytest.approx(35 * 72 / 25.4, abs=12)


def test_a_page_left_blank_before_the_imprint_bears_no_number_nor_does_the_imprint() -> None:
    full = next(
        pages
        for lines in range(24, 60)
        if len(pages := pages_of(pdf_bytes(a_sheet(*["屋顶绿化养护。"] * lines, **IMPRINT)))) == 4
        and not bare(pages[2])
    )
    assert [re.search("— *[0-9]", page) is not None for page in full] == [True, True, False, False]


def test_what_goes_upwards_has_number_and_signatory_on_one_line() -> None:
    sheet = a_sheet("甲。", signatory="王某某")
    with pdfium.PdfDocument(pdf_bytes(sheet)) as pdf:
        text = pdf[0].get_textpage()
        number, name = (
            text.get_charbox(text.search(words).get_next()[0]) for words in ("试府办〔", "签发人")
        )
        last = text.get_charbox(text.search("某某").get_next()[0] + 1)
    assert number[1] == pytest.approx(name[1], abs=1)
    # A character from either edge of the text.
    assert number[0] == pytest.approx(28 * 72 / 25.4 + 16, abs=2)
    assert last[2] == pytest.approx((210 - 26) * 72 / 25.4 - 16, abs=2)
    lines = [line.text for line in docx.Document(io.BytesIO(docx_bytes(sheet))).paragraphs]
    assert "试府办〔2026〕7号\t签发人：王某某" in lines
    plain = [
        line.text for line in docx.Document(io.BytesIO(docx_bytes(a_sheet("甲。")))).paragraphs
    ]
    assert "试府办〔2026〕7号" in plain


def test_several_issuers_stand_below_each_other_and_the_ending_beside_them() -> None:
    sheet = a_sheet("甲。", heads=("试江市民政局", "试江市财政局"), head_ending="文件")
    with pdfium.PdfDocument(pdf_bytes(sheet)) as pdf:
        text = pdf[0].get_textpage()
        first, second, ending = (
            text.get_charbox(text.search(words).get_next()[0]) for words in ("民", "财", "件")
        )
    assert first[1] > second[3]
    assert first[1] > ending[1] > second[1]
    document = docx.Document(io.BytesIO(docx_bytes(sheet)))
    names, beside = document.tables[0].rows[0].cells
    assert [paragraph.text for paragraph in names.paragraphs] == ["试江市民政局", "试江市财政局"]
    assert beside.text == "文件"


def test_titles_end_their_lines_between_words() -> None:
    title = "试江市人民政府办公室关于进一步加强餐饮油烟污染防治的通知"
    sheet = a_sheet("甲。", title=title)
    document = docx.Document(io.BytesIO(docx_bytes(sheet)))
    lines = ["试江市人民政府办公室关于进一步", "加强餐饮油烟污染防治的通知"]
    assert "\n".join(lines) in [paragraph.text for paragraph in document.paragraphs]
    assert lines[0] in pages_of(pdf_bytes(sheet))[0].replace("\r\n", "\n").split("\n")
