"""The reading of a cleaned copy, and what is made of it."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest
from noto_cjk_sans_otc import FONT_PATH
from PIL import Image, ImageDraw, ImageFont

from portal.files.exposure import Passage
from portal.files.formats.limits import BUDGETS, Budget
from portal.files.gate import items_in, masked, read_copy, reading, would_publish
from portal.files.personal_data import Kind
from portal.files.secrecy import certain_mark
from tests.files.samples import docx_bytes, edited_pdf, identity_number, pdf_bytes, scanned_pdf

NUMBER = identity_number()


def _picture(text: str) -> bytes:
    image = Image.new("RGB", (900, 160), "white")
    font = ImageFont.truetype(str(FONT_PATH), 36)
    ImageDraw.Draw(image).text((40, 50), text, fill="black", font=font)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def test_one_value_is_one_item_with_its_places() -> None:
    passages = [Passage("正文", f"证件 {NUMBER}"), Passage("页眉", f"证件 {NUMBER}", 3)]
    (item,) = items_in(passages)
    assert (item.kind, item.where, item.blocks) == (Kind.ID_CARD, "正文、页眉", True)
    assert NUMBER not in item.shown + item.key
    again = items_in([Passage("别处", NUMBER)])
    assert [each.key for each in again] == [item.key]


def test_an_office_s_own_contacts_pass() -> None:
    text = "电话：0000-81110001，邮箱 office@example.org"
    phones = frozenset({"0000-81110001"})
    found = items_in(
        [Passage("正文", text)],
        phones=phones,
        passes=lambda finding, said: "office@" in said[finding.start : finding.end],
    )
    assert found == []
    assert {item.blocks for item in items_in([Passage("正文", text)])} == {False}


def test_marks_and_masks() -> None:
    assert certain_mark([Passage("正文", "通知"), Passage("页眉", "秘密★1年")]) == "秘密★1年"
    assert certain_mark([Passage("文件名", "机密-名单.docx")]) == "机密"
    assert certain_mark([Passage("正文", "保守国家秘密")]) == ""
    assert NUMBER not in masked(f"卫某某 {NUMBER} 申请表.pdf")


def test_a_number_in_a_picture_is_found_like_text() -> None:
    data = _picture(f"公民身份号码 {NUMBER}")
    verdict = would_publish(data, name="证件.png")
    assert verdict.blocked
    assert [(item.kind, item.where) for item in verdict.findings] == [
        (Kind.ID_CARD, "图片（图上的文字）")
    ]
    assert verdict.unread == ()
    unread = read_copy(data, kind="png", name="证件.png", pictures=False).unread
    assert [part.picture for part in unread] == ["file"]


def test_a_page_of_text_is_looked_at_where_it_draws_many_small_pictures() -> None:
    """Some programs cut a picture into tiles none of which is large enough to be asked about."""
    with Image.open(io.BytesIO(_picture(f"公民身份号码 {NUMBER}"))) as image:
        grey = image.convert("L")

    def tile(document: pikepdf.Pdf) -> None:
        tiles, drawn = pikepdf.Dictionary(), ""
        for left in range(0, grey.width, 30):
            part = grey.crop((left, 0, left + 30, grey.height))
            tiles[f"/T{left}"] = document.make_stream(
                part.tobytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image,
                Width=part.width, Height=part.height, BitsPerComponent=8,
                ColorSpace=pikepdf.Name.DeviceGray,
            )  # fmt: skip
            drawn += f"q {30 / 2} 0 0 {grey.height / 2} {60 + left / 2} 300 cm /T{left} Do Q\n"
        document.pages[0].obj.Resources.XObject = tiles
        document.pages[0].contents_add(document.make_stream(drawn.encode()))

    verdict = would_publish(edited_pdf(tile), name="名单.pdf")
    assert Kind.ID_CARD in {item.kind for item in verdict.findings}


@pytest.mark.parametrize("pictures", [True, False])
def test_a_page_that_says_nothing_wants_a_person(pictures: bool) -> None:
    verdict = would_publish(scanned_pdf(), name="扫描件.pdf", pictures=pictures)
    assert not verdict.blocked
    assert [item.page for item in verdict.unread] == [1]


def test_what_cannot_be_cleaned_is_read_as_received() -> None:
    def cover(document: pikepdf.Pdf) -> None:
        document.pages[0].contents_add(b"q 0 0 0 rg 0 0 900 900 re f Q")
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(f"名册 {NUMBER}", 0))

    verdict = would_publish(edited_pdf(cover), name="a.pdf", pictures=False)
    assert (verdict.blocked, verdict.cleaned) == (True, None)
    assert [item.kind for item in verdict.findings] == ["hidden", Kind.ID_CARD]


def test_what_is_refused_says_why() -> None:
    for data, name in ((b"MZ\0\0", "a.exe"), (docx_bytes()[:200], "a.docx"), (b"<html>", "a.html")):
        verdict = would_publish(data, name=name, pictures=False)
        assert verdict.blocked
        assert verdict.problem.endswith("。")
        assert verdict.cleaned is None


def test_pictures_that_could_not_be_read_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else tells of a page whose words are drawn as lines."""
    costly = replace(BUDGETS, shots=Budget(seconds=0.001))
    monkeypatch.setattr(reading, "BUDGETS", costly)
    read = read_copy(pdf_bytes("通知"), kind="pdf", name="a.pdf", pictures=True)
    assert [part.key for part in read.unread] == ["pictures"]
    assert "没有读出" in read.unread[0].why
