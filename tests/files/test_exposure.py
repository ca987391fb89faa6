"""What a cleaned copy still says: every text and attribute of every part, and what stays unread."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from typing import Any

import docx
import openpyxl
import pikepdf
import pytest
from lxml import etree
from openpyxl.worksheet.datavalidation import DataValidation
from pikepdf import Array, Dictionary, Name

from portal.files.exposure import Exposure, exposed
from portal.files.exposure.words import boxed, carries_words
from portal.files.gate import items_in
from portal.files.personal_data import Kind, scan_text
from portal.files.scrubbing import HiddenContent, UnscrubbableFile, scrub
from tests.files.samples import (
    docx_bytes,
    edited_pdf,
    exif,
    identity_number,
    image_bytes,
    members_of,
    ofd_bytes,
    ofd_text,
    pdf_bytes,
    saved,
    scanned_pdf,
    with_members,
    xlsx_bytes,
)
from tests.growth import LINEAR, growth_factor

NUMBER = identity_number()
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _cleaned(data: bytes, kind: str) -> Exposure:
    return exposed(scrub(data, kind=kind), kind=kind, name="名册." + kind)


def _places(read: Exposure, number: str = NUMBER) -> set[str]:
    return {
        passage.where
        for passage in read.passages
        for finding in scan_text(passage.text)
        if finding.kind is Kind.ID_CARD and number in _digits(passage.text)
    }


def _digits(text: str) -> str:
    return "".join(text.split())


def _docx(change: Callable[[Any], None]) -> bytes:
    document = docx.Document()
    document.add_paragraph("关于公布名单的通知")
    change(document)
    return saved(document)


def _in_runs(document: Any) -> None:
    paragraph = document.add_paragraph("证件 ")
    for piece in (NUMBER[:4], NUMBER[4:11], NUMBER[11:]):
        paragraph.add_run(piece).bold = piece == NUMBER[4:11]


def _in_boxes(document: Any) -> None:
    table = document.add_table(rows=1, cols=19)
    for cell, text in zip(table.rows[0].cells, ["号码", *NUMBER], strict=True):
        cell.text = text


def _in_link(document: Any) -> None:
    document.part.relate_to(
        f"https://example.org/q?id={NUMBER}",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    relation = list(document.part.rels)[-1]
    paragraph = document.add_paragraph()
    link = paragraph._p.makeelement(docx.oxml.ns.qn("w:hyperlink"))
    link.set(docx.oxml.ns.qn("r:id"), relation)
    paragraph._p.append(link)


def _in_alternative_text(document: Any) -> None:
    picture = document.add_picture(io.BytesIO(image_bytes()))
    picture._inline.docPr.set("descr", f"{NUMBER} 的照片")


def _in_bookmark(document: Any) -> None:
    mark = document.add_paragraph("见附表")._p.makeelement(docx.oxml.ns.qn("w:bookmarkStart"))
    mark.set(docx.oxml.ns.qn("w:id"), "7")
    mark.set(docx.oxml.ns.qn("w:name"), f"人员{NUMBER}")
    document.element.body.insert(0, mark)


def _in_field(document: Any) -> None:
    run = document.add_paragraph().add_run()
    code = run._r.makeelement(docx.oxml.ns.qn("w:instrText"))
    code.text = f' HYPERLINK "mailto:{NUMBER}@example.org" '
    run._r.append(code)


def _in_pieces_of_a_field(document: Any) -> None:
    """Word cuts the code of a field wherever somebody stopped typing."""
    paragraph = document.add_paragraph()
    for piece in (f' QUOTE "{NUMBER[:7]}', f'{NUMBER[7:]}" '):
        run = paragraph.add_run()
        code = run._r.makeelement(docx.oxml.ns.qn("w:instrText"))
        code.text = piece
        run._r.append(code)


def _in_header(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = f"经办 {NUMBER}"


def _in_footer(document: Any) -> None:
    document.sections[0].footer.paragraphs[0].text = f"经办 {NUMBER}"


WORD = {
    "正文": (_in_runs, _in_boxes),
    "页眉": (_in_header,),
    "页脚": (_in_footer,),
    "链接目标": (_in_link,),
    "正文的属性、替代文字、域代码": (
        _in_alternative_text,
        _in_bookmark,
        _in_field,
        _in_pieces_of_a_field,
    ),
}


def test_every_place_of_a_word_file() -> None:
    for where, changes in WORD.items():
        for change in changes:
            assert _places(_cleaned(_docx(change), "docx")) == {where}, change


def test_a_text_box_does_not_cut_the_paragraph_around_it() -> None:
    box = (
        f"<w:p {_W}><w:r><w:t>{NUMBER[:9]}</w:t></w:r><w:r><w:pict><w:txbxContent>"
        f"<w:p><w:r><w:t>框中的字</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        f"<w:r><w:t>{NUMBER[9:]}</w:t></w:r></w:p>"
    )
    data = _docx(lambda document: document.element.body.insert(0, docx.oxml.parse_xml(box)))
    read = _cleaned(data, "docx")
    assert _places(read) == {"正文"}
    assert any("框中的字" in passage.text for passage in read.passages)


def _sheet(change: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "名册"
    sheet["A1"] = "事项"
    change(sheet)
    return saved(book)


def _in_row_of_boxes(sheet: Any) -> None:
    sheet.append(["号码", *NUMBER])


def _in_validation(sheet: Any) -> None:
    choice = DataValidation("list", formula1=f'"{NUMBER},其他"')
    choice.add("A1")
    sheet.add_data_validation(choice)


def _in_print_header(sheet: Any) -> None:
    sheet.oddHeader.center.text = f"打印 {NUMBER}"


def _in_cell_link(sheet: Any) -> None:
    sheet["A1"].hyperlink = f"https://example.org/?id={NUMBER}"


def _in_number_format(sheet: Any) -> None:
    sheet["A1"].number_format = f'"{NUMBER}"'


def _in_defined_name(sheet: Any) -> None:
    sheet.parent.defined_names["人员"] = openpyxl.workbook.defined_name.DefinedName(
        "人员", attr_text=f'"{NUMBER}"'
    )


def _in_formula(sheet: Any) -> None:
    sheet["B2"] = f'=IF(A1="{NUMBER}",1,0)'


BOOK = {
    "工作表“名册”": (_in_row_of_boxes,),
    "工作表“名册”的页眉页脚、数据验证等": (_in_validation, _in_print_header),
    "链接目标": (_in_cell_link,),
    "样式的属性、替代文字、域代码": (_in_number_format,),
    "工作簿（名称、定义）": (_in_defined_name,),
    "工作表“名册”的公式": (_in_formula,),
}


def test_every_place_of_a_workbook() -> None:
    for where, changes in BOOK.items():
        for change in changes:
            assert _places(_cleaned(_sheet(change), "xlsx")) == {where}, change


def test_a_cell_whose_value_nobody_stored_is_named() -> None:
    read = _cleaned(_sheet(_in_formula), "xlsx")
    assert [part.why for part in read.unread] == ["1 个公式单元格没有保存计算结果（B2）"]


def test_a_string_no_cell_shows_is_read() -> None:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    shared = f'<sst xmlns="{space}"><si><t>{NUMBER[:9]}</t><t>{NUMBER[9:]}</t></si></sst>'
    data = with_members(xlsx_bytes([["甲"]]), {"xl/sharedStrings.xml": shared})
    read = exposed(data, kind="xlsx", name="a.xlsx")
    assert _places(read) == {"没有单元格使用的共享字符串"}


def _note(kind: str, **more: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[50, 50, 300, 90], **more)
        document.pages[0].obj.Annots = Array([document.make_indirect(note)])

    return change


def _in_bookmarks(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"名册 {NUMBER}", 0))


def _in_labels(document: pikepdf.Pdf) -> None:
    document.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=pikepdf.String(NUMBER))]))


def _in_structure(document: pikepdf.Pdf) -> None:
    document.Root.StructTreeRoot = Dictionary(
        Type=Name.StructTreeRoot, K=Array([Dictionary(S=Name.Figure, Alt=f"证件 {NUMBER}")])
    )


def _in_destinations(document: pikepdf.Pdf) -> None:
    document.Root.Names = Dictionary(
        Dests=Dictionary(Names=Array([pikepdf.String(NUMBER), Array([0, Name.Fit])]))
    )


def _in_unused_drawing(document: pikepdf.Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pieces = " ".join(f"({digit}) Tj" for digit in NUMBER)
    form = document.make_stream(
        f"BT /F 9 Tf {pieces} ET".encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 300, 30],
        Resources=Dictionary(Font=Dictionary(F=font)),
    )
    document.pages[0].obj.Resources.XObject = Dictionary(Unused=form)


def _off_the_page(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    page.obj.Resources.Font.Plain = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica
    )
    pieces = " ".join(f"({digit}) Tj" for digit in NUMBER)
    page.contents_add(f"q BT /Plain 9 Tf -900 -900 Td {pieces} ET Q".encode())


def _under_other_words(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    page.obj.Resources.Font.Plain = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica
    )
    pieces = " ".join(f"({digit}) Tj" for digit in NUMBER)
    page.contents_add(
        f"/Span <</ActualText (other)>> BDC BT /Plain 9 Tf 90 90 Td {pieces} ET EMC".encode()
    )


PDF: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "第 1 页的批注和页面上添加的文字": _note("FreeText", Contents=f"更正 {NUMBER}"),
    "第 1 页的链接目标": _note(
        "Link", A=Dictionary(S=Name.URI, URI=f"https://example.org/?id={NUMBER}")
    ),
    "书签和标题": _in_bookmarks,
    "页码标签": _in_labels,
    "替代文字": _in_structure,
    "文件结构中的文字": _in_destinations,
    "批注外观或未显示的图形": _in_unused_drawing,
    "第 1 页（替代文字下面的字）": _under_other_words,
}


def test_every_place_of_a_pdf() -> None:
    plain = pdf_bytes()
    for where, change in PDF.items():
        read = exposed(edited_pdf(change, plain), kind="pdf", name="a.pdf")
        assert where in _places(read), where


def test_text_off_the_page_is_read_though_no_copy_is_made() -> None:
    data = edited_pdf(_off_the_page)
    assert "第 1 页" in _places(exposed(data, kind="pdf", name="a.pdf"))
    with pytest.raises(HiddenContent, match="裁切区"):
        scrub(data, kind="pdf")


def test_files_inside_a_pdf_are_read() -> None:
    def attach(document: pikepdf.Pdf) -> None:
        document.attachments["a.txt"] = f"证件 {NUMBER}".encode()

    read = exposed(edited_pdf(attach), kind="pdf", name="a.pdf")
    assert any("附件" in place and "全文" in place for place in _places(read))


def test_pages_without_text_and_fonts_without_names_are_unread() -> None:
    assert [part.picture for part in _cleaned(scanned_pdf(), "pdf").unread] == ["page:1"]

    def unnamed(document: pikepdf.Pdf) -> None:
        for item in document.objects:
            if isinstance(item, Dictionary) and "/ToUnicode" in item:
                del item["/ToUnicode"]

    read = _cleaned(edited_pdf(unnamed, pdf_bytes("证件号码一二三四五六")), "pdf")
    assert [part.key for part in read.unread] == ["page:1:fonts"]
    assert _cleaned(pdf_bytes(), "pdf").unread == ()


def test_every_place_of_an_ofd() -> None:
    plain = ofd_bytes(ofd_text(20, 20, "关于公布名单的通知"))
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    boxes = "".join(ofd_text(20 + 4 * place, 40, digit) for place, digit in enumerate(NUMBER))
    parts = {
        "注释 Annot_0.xml": (
            "Doc_0/Annots/Page_0/Annot_0.xml",
            f"<ofd:PageAnnot {space}><ofd:Annot><ofd:Appearance>{boxes}</ofd:Appearance>"
            "</ofd:Annot></ofd:PageAnnot>",
        ),
        "注释 Annot_1.xml的属性": (
            "Doc_0/Annots/Page_0/Annot_1.xml",
            f'<ofd:PageAnnot {space}><ofd:Annot Creator="{NUMBER}"/></ofd:PageAnnot>',
        ),
        "自定义标引 CustomTag.xml": (
            "Doc_0/Tags/CustomTag.xml",
            f"<tag><n>{NUMBER}</n></tag>",
        ),
    }
    for where, (name, xml) in parts.items():
        assert _places(_cleaned(with_members(plain, {name: xml}), "ofd")) == {where}


def test_words_beside_the_pixels_and_the_pixels_themselves() -> None:
    tags = exif()
    tags[0x010E] = f"拍摄 {NUMBER}"
    received = exposed(image_bytes("JPEG", (200, 100), exif=tags), kind="jpeg", name="a.jpg")
    assert _places(received) == {"图片的附加信息"}
    cleaned = _cleaned(image_bytes("JPEG", (200, 100), exif=tags), "jpeg")
    assert (_places(cleaned), [part.picture for part in cleaned.unread]) == (set(), ["file"])


def test_names_of_files_are_read() -> None:
    read = exposed(b"\xe6\xad\xa3", kind="txt", name=f"卫某某 {NUMBER} 申请表.txt")
    assert _places(read) == {"文件名"}


def test_cells_of_a_text_table_are_read_as_a_row() -> None:
    pieces = (NUMBER[:6], NUMBER[6:14], NUMBER[14:])
    for cells in (pieces, NUMBER, [f'"{each}"' for each in NUMBER]):
        assert _places(exposed(f"号码\n{','.join(cells)}\n".encode(), kind="csv", name="a.csv"))


def test_a_file_in_a_file_in_a_file() -> None:
    """Kept by another cleaner than ours: looked into as deep as three, then a person must."""
    data = docx_bytes(f"最里面 {NUMBER}")
    for depth in range(4):
        data = with_members(docx_bytes("外层"), {"word/embeddings/a.docx": data})
        read = exposed(data, kind="docx", name="a.docx")
        assert bool(_places(read)) is (depth < 3)
        assert any(part.key.endswith("a.docx") for part in read.unread) is (depth >= 3)


def test_numbers_in_boxes_and_values_with_words() -> None:
    assert boxed(["号码", *NUMBER, "备注"]) == [NUMBER]
    assert boxed(["甲", "1", "2", "3"]) == []
    assert carries_words("tel:138 0000 1111")
    assert carries_words("卫某某")
    for value in ("9360", "{0D1B2C3D-1234-5678-9012-345678901234}", "center", "00A11B22"):
        assert not carries_words(value)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf", "ofd", "png", "txt"])
def test_damage_is_an_answer(kind: str) -> None:
    """Whatever stands in the bytes: an exposure, and never an exception."""
    whole = {
        "docx": docx_bytes,
        "xlsx": xlsx_bytes,
        "pdf": pdf_bytes,
        "ofd": lambda: ofd_bytes(ofd_text(20, 20, "通知")),
        "png": image_bytes,
        "txt": "通知".encode,
    }[kind]()
    chance = random.Random(kind)  # noqa: S311 - the same damage every time
    for _ in range(25):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        assert isinstance(exposed(bytes(data), kind=kind, name="a"), Exposure)
        cut = bytes(data[: chance.randrange(len(data))])
        assert isinstance(exposed(cut, kind=kind, name="a"), Exposure)


def test_twice_the_file_takes_about_twice_the_time() -> None:
    def make(times: int) -> bytes:
        body = f"<w:document {_W}><w:body>{'<w:p><w:r><w:t>文</w:t></w:r></w:p>' * times}"
        return with_members(docx_bytes(), {"word/document.xml": f"{body}</w:body></w:document>"})

    assert growth_factor(lambda data: exposed(data, kind="docx", name="a.docx"), make) < LINEAR


# Long, and alike in every file.
_OF_NO_WORDS = ("theme", "styles", "numbering", "fontTable")


def _planted(data: bytes, chance: random.Random, number: int) -> Iterator[tuple[str, bytes]]:
    """The file with the number in one text or attribute of one part, and where."""
    members = members_of(data)
    trees = {
        name: etree.fromstring(content)
        for name, content in members.items()
        if name.endswith((".xml", ".rels")) and not any(each in name for each in _OF_NO_WORDS)
    }
    spots = [
        (name, index, key)
        for name, root in trees.items()
        for index, element in enumerate(root.iter())
        for key in ("text", "tail", *element.attrib)
        if index or key != "tail"
    ]
    for name, index, key in chance.sample(spots, min(number, len(spots))):
        root = etree.fromstring(members[name])
        element = list(root.iter())[index]
        if key in ("text", "tail"):
            setattr(element, key, f"{getattr(element, key) or ''} {NUMBER}")
        else:
            element.set(key, f"{element.get(key)} {NUMBER}")
        yield f"{name} {element.tag} {key}", with_members(data, {name: etree.tostring(root)})


def _rich_document(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = "眉"
    document.add_table(rows=1, cols=2).rows[0].cells[0].text = "甲"
    document.add_picture(io.BytesIO(image_bytes()))


def _rich_sheet(sheet: Any) -> None:
    sheet.append(["乙", 2])
    sheet["C1"] = "=SUM(B1:B2)"
    sheet["A1"].hyperlink = "https://example.org/"
    sheet.oddHeader.center.text = "眉"
    choice = DataValidation("list", formula1='"是,否"')
    choice.add("D1")
    sheet.add_data_validation(choice)


WHOLE = {
    "docx": (lambda: _docx(_rich_document), 30),
    "xlsx": (lambda: _sheet(_rich_sheet), 90),
    "ofd": (lambda: ofd_bytes(ofd_text(10, 10, "甲"), template=ofd_text(20, 20, "乙")), 90),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_no_place_of_a_package_is_passed_over(kind: str) -> None:
    """Wherever a number is put: refused, taken away by cleaning, or found in what is left."""
    make, number = WHOLE[kind]
    left = 0
    for place, planted in _planted(make(), random.Random(5), number):  # noqa: S311
        try:
            cleaned = scrub(planted, kind=kind)
        except (HiddenContent, UnscrubbableFile):
            continue
        if any(NUMBER.encode() in content for content in members_of(cleaned).values()):
            left += 1
            read = exposed(cleaned, kind=kind, name="a." + kind)
            assert any(item.kind == "id_card" for item in items_in(read.passages)), place
    assert left > number / 5


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("[Content_Types].xml", b"</Types>", f"{NUMBER}</Types>"),
        ("xl/worksheets/sheet1.xml", b"<row", f"{NUMBER}<row"),
        ("xl/worksheets/sheet1.xml", b"</row>", f"{NUMBER}</row>"),
        ("xl/worksheets/sheet1.xml", b"</c>", f"<v>{NUMBER}</v></c>"),
        ("xl/worksheets/sheet1.xml", b"</c>", f"</c><q>{NUMBER}</q>"),
        ("xl/worksheets/sheet1.xml", b"<row ", f'<row spans="{NUMBER}" '),
    ],
)
def test_what_no_program_shows_of_a_sheet(part: str, before: bytes, after: str) -> None:
    data = xlsx_bytes([("事项", 3)])
    content = members_of(data)[part]
    assert before in content
    planted = with_members(data, {part: content.replace(before, after.encode(), 1)})
    read = exposed(planted, kind="xlsx", name="a.xlsx")
    assert any(item.kind == "id_card" for item in items_in(read.passages))
