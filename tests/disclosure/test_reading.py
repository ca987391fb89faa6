"""From a text to the places a reader finds in it. Pure: no database."""

from collections.abc import Sequence

from disclosure.imports.titles import quoted
from disclosure.reading import Place, Reading, read, without_order
from portal.text.lines import from_lines
from portal.text.model import Annex, Article, Heading, Paragraph, words
from portal.text.plain import plain

NOTICE = [
    "现将《甲办法》印发给你们。",
    "甲办法",
    "第一章　总则",
    "第一条（目的）　为了甲，制定本办法。",
]


def reading(lines: Sequence[str], *, attached: Sequence[str] = ()) -> Reading:
    """The places of lines."""
    return read(from_lines(lines, enclosed=attached))


def kinds(places: Sequence[Place]) -> list[type]:
    """What stands there."""
    return [type(place.block) for place in places]


def test_numbered_headings_become_a_tree_without_gaps() -> None:
    own = reading(["一、总体要求", "（一）原则", "正文。", "1. 甲乙", "二、措施"]).own
    assert [place.level for place in own if place.level] == [2, 3, 4, 2]


def test_an_article_is_found_by_its_number() -> None:
    own = reading(["第十二条　不得拒绝。", "第十二条之一　应当公开。"]).own
    assert own == (
        Place(Article("第十二条", words("不得拒绝。")), "tiao-12"),
        Place(Article("第十二条之一", words("应当公开。")), "tiao-12-1"),
    )


def test_the_attached_text_begins_at_its_title() -> None:
    found = reading(NOTICE, attached=["《甲办法》"])
    assert [place.block for place in found.own] == [Paragraph(words(NOTICE[0]))]
    assert kinds(found.attached) == [Annex, Heading, Article]
    assert found.attached[1].is_chapter
    assert [entry.text for entry in found.outline] == ["甲办法", "第一章　总则", "第一条（目的）"]


def test_an_annex_is_not_the_documents_own_text() -> None:
    found = reading(["请遵照执行。", "附件1", "清单"])
    assert len(found.own) == 1
    assert found.attached[0] == Place(Annex((), "附件1"), "part", 2)


def test_a_run_in_heading_is_a_place_without_a_level() -> None:
    (place,) = reading(["（一）基本原则。自愿、协商。"]).own
    heading = Heading(2, words("基本原则"), "（一）", words("。自愿、协商。"))
    assert place == Place(heading, "s")


def test_anchors_are_given_once() -> None:
    anchors = [place.anchor for place in reading(["第一条　甲。", "第一条　乙。"]).own]
    assert anchors == ["tiao-1", "tiao-1-2"]


def test_of_a_rule_only_the_text_is_left() -> None:
    lines = ["《甲规定》已经通过，现予公布。", "甲规定", "第一条　甲。"]
    text = from_lines(lines, enclosed=["甲规定"])
    assert plain(without_order(text, ["《甲规定》"])) == ["第一条 甲。"]
    assert without_order(text, ["乙规定"]) == text


def test_a_short_text_has_no_outline() -> None:
    assert reading(["一、甲", "乙。"]).outline == ()


def test_a_name_inside_a_name_has_marks_of_its_own() -> None:
    assert quoted("关于《甲》的通知") == "《关于〈甲〉的通知》"
