"""From paragraphs to blocks. Pure: no database."""

from disclosure.presenters.words import quoted
from disclosure.reading import read, without_order

NOTICE = [
    "现将《甲办法》印发给你们。",
    "甲办法",
    "第一章　总则",
    "第一条（目的）　为了甲，制定本办法。",
]


def test_numbered_headings_become_a_tree_without_gaps() -> None:
    reading = read(["一、总体要求", "（一）原则", "正文。", "1. 甲乙", "二、措施"])
    levels = [block.level for block in reading.own if block.kind == "heading"]
    assert levels == [2, 3, 4, 2]


def test_an_article_is_found_by_its_number() -> None:
    own = read(["第十二条　不得拒绝。", "第十二条之一　应当公开。"]).own
    assert [(b.anchor, b.lead, b.text) for b in own] == [
        ("tiao-12", "第十二条", "不得拒绝。"),
        ("tiao-12-1", "第十二条之一", "应当公开。"),
    ]


def test_the_attached_text_begins_at_its_title() -> None:
    reading = read(NOTICE, attached=["《甲办法》"])
    assert [block.text for block in reading.own] == NOTICE[:1]
    assert [block.kind for block in reading.attached] == ["part", "chapter", "article"]
    assert reading.attached[2].lead == "第一条（目的）"
    assert [entry.text for entry in reading.outline] == ["甲办法", "第一章　总则", "第一条（目的）"]


def test_an_annex_is_not_the_documents_own_text() -> None:
    reading = read(["请遵照执行。", "附件1", "清单"])
    assert len(reading.own) == 1
    assert reading.attached[0].kind == "part"


def test_rows_between_tabs_become_one_even_table() -> None:
    table = read(["楼层\t比例", "四层\t40%\t备注", "以上自公布之日起执行。"]).own[0]
    assert table.rows == (("楼层", "比例", ""), ("四层", "40%", "备注"))


def test_empty_cells_keep_their_column_and_an_indent_is_no_cell() -> None:
    rows = ["点\t餐\t注", "甲\t3\t", "\t\t暂停", "合计\t\t"]
    blocks = read([*rows, "\t以上标准自下月起执行。", "联系人\t王江"]).own
    assert blocks[0].rows == (
        ("点", "餐", "注"),
        ("甲", "3", ""),
        ("", "", "暂停"),
        ("合计", "", ""),
    )
    assert (blocks[1].kind, blocks[1].text) == ("paragraph", "以上标准自下月起执行。")
    assert blocks[2].rows == (("联系人", "王江"),)


def test_a_numbered_row_is_no_heading() -> None:
    reading = read(["一、标准", "1．\t甲点\t3", "2．\t乙点\t5", "二、其他", "正文。"])
    assert [block.kind for block in reading.own] == ["heading", "table", "heading", "paragraph"]


def test_a_run_in_heading_keeps_its_sentence() -> None:
    block = read(["（一）基本原则。自愿、协商。"]).own[0]
    assert (block.kind, block.lead, block.text) == ("paragraph", "（一）基本原则", "。自愿、协商。")


def test_anchors_are_given_once() -> None:
    anchors = [b.anchor for b in read(["第一条　甲。", "第一条　乙。"]).own]
    assert anchors == ["tiao-1", "tiao-1-2"]


def test_of_a_rule_only_the_text_is_left() -> None:
    lines = ["《甲规定》已经通过，现予公布。", "甲规定", "第一条　甲。"]
    assert without_order(lines, ["甲规定"]) == ["第一条　甲。"]
    assert without_order(lines, ["乙规定"]) == lines


def test_a_short_text_has_no_outline() -> None:
    assert read(["一、甲", "乙。"]).outline == ()


def test_a_name_inside_a_name_has_marks_of_its_own() -> None:
    assert quoted("关于《甲》的通知") == "《关于〈甲〉的通知》"
