"""文字版 and 图片版: what they hold, how they are set, who gets them (T28)."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import docx
import pypdfium2 as pdfium
import pytest
from django.test import Client
from docx.shared import Pt

from disclosure.choices import Status
from disclosure.models import Document
from disclosure.reading import read
from disclosure.services import review
from disclosure.typesetting import Sheet, docx_bytes, pdf_bytes
from disclosure.typesetting.sheet import signature_indents
from portal.accounts.choices import Role
from tests.builders import City, published

KINDS = ("docx", "pdf")
MARKUP = (
    '#import "@preview/x:1.0.0": * $a^2$ *b* _c_ [d] \\ #read("/etc/passwd") <lab> @ref // e '
    "/* f */ `g` ~ -- = h #panic() <w:p>&amp;</w:p> {{ i }} {% j %}"
)
RULE = {
    "title": "试江市绿地管理规定",
    "doc_number": "试府令第7号",
    "doc_type": "命令（令）",
    "is_rule": True,
    "rule_note": "（2026年11月2日试府令第7号公布）",
    "attached_instrument": "试江市绿地管理规定",
    "recipients": "各区人民政府",
    "body": "现予公布，自公布之日起施行。\n市长　某某\n试江市绿地管理规定\n第一章　总则\n"
    "第一条　为了绿地，制定本规定。\n第二条　绿地归大家。",
}


def a_sheet(*paragraphs: str, attached: tuple[str, ...] = (), **changes: Any) -> Sheet:
    """A document of these paragraphs."""
    reading = read(paragraphs, attached=attached)
    title = changes.pop("title", "关于做好屋顶绿化养护工作的通知")
    return Sheet(
        **{
            "title": title,
            "phrases": (title,),
            "own": reading.own,
            "attached": reading.attached,
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
        assert fonts["一、总体要求"] == ("黑体", Pt(16))
        assert fonts["（一）原则"] == ("楷体_GB2312", Pt(16))
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


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
class TestDoor:
    """The addresses."""

    def test_the_whole_document_with_safe_headers(
        self, client: Client, city: City, kind: str
    ) -> None:
        document = published(city)
        response = client.get(f"/documents/{document.pk}/download.{kind}")
        assert response.status_code == 200
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["Content-Disposition"].startswith("attachment;")
        words = words_of(kind, response.content)
        for wanted in (
            document.title,
            "试府办〔2026〕7号",
            "各区人民政府，市政府各部门：",
            "一、明确责任",
            "2026年11月2日",
            "（此件公开发布）",
        ):
            assert wanted in words, wanted

    def test_a_rule_is_title_note_and_text_only(
        self, client: Client, city: City, kind: str
    ) -> None:
        document = published(city, **RULE)
        content = client.get(f"/documents/{document.pk}/download.{kind}").content
        words = words_of(kind, content)
        assert words.startswith("试江市绿地管理规定（2026年11月2日试府令第7号公布）第一章总则")
        assert "第二条绿地归大家。" in words
        for hidden in ("现予公布", "市长", "各区人民政府", "文件", "此件公开发布"):
            assert hidden not in words, hidden

    def test_unchanged_is_said_and_not_sent_again(
        self, client: Client, city: City, kind: str
    ) -> None:
        address = f"/documents/{published(city).pk}/download.{kind}"
        first = client.get(address)
        assert client.get(address).content == first.content
        again = client.get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405

    @pytest.mark.parametrize("status", [s for s in Status if s != Status.PUBLISHED])
    def test_what_is_not_public_does_not_exist(
        self, make_draft: Callable[..., Document], client: Client, kind: str, status: Status
    ) -> None:
        document = make_draft()
        Document.objects.filter(pk=document.pk).update(status=status)
        assert client.get(f"/documents/{document.pk}/download.{kind}").status_code == 404
        assert client.get(f"/documents/999999/download.{kind}").status_code == 404

    def test_nor_for_staff_and_a_kept_file_goes_with_its_document(
        self, settings: Any, client: Client, city: City, now: dt.datetime, kind: str
    ) -> None:
        settings.AXES_ENABLED = False
        document = published(city)
        address = f"/documents/{document.pk}/download.{kind}"
        etag = client.get(address)["ETag"]
        review.withdraw(document=document, reason="内容有误", by=city.people[Role.SIGNER], at=now)
        for person in (city.people[Role.CLERK], city.outsider):
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            assert client.get(address).status_code == 404
            assert client.get(address, headers={"if-none-match": etag}).status_code == 404


@pytest.mark.django_db
def test_the_rules_page_lists_only_rules_in_force(client: Client, city: City) -> None:
    rule = published(city, **RULE)
    ended = published(
        city,
        **RULE
        | {
            "title": "试江市旧规定",
            "doc_number": "试府令第3号",
            "signed_on": dt.date(2019, 1, 4),
            "effective_on": dt.date(2019, 2, 1),
            "expires_on": dt.date(2021, 1, 31),
        },
    )
    notice = published(city)
    page = client.get("/library/rules/").content.decode()
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page)
    assert heads == ["序号", "标题（题注）", "下载文字版", "下载图片版"]
    assert "试府令第7号公布）" in page
    for kind in KINDS:
        assert f"/documents/{rule.pk}/download.{kind}" in page
        assert f"/documents/{ended.pk}/download.{kind}" not in page
        assert f"/documents/{notice.pk}/download.{kind}" not in page
    assert "现予公布" not in page
    assert (
        'href="/library/rules/"' in client.get("/openness/contents/regulations/").content.decode()
    )


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_rules_page_asks_the_same_number_of_questions(
    client: Client, city: City, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        published(
            city, **RULE | {"title": f"试江市规定{number}", "doc_number": f"试府令第{number + 1}号"}
        )
    client.get("/library/rules/")
    with django_assert_num_queries(2):
        response = client.get("/library/rules/")
    assert len(response.context["documents"]) == count


@pytest.mark.django_db
def test_the_document_page_offers_both(client: Client, city: City) -> None:
    document = published(city)
    page = client.get(document.get_absolute_url()).content.decode()
    for kind, words in (("docx", "下载文字版"), ("pdf", "下载图片版")):
        assert f'href="/documents/{document.pk}/download.{kind}"' in page
        assert words in page
