"""遮盖: what is marked is gone by every way in, and nothing else has changed."""

import io

import pikepdf
import pypdfium2
import pytest

from portal.files.covers import covers
from portal.files.extraction import extract_text
from portal.files.pictures import Line, Reading
from portal.files.redaction import Mark, Unredactable, marks_for, redact, verify
from portal.files.scrubbing import scrub
from tests.files import samples
from tests.files.covered import over_line
from tests.files.recovering import pictures_left, recovered
from tests.files.redacted import CASES, LINE, NUMBER, PERSON, SCAN_BOX, Case

# The whole table is tried by `python -m benchmarks.redaction`.
_TRIED = (
    "typst, on both pages", "earlier version", "bookmark", "form field", "metadata",
    "in a form object", "Helvetica, cropped and turned", "scan with its text layer",
    "picture on a page with text", "PNG with a comment", "JPEG, on its side",
    "docx, split into runs", "docx, one digit a cell", "docx, header and footer", "docx, link",
    "xlsx, list and formula", "xlsx, comment",
)  # fmt: skip


def case(name: str) -> Case:
    return next(each for each in CASES if each.name == name)


@pytest.mark.parametrize("name", _TRIED)
def test_what_is_marked_is_gone(name: str) -> None:
    tried = case(name)
    before = tried.make()
    marks = tuple(tried.marks(before))
    after = redact(before, kind=tried.kind, marks=marks)
    assert verify(before, after, kind=tried.kind, marks=marks) == ()
    assert recovered(after, tried.kind, tried.secrets) == []
    # The proof is no formality: the file as it came does not pass.
    assert verify(before, before, kind=tried.kind, marks=marks) != ()


@pytest.mark.parametrize("name", ["scan", "picture on a page with text", "thumbnail"])
def test_no_picture_of_a_marked_page_is_left_in_the_file(name: str) -> None:
    """What is burnt in is a new picture: the old ones show what was beneath."""
    before = case(name).make()
    after = redact(before, kind="pdf", marks=tuple(case(name).marks(before)))
    assert pictures_left(before, before) > 0
    assert pictures_left(before, after) == 0


def test_the_checker_finds_what_is_there() -> None:
    for name in ("typst", "earlier version", "docx, one digit a cell", "PNG with a comment"):
        tried = case(name)
        assert recovered(tried.make(), tried.kind, tried.secrets) != [], name


def test_the_rest_of_a_marked_page_can_be_read_and_published() -> None:
    before = case("typst, linked").make()
    after = redact(before, kind="pdf", marks=marks_for(before, kind="pdf", words=[PERSON]))
    text = extract_text(after, name="a.pdf").text
    assert NUMBER in text
    assert "云栖路" in text
    assert PERSON not in text
    assert [cover.lawful for cover in covers(after, kind="pdf")] == [True]
    published = scrub(after, kind="pdf")
    assert recovered(published, "pdf", (PERSON,)) == []
    with pikepdf.open(io.BytesIO(after)) as document:
        (link,) = document.pages[0].obj.Annots
        assert str(link.A.URI) == "https://example.gov.cn/"


def test_pages_without_marks_stay_as_they_were_written() -> None:
    before = case("typst").make()
    after = redact(before, kind="pdf", marks=[Mark(1, (70.0, 70.0, 200.0, 84.0))])
    with pikepdf.open(io.BytesIO(before)) as old, pikepdf.open(io.BytesIO(after)) as new:
        assert new.pages[1].Contents.read_bytes() == old.pages[1].Contents.read_bytes()
        assert list(new.pages[1].Resources.Font.keys())


def test_text_hidden_on_a_marked_page_does_not_come_along() -> None:
    before = over_line("rect(width:200pt, height:16pt, fill:black)", LINE)
    after = redact(before, kind="pdf", marks=[Mark(1, (300.0, 400.0, 320.0, 420.0))])
    assert recovered(after, "pdf", (PERSON, NUMBER)) == []


def test_a_word_left_elsewhere_is_told() -> None:
    before = case("typst, on both pages").make()
    first_page = [mark for mark in marks_for(before, kind="pdf", words=[PERSON]) if mark.page == 1]
    after = redact(before, kind="pdf", marks=first_page)
    assert verify(before, after, kind="pdf", marks=first_page) == ("遮盖的内容在别处仍能读出。",)


def test_marks_of_a_picture_come_from_its_reading() -> None:
    places = tuple((100 + 20 * n, 50, 120 + 20 * n, 70) for n in range(7))
    line = Line("姓名 欧阳某某", (100, 50, 240, 70), 0.99, 0.0, places)
    (mark,) = marks_for(b"", kind="png", words=[PERSON], readings=[Reading(1, "图片", (line,), "")])
    assert (mark.page, mark.box, mark.words) == (1, (156, 50, 240, 70), PERSON)
    (on_page,) = marks_for(
        samples.pdf_bytes(),
        kind="pdf",
        words=[PERSON],
        readings=[Reading(2, "第 2 页", (line,), "", 144)],
    )
    assert (on_page.page, on_page.box) == (2, (78, 25, 120, 35))


@pytest.mark.parametrize(
    ("kind", "marks", "word"),
    [
        ("pdf", [], "没有标出"),
        ("pdf", [Mark(9, (1, 1, 5, 5))], "页码"),
        ("pdf", [Mark(1, (5, 5, 5, 9))], "面积"),
        ("ofd", [Mark(1, (1, 1, 5, 5))], "PDF"),
        ("docx", [Mark(1, (1, 1, 5, 5))], "按文字"),
        ("png", [Mark(words=PERSON)], "范围"),
        ("png", [Mark(1, (9000, 1, 9100, 50))], "以外"),
    ],
)
def test_marks_that_do_not_fit(kind: str, marks: list[Mark], word: str) -> None:
    made = {"pdf": samples.pdf_bytes, "docx": samples.docx_bytes, "png": samples.image_bytes}
    data = made.get(kind, samples.pdf_bytes)()
    with pytest.raises(Unredactable, match=word):
        redact(data, kind=kind, marks=marks)


def test_damaged_and_locked_files() -> None:
    mark = Mark(1, SCAN_BOX, PERSON)
    for kind in ("pdf", "png", "jpeg"):
        with pytest.raises(Unredactable, match="损坏"):
            redact(b"no such file", kind=kind, marks=[mark])
    locked = samples.edited_pdf(encryption=pikepdf.Encryption(user="u", owner="o"))
    with pytest.raises(Unredactable, match="密码"):
        redact(locked, kind="pdf", marks=[mark])
    with pytest.raises(pypdfium2.PdfiumError):
        marks_for(locked, kind="pdf", words=[PERSON])
