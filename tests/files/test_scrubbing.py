"""scrub: the same visible text, and nothing else (T25)."""

import io
import struct
import zlib

import docx
import openpyxl
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image

from portal.files.extraction import extract_text
from portal.files.inspection import inspect_upload
from portal.files.scrubbing import HiddenContent, UnscrubbableFile, scrub
from tests.files import samples

SECRETS = ("张某某", "批注内容", "删去的话", "藏起的话", "Normal.dotm", "00AB12CD", "2024-05-06")


def text_of(data: bytes, kind: str) -> str:
    return extract_text(data, name=f"a.{kind}").text


def still_good(data: bytes, kind: str) -> bytes:
    assert inspect_upload(io.BytesIO(data), name=f"a.{kind}").kind == kind
    return data


def hidden_in(data: bytes, kind: str) -> tuple[str, ...]:
    with pytest.raises(HiddenContent) as caught:
        scrub(data, kind=kind)
    assert caught.value.message.endswith("请删除或取消隐藏后重新上传。")
    return caught.value.findings


class TestWord:
    TRACKED = (
        '<w:p w:rsidR="00AB12CD"><w:pPr><w:pPrChange w:id="9" w:author="张某某"><w:pPr/>'
        '</w:pPrChange></w:pPr><w:r w:rsidRPr="00AB12CD"><w:t>保留</w:t></w:r>'
        '<w:ins w:id="1" w:author="张某某" w:date="2024-05-06T00:00:00Z"><w:r><w:t>新增</w:t></w:r>'
        "</w:ins>"
        '<w:del w:id="2" w:author="张某某"><w:r><w:delText>删去的话</w:delText></w:r></w:del>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏起的话</w:t></w:r></w:p>",
        '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="张某某"/></w:rPr></w:pPr>'
        "<w:r><w:t>上半</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>下半</w:t></w:r></w:p>",
        '<w:tbl><w:tr><w:trPr><w:ins w:id="4" w:author="张某某"/></w:trPr><w:tc><w:p><w:r><w:t>留行'
        '</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:trPr><w:del w:id="5" w:author="张某某"/></w:trPr>'
        "<w:tc><w:p><w:r><w:t>删去的话</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    )

    def test_visible_text_stays_and_history_goes(self) -> None:
        before = samples.docx_with_body(*self.TRACKED)
        after = still_good(scrub(before, kind="docx"), "docx")
        assert text_of(after, "docx") == text_of(before, "docx") == "保留新增\n上半下半\n留行"
        everything = samples.everything_in(after)
        assert [secret for secret in SECRETS if secret in everything] == []
        for trace in ("w:ins ", "w:del ", "rsid", "w:vanish", "docProps", "thumbnail", "customXml"):
            assert trace not in everything
        assert extract_text(after, name="a.docx").doubts == ()

    def test_comments(self) -> None:
        document = docx.Document()
        paragraph = document.add_paragraph("正文")
        document.add_comment(paragraph.runs, "批注内容", author="张某某", initials="张")
        after = still_good(scrub(samples.saved(document), kind="docx"), "docx")
        everything = samples.everything_in(after)
        assert "批注内容" not in everything
        assert "w:comment" not in everything
        assert not any("comments" in name for name in samples.members_of(after))
        assert text_of(after, "docx") == "正文"

    def test_hidden_styles(self) -> None:
        after = scrub(samples.docx_with_hidden_styles(), kind="docx")
        assert "看不见" not in samples.everything_in(after)
        assert text_of(after, "docx") == "看得见"

    def test_template_and_local_links(self) -> None:
        document = docx.Document()
        document.add_paragraph("正文")
        document.part._settings_part.relate_to(
            "file:///C:/Users/zhang/Normal.dotm",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
            is_external=True,
        )
        for target in ("file://server/secret.docx", "https://www.example.gov.cn/"):
            link = document.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            element = docx.oxml.parse_xml(
                f"<w:hyperlink {docx.oxml.ns.nsdecls('w', 'r')} r:id='{link}'>"
                "<w:r><w:t>链</w:t></w:r></w:hyperlink>"
            )
            document.paragraphs[0]._p.append(element)
        after = still_good(scrub(samples.saved(document), kind="docx"), "docx")
        everything = samples.everything_in(after)
        assert "Normal.dotm" not in everything
        assert "server" not in everything
        assert "https://www.example.gov.cn/" in everything
        assert text_of(after, "docx") == "正文链链"

    def test_pictures_lose_their_metadata_and_deleted_ones_go(self) -> None:
        document = docx.Document()
        photo = samples.image_bytes("JPEG", exif=samples.exif())
        document.add_picture(io.BytesIO(photo))
        gone = samples.image_bytes("PNG", (33, 33))
        document.add_picture(io.BytesIO(gone))
        run = document.paragraphs[-1]._p.r_lst[0]
        deletion = docx.oxml.OxmlElement("w:del")
        run.addprevious(deletion)
        deletion.append(run)
        after = still_good(scrub(samples.saved(document), kind="docx"), "docx")
        pictures = {
            name: data for name, data in samples.members_of(after).items() if "media" in name
        }
        assert [name.rpartition(".")[2] for name in pictures] == ["jpg"]
        assert b"Invented" not in next(iter(pictures.values()))

    def test_embedded_files_go(self) -> None:
        document = docx.Document()
        document.add_paragraph("正文")
        part = Part(
            PackURI("/word/embeddings/secret.xlsx"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            samples.xlsx_bytes(),
            document.part.package,
        )
        document.part.relate_to(part, RELATIONSHIP_TYPE.PACKAGE)
        data = samples.saved(document)
        assert any("embeddings" in name for name in samples.members_of(data))
        after = still_good(scrub(data, kind="docx"), "docx")
        assert not any("embeddings" in name for name in samples.members_of(after))

    def test_is_stable_and_repeatable(self) -> None:
        data = samples.docx_with_body(*self.TRACKED)
        once = scrub(data, kind="docx")
        assert scrub(data, kind="docx") == once
        assert scrub(once, kind="docx") == once


class TestSheets:
    def test_properties_comments_and_links_go(self) -> None:
        book = openpyxl.Workbook()
        book.properties.creator = "张某某"
        sheet = book.worksheets[0]
        sheet.append(["事项", "数量"])
        sheet["A1"].comment = Comment("批注内容", "张某某")
        sheet["B2"] = "=SUM(1,2)"
        sheet["C1"].hyperlink = "https://www.example.gov.cn/"
        book.defined_names["x"] = DefinedName("x", attr_text="'C:\\secret\\[b.xlsx]S'!$A$1")
        sheet.page_setup.orientation = "landscape"
        after = still_good(scrub(samples.saved(book), kind="xlsx"), "xlsx")
        everything = samples.everything_in(after)
        for secret in ("张某某", "批注内容", "secret", "docProps", "omments", "legacyDrawing"):
            assert secret not in everything
        for kept in ("SUM(1,2)", "https://www.example.gov.cn/", "landscape"):
            assert kept in everything
        assert openpyxl.load_workbook(io.BytesIO(after)).worksheets[0]["A1"].value == "事项"

    def test_formulas_that_read_other_files_become_values(self) -> None:
        data = samples.xlsx_bytes([("a", 1), ("b", 2), ("c", 3)])
        name = "xl/worksheets/sheet1.xml"
        sheet = samples.members_of(data)[name]
        for value, formula in (
            (b"1", b'<f t="shared" si="0" ref="B1:B2">[1]S!A1*2</f>'),
            (b"2", b'<f t="shared" si="0"/>'),
            (b"3", b"<f>SUM(T[n])+Sheet!A1</f>"),
        ):
            sheet = sheet.replace(
                b"<v>%s</v></c></row>" % value,
                b"%s<v>%s</v></c></row>"
                % (
                    formula,
                    value,
                ),
            )
        after = still_good(scrub(samples.with_members(data, {name: sheet}), kind="xlsx"), "xlsx")
        cleaned = samples.members_of(after)[name]
        assert cleaned.count(b"<f") == 1
        assert b"SUM(T[n])+Sheet!A1" in cleaned
        assert text_of(after, "xlsx") == "a\t1\nb\t2\nc\t3"

    def test_hidden_sheets_rows_and_columns_are_listed(self) -> None:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = "公开"
        for number in range(1, 9):
            sheet.append([number, "内容", "附注"])
        for number in (2, 3, 4, 5, 6, 7):
            sheet.row_dimensions[number].hidden = True
        sheet.column_dimensions["C"].hidden = True
        book.create_sheet("底稿").sheet_state = "veryHidden"
        assert hidden_in(samples.saved(book), "xlsx") == (
            "工作表“公开”的隐藏行 2、3、4、5、6 等 6 处",
            "工作表“公开”的隐藏列 C",
            "隐藏的工作表“底稿”",
        )

    def test_hidden_but_empty_places_are_fine(self) -> None:
        book = openpyxl.Workbook()
        book.worksheets[0].append(["内容"])
        book.worksheets[0].row_dimensions[9].hidden = True
        book.worksheets[0].column_dimensions["Z"].hidden = True
        assert text_of(scrub(samples.saved(book), kind="xlsx"), "xlsx") == "内容"

    def test_squeezed_rows_count_as_hidden(self) -> None:
        data = samples.xlsx_bytes()
        name = "xl/worksheets/sheet1.xml"
        sheet = samples.members_of(data)[name].replace(b'<row r="2"', b'<row ht="0" r="2"')
        assert hidden_in(samples.with_members(data, {name: sheet}), "xlsx") == (
            "工作表“Sheet”的隐藏行 2",
        )


def _chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def test_only_what_draws_a_picture_stays_in_it() -> None:
    """Whatever a reader of pictures passes over may hold words: nobody has looked at it."""
    plain, secret = samples.image_bytes(), samples.identity_number().encode()
    for hidden in (_chunk(b"SECR", secret), _chunk(b"bKGD", bytes(6) + secret)):
        assert secret not in scrub(plain[:33] + hidden + plain[33:], kind="png")
    frames = [Image.new("RGB", (60, 40), tone) for tone in ("white", "black")]
    moving = samples.saved_picture(frames[0], save_all=True, append_images=frames[1:])
    with Image.open(io.BytesIO(scrub(moving, kind="png"))) as image:
        assert (getattr(image, "n_frames", 1), image.getpixel((1, 1))) == (1, (255, 255, 255))
    photo = samples.image_bytes("JPEG")
    adobe = b"\xff\xee" + struct.pack(">H", 14 + len(secret)) + b"Adobe" + bytes(7) + secret
    assert secret not in scrub(photo[:2] + adobe + photo[2:], kind="jpeg")
    header = b"\xff\xe0\x00\x1cJFIF\0" + bytes(7) + b"\x02\x02" + b"thumbnail   "
    cleaned = scrub(photo[:2] + header + photo[20:], kind="jpeg")
    assert b"thumbnail" not in cleaned
    with Image.open(io.BytesIO(cleaned)) as image:
        image.load()


@pytest.mark.parametrize("kind", ["txt", "csv", "jsonl"])
def test_text_is_unchanged(kind: str) -> None:
    assert scrub("公开\r\n".encode("gbk"), kind=kind) == "公开\r\n".encode("gbk")


@pytest.mark.parametrize("kind", ["doc", "xls", "wps", "html", "unheard"])
def test_kinds_without_a_scrubber_are_not_passed_through(kind: str) -> None:
    with pytest.raises(UnscrubbableFile, match="请另存为"):
        scrub(b"x", kind=kind)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf", "ofd", "png", "jpeg"])
def test_damaged_files(kind: str) -> None:
    with pytest.raises(UnscrubbableFile):
        scrub(b"PK\x03\x04 rubbish", kind=kind)


def test_comments_among_the_relations_and_unknown_encodings_break_nothing() -> None:
    data = samples.docx_bytes("文")
    rels = samples.members_of(data)["_rels/.rels"].replace(
        b"<Relationship ", b"<!--x--><Relationship ", 1
    )
    assert samples.members_of(scrub(samples.with_members(data, {"_rels/.rels": rels}), kind="docx"))
    strange = b'<?xml version="1.0" encoding="x-nobody"?><a/>'
    for kind, part in (("docx", "word/document.xml"), ("ofd", "OFD.xml")):
        whole = data if kind == "docx" else samples.ofd_bytes(samples.ofd_text(1, 1, "文"))
        with pytest.raises(UnscrubbableFile):
            scrub(samples.with_members(whole, {part: strange}), kind=kind)
