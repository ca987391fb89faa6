"""extract_text: what search and the personal-data scan get to read."""

import re
import stat
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files.extraction import UnreadableFile, extract_text, legacy
from portal.files.personal_data import Kind, scan_text
from portal.text.model import Table
from portal.text.model import cell as cell_of
from tests.files import samples
from tests.files.wordfiles import item, word
from tests.growth import LINEAR, growth_factor


def unreadable(data: bytes, name: str) -> str:
    with pytest.raises(UnreadableFile) as caught:
        extract_text(data, name=name)
    assert caught.value.message.endswith("。")
    return caught.value.message


class TestText:
    @pytest.mark.parametrize(
        ("encoding", "found"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8-sig"),
            ("utf-16", "utf-16"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
            ("utf-32", "utf-32"),
            ("gbk", "gbk"),
            ("gb18030", "gbk"),
        ],
    )
    def test_encodings(self, encoding: str, found: str) -> None:
        text = "第一条 为了保障公民依法获取政府信息。\r\n第二条 2024"
        result = extract_text(text.encode(encoding), name="条例.txt")
        expected = (text.replace("\r\n", "\n"), "txt", found)
        assert (result.text, result.kind, result.encoding) == expected

    def test_four_byte_gb18030(self) -> None:
        text = "张㐂与𠮷野两位同志"  # 㐂 and 𠮷 are outside GBK: 4 bytes each
        data = text.encode("gb18030")
        assert len(data) == 4 * 2 + 2 * 7
        result = extract_text(data, name="a.txt")
        assert (result.text, result.encoding) == (text, "gb18030")

    def test_gb18030_2022_code_points(self) -> None:
        # A6D9 is in the private-use area of the 2005 edition and U+FE10 since 2022.
        assert extract_text(b"\xa6\xd9\xfe\x59\xb9\xab", name="a.txt").text == "\ufe10\u9fb4公"

    def test_damaged_utf8_is_not_read_as_gbk(self) -> None:
        data = bytearray("关于印发示例区政务公开工作要点的通知".encode() * 5)
        data[40] = 0xFF
        assert "UTF-8" in unreadable(bytes(data), "a.txt")

    def test_invalid_bytes(self) -> None:
        assert "无法识别的字节" in unreadable(b"\x81\x20\xff\xff\x00\x01" * 50, "a.txt")

    def test_control_characters_and_form_feeds_go(self) -> None:
        assert extract_text("一\f二\x07三\r四   \n\n\n\n五".encode(), name="a.txt").text == (
            "一\n二三\n四\n\n五"
        )

    def test_empty(self) -> None:
        assert "空" in unreadable(b"", "a.txt")

    def test_csv(self) -> None:
        result = extract_text('序号,内容\n1,"甲,乙\n丙"\n'.encode("gbk"), name="a.csv")
        assert (result.text, result.kind, result.encoding) == (
            "序号\t内容\n1\t甲,乙 丙",
            "csv",
            "gbk",
        )

    def test_csv_with_semicolons(self) -> None:
        assert extract_text("甲;乙\n1;2".encode(), name="a.csv").text == "甲\t乙\n1\t2"


class TestWord:
    def test_a_number_with_one_digit_a_cell_is_found_as_one(self) -> None:
        """The usual form: a label, then eighteen boxes."""
        number = samples.identity_number()
        document = docx.Document()
        table = document.add_table(rows=1, cols=19)
        for cell, text in zip(table.rows[0].cells, ["身份证号", *number], strict=True):
            cell.text = text
        text = extract_text(samples.saved(document), name="申领表.docx").text
        assert [finding.kind for finding in scan_text(text)] == [Kind.ID_CARD]

    def test_paragraphs_and_tables_in_order_without_headers(self) -> None:
        document = docx.Document()
        document.sections[0].header.paragraphs[0].text = "页眉"
        document.sections[0].footer.paragraphs[0].text = "页脚"
        document.add_paragraph("前文")
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(
            (cell for row in table.rows for cell in row.cells), "甲乙丙丁", strict=True
        ):
            cell.text = text
        document.add_paragraph("后文")
        result = extract_text(samples.saved(document), name="a.docx")
        assert result.text == "前文\n甲\t乙\n丙\t丁\n后文"
        assert result.kind == "docx"

    def test_tracked_changes(self) -> None:
        data = samples.docx_with_body(
            '<w:p><w:r><w:t>保留</w:t></w:r><w:ins w:id="1"><w:r><w:t>新增</w:t></w:r></w:ins>'
            '<w:del w:id="2"><w:r><w:delText>删除</w:delText></w:r></w:del></w:p>',
            '<w:tbl><w:tr><w:trPr><w:del w:id="3" w:author="某"/></w:trPr><w:tc><w:p><w:r><w:t>删行'
            "</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>留行</w:t></w:r></w:p></w:tc>"
            "</w:tr></w:tbl>",
        )
        result = extract_text(data, name="a.docx")
        assert result.text == "保留新增\n留行"
        assert "修订" in result.doubts[0].what

    def test_a_deleted_paragraph_mark_joins_two_paragraphs(self) -> None:
        data = samples.docx_with_body(
            '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="某"/></w:rPr></w:pPr>'
            "<w:r><w:t>上半</w:t></w:r></w:p>",
            "<w:p><w:r><w:t>下半</w:t></w:r></w:p>",
        )
        assert extract_text(data, name="a.docx").text == "上半下半"

    def test_hidden_text(self) -> None:
        data = samples.docx_with_body(
            "<w:p><w:r><w:t>看得见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>"
            '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>也看得见</w:t></w:r></w:p>'
        )
        result = extract_text(data, name="a.docx")
        assert result.text == "看得见也看得见"
        assert "隐藏文字" in result.doubts[0].what
        assert extract_text(samples.docx_with_hidden_styles(), name="a.docx").text == "看得见"

    def test_links_controls_breaks_and_boxes(self) -> None:
        data = samples.docx_with_body(
            '<w:p><w:hyperlink w:anchor="x"><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:tab/>'
            "<w:t>后</w:t><w:br/><w:t>行</w:t></w:r></w:p>",
            "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>",
            "<w:p><w:r><w:t>框外</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p>"
            "</w:txbxContent></w:pict></w:r></w:p>",
        )
        assert extract_text(data, name="a.docx").text == "链接\t后\n行\n控件\n框外\n框内"

    def test_content_beats_the_name(self) -> None:
        assert extract_text(samples.docx_bytes("文"), name="a.doc").kind == "docx"


class TestPdf:
    def test_chinese_pages_in_order(self) -> None:
        data = samples.pdf_bytes("第一页内容\n#pagebreak()\n第二页内容")
        result = extract_text(data, name="a.pdf")
        assert result.text == "第一页内容\n第二页内容"
        assert (result.kind, result.pages, result.doubts) == ("pdf", 2, ())

    def test_a_scan_needs_recognition(self) -> None:
        assert "OCR" in unreadable(samples.scanned_pdf(), "a.pdf")

    def test_scanned_pages_are_named(self) -> None:
        data = samples.pdf_bytes("第一页内容\n#pagebreak()\n#pagebreak()\n第三页")
        assert "第 2 页" in extract_text(data, name="a.pdf").doubts[0].what

    def test_locked(self) -> None:
        data = samples.edited_pdf(encryption=pikepdf.Encryption(user="u", owner="o"))
        assert "密码" in unreadable(data, "a.pdf")

    def test_hyphens_that_a_page_prints_stay(self) -> None:
        markup = "规划（2021\u00ad2025年）和govern-#linebreak()ment"
        text = extract_text(samples.pdf_bytes(markup), name="a.pdf").text
        assert "2021-2025" in text
        assert "government" in text

    def test_tables_on_a_page_keep_their_cells(self) -> None:
        table = "#table(columns: 3, [点], [餐], [注], [甲], [], [3])"
        found = extract_text(samples.pdf_bytes(f"前文#pagebreak(){table}"), name="a.pdf")
        assert (found.text, found.doubts) == ("前文\n点\t餐\t注\n甲\t\t3", ())
        ruled = "#line(length: 100%)\n文字\n#line(length: 100%)"
        assert extract_text(samples.pdf_bytes(ruled), name="a.pdf").doubts == ()

    def test_damaged(self) -> None:
        assert "PDF" in unreadable(b"%PDF-1.7\nrubbish", "a.pdf")

    def test_an_identity_number_in_a_pdf_is_found(self) -> None:
        number = samples.identity_number()
        text = extract_text(samples.pdf_bytes(f"申请人证件号码：{number}。"), name="a.pdf").text
        assert [finding.kind for finding in scan_text(text)] == [Kind.ID_CARD]


class TestHtml:
    def test_blocks_become_lines(self) -> None:
        page = """<!DOCTYPE html><html><head><title>题</title><style>p{}</style></head><body>
        <nav>导航</nav><h1>标题</h1><p>第一&nbsp;段<b>粗</b>
体&amp;字</p><div>甲<br>乙<script>x()</script></div>
        <table><tr><td>一</td><td>二</td></tr><tr><td>三</td><td></td></tr></table><p>末</p></body></html>"""
        result = extract_text(page.encode(), name="a.html")
        assert result.text == "标题\n第一\xa0段粗体&字\n甲\n乙\n一\t二\n三\t\n末"
        assert (result.kind, result.encoding) == ("html", "utf-8")

    def test_declared_gb2312_is_read_as_gb18030(self) -> None:
        page = '<html><meta charset="gb2312"><body><p>镕𠮷</p></body></html>'.encode("gb18030")
        result = extract_text(page, name="a.htm")
        assert (result.text, result.encoding) == ("镕𠮷", "gb18030")

    def test_a_wrong_declaration_is_survived(self) -> None:
        page = '<html><meta charset="utf-8"><body><p>公开</p></body></html>'.encode("gbk")
        assert extract_text(page, name="a.htm").text == "公开"

    def test_cells_keep_their_columns_whatever_stands_in_them(self) -> None:
        page = (
            "<body><table><tr><td></td><td><p>二</p><p>点</p></td><td> </td><td>暂停</td></tr>"
            '<tr><td colspan="2">合计</td><td>3</td><td></td></tr></table>'
            "<table><tr><td>左<br>下</td></tr></table><p>末</p></body>"
        )
        text = extract_text(page.encode(), name="a.html").text
        assert text == "\t二 点\t\t暂停\n合计\t\t3\t\n左 下\n末"

    def test_a_table_that_lays_out_a_page_gives_its_lines(self) -> None:
        long = "为了节约用水" * 40
        inner = "<table><tr><td>一</td><td>二</td></tr></table>"
        page = f"<body><table><tr><td><p>{long}</p><p>{long}</p>{inner}<p>末</p></td></tr></table>"
        text = extract_text(page.encode(), name="a.html").text
        assert text == f"{long}\n{long}\n一\t二\n末"

    def test_cells_over_several_rows_stay_whole(self) -> None:
        page = (
            '<body><table><tr><td rowspan="2">区</td><td>一</td></tr><tr><td>二</td></tr></table>'
        )
        result = extract_text(page.encode(), name="a.html")
        rows = ((cell_of("区", down=2), cell_of("一")), (cell_of("二"),))
        assert (result.text, result.structure.blocks) == ("区\t一\n二", (Table(rows),))

    def test_deep_nesting(self) -> None:
        page = b"<html><body>" + b"<div>" * 4_000 + b"x" + b"</div>" * 4_000
        assert extract_text(page, name="a.html").text == "x"
        deeper = b"<html><body>" + b"<div>" * 50_000 + b"x"
        assert "嵌套过深" in unreadable(deeper, "a.html")
        assert extract_text(b"<p>x<br>" * 20_000, name="a.html").text.count("x") == 20_000

    def test_nothing_to_read(self) -> None:
        assert "没有可读的文字" in unreadable(b"<html><script>x()</script></html>", "a.html")


class TestSheets:
    def test_rows(self) -> None:
        data = samples.xlsx_bytes([("事项", "数量"), (None, None), ("公开", 3.0), ("率", 0.1)])
        assert extract_text(data, name="a.xlsx").text == "事项\t数量\n公开\t3\n率\t0.1"

    def test_hidden_sheets_are_read_and_reported(self) -> None:
        book = openpyxl.Workbook()
        book.worksheets[0].append(["公开的"])
        secret = book.create_sheet("底稿")
        secret.append(["隐藏的"])
        secret.sheet_state = "veryHidden"
        result = extract_text(samples.saved(book), name="a.xlsx")
        assert result.text == "Sheet\n公开的\n\n底稿\n隐藏的"
        assert "底稿" in result.doubts[0].what

    def test_rows_keep_their_first_cells_and_a_lone_cell_its_table(self) -> None:
        data = samples.xlsx_bytes([("点", "餐", "注"), ("合计", None, None), (None, 3, None)])
        assert extract_text(data, name="a.xlsx").text == "点\t餐\t注\n合计\t\n\t3"

    def test_formulas_without_a_result_are_named(self) -> None:
        data = samples.xlsx_bytes([("甲", "=1+1"), ("乙", "=B1&A1")])
        result = extract_text(data, name="a.xlsx")
        assert result.text == "甲\n乙"
        assert "B1、B2" in result.doubts[0].what
        stored = samples.members_of(data)["xl/worksheets/sheet1.xml"]
        for formula, value in ((b"1+1", b"<v>2</v>"), (b"B1&amp;A1", b"<v></v>")):
            stored = re.sub(
                b'<c r="(B.)"><f>' + re.escape(formula) + b"</f><v ?/?>(</v>)?",
                b'<c r="\\1" t="str"><f>' + formula + b"</f>" + value,
                stored,
            )
        known = samples.with_members(data, {"xl/worksheets/sheet1.xml": stored})
        assert extract_text(known, name="a.xlsx").doubts == ()

    def test_a_lying_dimension_costs_nothing(self) -> None:
        data = samples.xlsx_bytes()
        sheet = samples.members_of(data)["xl/worksheets/sheet1.xml"]
        lying = sheet.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
        assert lying != sheet
        data = samples.with_members(data, {"xl/worksheets/sheet1.xml": lying})
        assert extract_text(data, name="a.xlsx").text == "事项\t数量\n公开\t3"

    def test_damaged(self) -> None:
        data = samples.with_members(samples.xlsx_bytes(), {"xl/workbook.xml": "<x"})
        assert "重新保存" in unreadable(data, "a.xlsx")


class TestOfd:
    def test_runs_become_lines(self) -> None:
        page = (
            samples.ofd_text(10, 30, "正文第二行")
            + samples.ofd_text(30, 10, "标题右")
            + samples.ofd_text(10, 10.4, "标题左")
            + samples.ofd_text(10, 20, "正文第一行")
        )
        result = extract_text(
            samples.ofd_bytes(page, samples.ofd_text(1, 1, "第二页")), name="a.ofd"
        )
        assert result.text == "标题左 标题右\n正文第一行\n正文第二行\n第二页"
        assert (result.kind, result.pages) == ("ofd", 2)

    def test_adjoining_runs_are_not_parted(self) -> None:
        page = samples.ofd_text(10, 10, "政务") + samples.ofd_text(18, 10, "公开")
        assert extract_text(samples.ofd_bytes(page), name="a.ofd").text == "政务公开"

    def test_template_pages_count(self) -> None:
        template = samples.ofd_text(1, 1, "固定栏目")
        data = samples.ofd_bytes(samples.ofd_text(1, 20, "内容"), template=template)
        assert extract_text(data, name="a.ofd").text == "固定栏目\n内容"

    def test_scans_and_damage(self) -> None:
        assert "OCR" in unreadable(samples.ofd_bytes("<ofd:ImageObject/>"), "a.ofd")
        assert "损坏" in unreadable(samples.zip_bytes({"OFD.xml": "<x"}), "a.ofd")

    def test_entities_are_refused(self) -> None:
        bomb = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
        assert "实体" in unreadable(samples.zip_bytes({"OFD.xml": bomb}), "a.ofd")


class TestLegacy:
    OLD = samples.compound_file({"WordDocument": bytes(4096)})

    @pytest.fixture
    def office(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
        """Installs a stand-in for LibreOffice with the given shell body."""

        def install(body: str) -> None:
            script = tmp_path / "soffice"
            script.write_text(f"#!/bin/sh\n{body}\n")
            script.chmod(script.stat().st_mode | stat.S_IXUSR)
            monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

        return install

    def test_without_libreoffice(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        assert "请另存为 docx 或 PDF 后再上传" in unreadable(self.OLD, "a.doc")
        sheet = samples.compound_file({"Workbook": bytes(4096)})
        assert "xlsx" in unreadable(sheet, "a.xls")

    def test_with_libreoffice(self, office: Callable[[str], None], tmp_path: Path) -> None:
        (tmp_path / "ready.docx").write_bytes(samples.docx_bytes("转换后的正文"))
        office(
            f'mkdir out && cp {tmp_path}/ready.docx out/source.docx && echo "$@" > {tmp_path}/log'
        )
        result = extract_text(self.OLD, name="a.wps")
        assert (result.text, result.kind) == ("转换后的正文", "wps")
        log = (tmp_path / "log").read_text()
        assert "--headless" in log
        assert "UserInstallation=file:///" in log

    def test_failure_and_timeout(
        self, office: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office("exit 1")
        assert "转换失败" in unreadable(self.OLD, "a.doc")
        monkeypatch.setattr(legacy, "TIMEOUT_SECONDS", 0.2)
        office("sleep 30")
        assert "转换失败" in unreadable(self.OLD, "a.doc")


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pdf", "a.ofd"])
def test_truncated(name: str) -> None:
    data = {
        "a.docx": samples.docx_bytes(),
        "a.xlsx": samples.xlsx_bytes(),
        "a.pdf": samples.pdf_bytes()[:600],
        "a.ofd": samples.ofd_bytes("x"),
    }[name]
    assert unreadable(data[: len(data) // 2], name)


def test_pictures_need_recognition() -> None:
    assert "OCR" in unreadable(samples.image_bytes(), "a.png")


@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.html", "a.csv", "a.pdf", "a.docx"]))
def test_rubbish_never_breaks_it(data: bytes, name: str) -> None:
    try:
        result = extract_text(data, name=name)
    except UnreadableFile as problem:
        assert problem.message  # noqa: PT017 - either outcome is right, another error is not
    else:
        assert "\f" not in result.text
        assert "\r" not in result.text


@pytest.mark.parametrize(
    ("piece", "name"),
    [(" ", "a.txt"), ("\t", "a.txt"), ("\u3000", "a.txt"), ("\n", "a.txt"), ("甲 ", "a.html"),
     ("<td>甲", "a.html"), ("<td><p>甲</p>", "a.html"), (" \t", "a.html"),
     (",", "a.csv"), ("甲,乙\n", "a.csv")],
)  # fmt: skip
def test_twice_the_bytes_take_twice_the_time(piece: str, name: str) -> None:
    def make(length: int) -> bytes:
        return f"甲{piece * (length // len(piece))}x".encode()

    assert growth_factor(lambda data: extract_text(data, name=name), make, 20_000) < LINEAR


@pytest.mark.parametrize("wrapper", ["w:r", "w:hyperlink", "m:oMath", "w:tbl", "w:p"])
def test_twice_the_elements_take_twice_the_time(wrapper: str) -> None:
    def make(count: int) -> bytes:
        one = f"<{wrapper}><w:t>甲</w:t></{wrapper}>"
        return word(f"<w:p>{one * count}</w:p>", item("条", 1) * count)

    assert growth_factor(lambda data: extract_text(data, name="a.docx"), make, 300) < LINEAR


def test_long_texts_are_read_to_the_end() -> None:
    long = "政务公开，" * 40_000
    assert extract_text(long.encode("gb18030"), name="a.txt").text == long
