"""The text of a document: written once, shown, downloaded, checked and served by one rule."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from disclosure.blockers import for_submission
from disclosure.models import Document, DocumentAttachment
from disclosure.scan import text_fingerprint
from disclosure.services import review
from disclosure.services.documents import add_figure, correct_document, file_document
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.common.errors import ActRefused, NotPermitted
from portal.site.demo.builders import bring_to
from portal.text.lines import from_lines
from portal.text.model import (
    Annex,
    Cell,
    Figure,
    Formula,
    Note,
    Paragraph,
    Table,
    Text,
    Words,
    cell,
    words,
)
from portal.text.plain import plain
from portal.text.serial import dump
from tests.builders import FILED_AT, City, complete_elements, draft, published, put_in
from tests.disclosure.api.varied import measures_text
from tests.files.samples import identity_number, image_bytes, pdf_bytes

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
TODAY = dt.date(2026, 11, 20)
NUMBER = identity_number()
Make = Callable[..., Document]


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def rewritten(city: City, document: Document, **elements: Any) -> Document:
    """The draft after one more save by its clerk."""
    clerk = city.people[Role.CLERK]
    return correct_document(document=document, elements=elements, by=clerk, at=FILED_AT)


def picture(city: City, document: Document, data: bytes = b"", name: str = "剖面.png") -> str:
    """The public id of a picture kept for the text of a draft."""
    stored = add_figure(
        document=document,
        stream=io.BytesIO(data or image_bytes()),
        name=name,
        by=city.people[Role.CLERK],
        at=FILED_AT,
    )
    return str(stored.public_id)


def with_everything(city: City) -> Document:
    """A draft whose text has what lines cannot hold."""
    document = draft(city)
    return rewritten(city, document, text=measures_text(picture(city, document)))


def out(city: City, document: Document) -> Document:
    """Published by the whole review."""
    at = FILED_AT + dt.timedelta(hours=3)
    return bring_to(document, "published", cast=city.cast, at=at)


def said(document: Document) -> str:
    return "".join(each.message for each in for_submission(document, on=TODAY))


class TestWriting:
    """One service writes both columns."""

    def test_lines_are_read_once(self, city: City) -> None:
        document = draft(city, body="一、总则\n1. 甲\n区\t车位\n文汇区\t120")
        assert document.text == from_lines(["一、总则", "1. 甲", "区\t车位", "文汇区\t120"])
        document.refresh_from_db()
        assert document.body == "一、总则\n1.甲\n区\t车位\n文汇区\t120"
        assert document.paragraphs() == plain(document.text)

    def test_a_text_goes_before_lines(self, city: City) -> None:
        document = rewritten(city, draft(city), text=Text((Paragraph(words("甲")),)), body="乙")
        assert document.body == "甲"

    def test_a_plain_form_that_changes_nothing_keeps_the_form(self, city: City) -> None:
        document = with_everything(city)
        text = document.text
        again = rewritten(city, document, body=document.body.replace("\n", "\r\n"), abstract="新")
        assert again.text == text
        changed = rewritten(city, again, body=again.body.replace("现予印发。", "现印发给你们。"))
        assert changed.text.blocks[1:] == text.blocks[1:]
        assert changed.paragraphs()[0] == "现印发给你们。"

    def test_nothing_visible_is_no_text(self, city: City) -> None:
        document = rewritten(city, draft(city), body=" \u200b\n\t\n")
        assert (document.body, document.text) == ("", Text())

    def test_what_the_vocabulary_forbids_is_refused(self, city: City) -> None:
        bad = Text((Paragraph(words("甲", href="javascript:alert(1)")),))
        with pytest.raises(ActRefused, match=r"第1段（甲.*只能指向网页"):
            rewritten(city, draft(city), text=bad)

    def test_the_title_of_what_is_enclosed_is_found_by_its_element(self, city: City) -> None:
        text = Text((Paragraph(words("现予印发。")), Paragraph(words("甲办法"))))
        document = rewritten(city, draft(city), text=text, attached_instrument="《甲办法》")
        assert document.text.blocks[1] == Annex(words("甲办法"))

    def test_pictures_come_with_a_new_document(self, city: City) -> None:
        other = draft(city, doc_number="")
        stored = DocumentAttachment.objects.get(file__public_id=picture(city, other)).file
        other.attachments.all().delete()
        text = Text((Figure(str(stored.public_id), "图"),))
        clerk = city.people[Role.CLERK]
        with pytest.raises(ActRefused, match="没有上传到本文件"):
            file_document(
                organ=city.office,
                by=clerk,
                at=FILED_AT,
                elements=complete_elements(doc_number="", text=text),
            )
        filed = file_document(
            organ=city.office,
            by=clerk,
            at=FILED_AT,
            elements=complete_elements(doc_number="", text=text),
            figures=[stored],
        )
        assert filed.attachments.get().is_figure
        assert filed.body == "（图片：图）"

    def test_a_picture_of_another_document_is_refused(self, city: City) -> None:
        first, second = draft(city), draft(city, doc_number="")
        with pytest.raises(ActRefused, match="没有上传到本文件"):
            rewritten(city, second, text=Text((Figure(picture(city, first), "图"),)))

    def test_only_pictures_and_only_in_drafts_of_the_own_organ(self, city: City) -> None:
        document = draft(city)
        with pytest.raises(ActRefused, match="只能插入图片"):
            picture(city, document, pdf_bytes(), "剖面.pdf")
        stream = io.BytesIO(image_bytes())
        with pytest.raises(NotPermitted):
            add_figure(
                document=document, stream=stream, name="a.png", by=city.outsider, at=FILED_AT
            )
        put_in(document, Status.SIGNING)
        with pytest.raises(NotPermitted):
            picture(city, document)


class TestPage:
    """What a reader sees."""

    def test_everything_is_shown(self, city: City, client: Client) -> None:
        document = out(city, with_everything(city))
        page = client.get(document.get_absolute_url()).content.decode()
        page = re.sub(r"\s+>", ">", " ".join(page.split()))
        (figure,) = document.attachments.filter(is_figure=True)
        for shown in (
            '<caption id="table-1">表1 补贴</caption>',
            'role="group" aria-labelledby="table-1"',
            '<th scope="col" rowspan="2">楼层</th>',
            '<th scope="colgroup" colspan="2">补贴</th>',
            '<td colspan="2">30%</td>',
            '<tr class="inner">',
            f'href="/documents/{document.pk}/tables/1.csv" download',
            f'<img src="/files/{figure.file.public_id}/" alt="屋顶的剖面"',
            "<figcaption>图1 剖面</figcaption>",
            '<strong>按面积</strong>计算，见<a href="/library/">办事页</a>',
            '<a id="note-1-call" href="#note-1" role="doc-noteref" aria-label="注1">1</a></sup>',
            '<li id="note-1">以不动产登记的面积为准。',
            "<math><msup><mi>a</mi><mn>2</mn></msup></math>",
            "<ruby>垚<rp>（</rp><rt>yáo</rt><rp>）</rp></ruby>",
            "<ol> <li> <p>申请表；</p> </li>",
        ):
            assert shown in page, shown
        assert 'id="files"' not in page
        sheet = client.get(f"{document.get_absolute_url()}print/").content.decode()
        assert "tables/1.csv" not in sheet
        assert "图1 剖面" in sheet

    def test_words_are_never_markup(self, city: City, client: Client) -> None:
        evil = "<script>alert(1)</script>"
        inlines = (
            Words(evil, href='https://a.example/?"onclick="x'.replace('"', "%22")),
            Note(words(evil)),
            Formula(evil),
        )
        head = Cell((Paragraph(words(evil)), Paragraph(words(evil))), is_header=True)
        text = Text((Paragraph(inlines), Table(((head,), (cell(evil),)), words(evil))))
        document = out(city, rewritten(city, draft(city), text=text))
        for path in ("", "print/"):
            page = client.get(f"{document.get_absolute_url()}{path}").content.decode()
            assert evil not in page
            assert "&lt;script&gt;" in page

    def test_the_preview_shows_pictures_as_received(self, city: City, client: Client) -> None:
        document = with_everything(city)
        client.force_login(city.people[Role.CLERK], backend=BACKEND)
        page = client.get(reverse("admin:disclosure_document_preview", args=[document.pk]))
        (figure,) = document.attachments.filter(is_figure=True)
        door = reverse("admin:disclosure_document_original", args=[document.pk, figure.pk])
        assert f'<img src="{door}"' in page.content.decode()
        assert "tables/" not in page.content.decode()
        answer = client.get(door)
        assert (answer["Content-Type"], b"".join(answer)) == ("image/png", image_bytes())

    def test_it_asks_as_many_questions_as_without(
        self, city: City, client: Client, django_assert_num_queries: Any
    ) -> None:
        document = out(city, with_everything(city))
        client.get(document.get_absolute_url())
        # One each for what explains it, what is answered, the services; two for what was asked.
        with django_assert_num_queries(18):
            client.get(document.get_absolute_url())


class TestTables:
    """Tables as files."""

    def address(self, document: Document, number: int) -> str:
        return f"/documents/{document.pk}/tables/{number}.csv"

    def rows(self, content: bytes) -> list[list[str]]:
        assert content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))

    def test_the_cells_as_they_stand(self, city: City, client: Client) -> None:
        document = out(city, with_everything(city))
        answer = client.get(self.address(document, 1))
        assert self.rows(answer.content) == [
            ["楼层", "补贴", ""],
            ["", "比例", "最高额"],
            ["四层", "40%", "24万元"],
            ["六层", "30%", ""],
        ]
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "attachment" in answer["Content-Disposition"]
        for number in (0, 2, 10**20):
            assert client.get(self.address(document, number)).status_code == 404

    def test_no_cell_is_a_formula(self, city: City, client: Client) -> None:
        cells = ("=1+1", "＝1", "@x", "-5", "+3.5%", "-2+3", " \u200b=1")
        text = Text((Table((tuple(map(cell, cells)),)),))
        document = out(city, rewritten(city, draft(city), text=text))
        (row,) = self.rows(client.get(self.address(document, 1)).content)
        assert row == ["'=1+1", "'＝1", "'@x", "-5", "+3.5%", "'-2+3", "'\u200b=1"]

    def test_of_a_rule_the_order_has_none(self, city: City, client: Client) -> None:
        rule = published(
            city,
            doc_number="",
            title="试江市绿地管理规定",
            doc_type="命令（令）",
            is_rule=True,
            rule_note="（2026年11月2日公布）",
            body="密\t表\n令\t文\n试江市绿地管理规定\n第一条 甲。\n区\t数\n东\t2",
        )
        assert self.rows(client.get(self.address(rule, 1)).content) == [["区", "数"], ["东", "2"]]
        assert client.get(self.address(rule, 2)).status_code == 404

    @pytest.mark.parametrize("status", [each for each in Status if each != Status.PUBLISHED])
    def test_what_is_not_public_has_none(self, city: City, client: Client, status: Status) -> None:
        document = with_everything(city)
        put_in(document, status)
        for person in (None, city.outsider, city.people[Role.CLERK]):
            if person:
                client.force_login(person, backend=BACKEND)
            assert client.get(self.address(document, 1)).status_code == 404

    def test_of_what_is_addressed_only_its_readers_get_them(
        self, city: City, client: Client
    ) -> None:
        document = out(city, with_everything(city))
        Document.objects.filter(pk=document.pk).update(reach="addressed", reach_reason="只涉及街道")
        document.addressees.create(organ=city.office)
        assert client.get(self.address(document, 1)).status_code == 404
        client.force_login(city.outsider, backend=BACKEND)
        assert client.get(self.address(document, 1)).status_code == 404
        client.force_login(city.people[Role.CLERK], backend=BACKEND)
        answer = client.get(self.address(document, 1))
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]


class TestPictures:
    """A picture is served under the rule of its document, and only while the text shows it."""

    def door(self, document: Document) -> str:
        return f"/files/{document.attachments.get(is_figure=True).file.public_id}/"

    def test_with_its_document(self, city: City, client: Client, now: dt.datetime) -> None:
        document = with_everything(city)
        assert client.get(self.door(document)).status_code == 404
        document = out(city, document)
        answer = client.get(self.door(document))
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert b"".join(answer).startswith(b"\x89PNG")
        review.withdraw(document=document, reason="内容有误", by=city.people[Role.SIGNER], at=now)
        assert client.get(self.door(document)).status_code == 404

    def test_not_when_the_text_shows_it_no_more(self, city: City, client: Client) -> None:
        document = with_everything(city)
        blocks = document.text.blocks[:-1]
        document = out(city, rewritten(city, document, text=Text(blocks)))
        assert client.get(self.door(document)).status_code == 404

    def test_it_is_reviewed_like_an_attachment(self, city: City) -> None:
        document = out(city, with_everything(city))
        figure = document.attachments.get(is_figure=True).file
        assert document.secrecy_reviews.filter(file=figure).exists()

    def test_a_damaged_picture_stops_the_document(self, city: City) -> None:
        document = with_everything(city)
        stored = document.attachments.get(is_figure=True).file
        stored.reading.cleaned_sha256, stored.reading.problem = "", "图片无法清理。"
        stored.reading.save()
        assert "正文的图片“剖面.png”：图片无法清理。" in said(document)


class TestGate:
    """What a text says anywhere is looked at."""

    @pytest.mark.parametrize(
        "inline",
        [
            Note(words(f"见 {NUMBER}")),
            Words("联系", href=f"https://example.org/?id={NUMBER}"),
            Formula("x", f"<math><mtext>{NUMBER}</mtext></math>"),
            Words(NUMBER[:9], frozenset()),
        ],
    )
    def test_personal_data_in_words(self, city: City, make_draft: Make, inline: Any) -> None:
        rest = (Words(NUMBER[9:], frozenset({"strong"})),) if isinstance(inline, Words) else ()
        found = (inline, *rest) if inline == Words(NUMBER[:9]) else (inline,)
        text = Text((Paragraph((Words("甲 "), *found)),))
        document = rewritten(city, make_draft(), text=text)
        codes = {each.code for each in for_submission(document, on=TODAY)}
        assert "personal_data" in codes
        assert NUMBER not in said(document)

    def test_marks_in_captions_and_alternative_texts(self, city: City, make_draft: Make) -> None:
        document = make_draft()
        file = picture(city, document)
        for block in (
            Figure(file, "秘密★1年"),
            Figure(file, "图", words("机密★长期")),
            Table(((cell("甲"),),), words("秘密★1年")),
        ):
            document = rewritten(city, document, text=Text((Paragraph(words("甲")), block)))
            codes = {each.code for each in for_submission(document, on=TODAY)}
            assert "secrecy_mark" in codes, block

    def test_a_link_inside_that_leads_nowhere_stops(self, city: City, make_draft: Make) -> None:
        text = Text((Paragraph(words("见文件", href="/documents/999999/")),))
        assert "打不开" in said(rewritten(city, make_draft(), text=text))

    def test_a_review_is_of_the_form_too(self, city: City) -> None:
        document = draft(city, body="甲\t乙\n丙\t丁")
        plain_hash = text_fingerprint(document)
        table = document.text.blocks[0]
        assert isinstance(table, Table)
        lower = replace(table, rows=(table.rows[0], (cell("丙", is_header=True), cell("丁"))))
        document = rewritten(city, document, text=Text((lower,)))
        assert document.body == "甲\t乙\n丙\t丁"
        assert text_fingerprint(document) != plain_hash


def test_the_interface_tells_the_form(city: City, client: Client) -> None:
    document = out(city, with_everything(city))
    answer = client.get(f"/api/v1/documents/{document.pk}/").json()
    assert answer["text"] == dump(document.text)
    assert answer["paragraphs"] == plain(document.text)
    (figure,) = answer["figures"]
    assert figure["url"].endswith(f"/files/{answer['text']['blocks'][-1]['file']}/")
    assert answer["attachments"] == []
