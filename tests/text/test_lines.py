"""Lines become a text, and are its lines again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from disclosure.imports.parser import parse_document
from portal.site.demo.texts import demo_texts
from portal.text.lines import edited, from_lines, with_enclosed
from portal.text.model import (
    Annex,
    Article,
    Heading,
    List,
    Mark,
    Note,
    Paragraph,
    Table,
    Text,
    Words,
    cell,
    words,
)
from portal.text.normal import normalised
from portal.text.plain import plain
from portal.text.serial import dump
from portal.text.vocabulary import checked
from tests.text.samples import EVERYTHING


def test_every_kind_of_line() -> None:
    lines = [
        "现将《甲办法》印发给你们。",
        "《甲办法》",
        "第一章　总则",
        "第一条（目的）　为了甲，制定本办法。",
        "第十条之一  不得拒绝。",
        "一、总体要求",
        "（一）基本原则。自愿、协商。",
        "二、措施",
        "附件1",
        "收费标准",
        "1.5 万元的，减半。",
    ]
    assert from_lines(lines, enclosed=["甲办法"]).blocks == (
        Paragraph(words("现将《甲办法》印发给你们。")),
        Annex(words("《甲办法》")),
        Heading(1, words("总则"), "第一章"),
        Article("第一条", words("为了甲，制定本办法。"), "（目的）"),
        Article("第十条之一", words("不得拒绝。")),
        Heading(1, words("总体要求"), "一、"),
        Heading(2, words("基本原则"), "（一）", words("。自愿、协商。")),
        Heading(1, words("措施"), "二、"),
        Annex((), "附件1"),
        Paragraph(words("收费标准")),
        Paragraph(words("1.5 万元的，减半。")),
    )


def test_rows_between_tabs_become_one_table_as_they_stand() -> None:
    text = from_lines(["楼层\t比例", "四层\t40%\t备注", "以上自公布之日起执行。"])
    head = tuple(cell(part, is_header=True) for part in ("楼层", "比例"))
    row = tuple(map(cell, ("四层", "40%", "备注")))
    assert text.blocks == (Table((head, row)), Paragraph(words("以上自公布之日起执行。")))


def test_empty_cells_keep_their_column_and_an_indent_is_no_cell() -> None:
    rows = ["点\t餐\t注", "甲\t3\t", "\t\t暂停", "合计\t\t"]
    lines = [*rows, "\t以上标准自下月起执行。", "联系人\t王江"]
    first, sentence, last = from_lines(lines).blocks
    assert isinstance(first, Table)
    assert [len(row) for row in first.rows] == [3, 3, 3, 3]
    assert sentence == Paragraph(words("以上标准自下月起执行。"))
    assert last == Table(((cell("联系人"), cell("王江")),))
    assert plain(Text((first,))) == rows


def test_a_numbered_row_is_no_heading() -> None:
    text = from_lines(["一、标准", "1．\t甲点\t3", "2．\t乙点\t5", "二、其他", "正文。"])
    assert [type(block) for block in text.blocks] == [Heading, Table, Heading, Paragraph]


def test_numbering_that_makes_no_heading_stays_apart() -> None:
    text = from_lines(["下列情形：", "（一）车行道宽度不足七米的；", "（二）消防通道，不得占用；"])
    assert text.blocks[1] == Paragraph(words("车行道宽度不足七米的；"), "（一）")


def test_a_figure_behind_a_stop_is_not_joined_to_it() -> None:
    lines = ["1. 2026年起。"]
    assert plain(from_lines(lines)) == lines


class TestRoundTrip:
    """The lines of a text of lines are the lines."""

    def test_every_document_of_the_demo(self) -> None:
        assert sum(_same(text.text, text.name) for text in demo_texts()) > 1300

    def test_the_real_documents(self, shared: Path) -> None:
        found = sum(_same(text, name) for name, text in _real_documents(shared / "documents"))
        assert found > 1000

    @given(
        st.lists(
            st.one_of(
                st.text("甲乙丙第条章一二三（）1.2、。：；附件 \t\u3000", max_size=24),
                st.sampled_from(
                    [
                        "第一章 总则",
                        "第一条 甲。",
                        "一、总体要求",
                        "（一）原则。自愿。",
                        "附件1",
                        "区\t车位",
                        "文汇区\t120\t",
                        "甲办法",
                        "1 总则",
                        "1.1 目的",
                        "1. 甲",
                    ]
                ),
            ),
            max_size=12,
        )
    )
    def test_any_lines(self, lines: list[str]) -> None:
        text = normalised(from_lines(lines, enclosed=["甲办法"]))
        assert [_bare(line) for line in plain(text)] == [
            _bare(line) for line in lines if line.strip()
        ]
        again = normalised(from_lines(plain(text), enclosed=["甲办法"]))
        assert plain(again) == plain(text)


class TestEdited:
    """What somebody leaves as it was keeps its form."""

    def test_lines_that_nobody_touched_give_the_same_text(self) -> None:
        text = checked(EVERYTHING)
        assert edited(text, plain(text)) == text

    def test_one_word_changed_leaves_all_else(self) -> None:
        text = checked(EVERYTHING)
        lines = [line.replace("每小时五元", "每小时六元") for line in plain(text)]
        changed = replace(text, blocks=(*text.blocks[:-1], Paragraph(words("每小时六元。"))))
        assert edited(text, lines) == changed

    def test_a_table_that_was_touched_is_read_anew(self) -> None:
        text = checked(EVERYTHING)
        lines = [line.replace("文汇区\t120", "文汇区\t130") for line in plain(text)]
        (table,) = (block for block in edited(text, lines).blocks if isinstance(block, Table))
        assert [each.across for row in table.rows for each in row] == [1] * 9

    def test_a_line_more_and_a_line_less(self) -> None:
        text = checked(EVERYTHING)
        lines = plain(text)
        lists = [block for block in text.blocks if isinstance(block, List)]
        found = edited(text, ["增加的一段。", *lines[1:]])
        assert found.blocks[0] == Paragraph(words("增加的一段。"))
        assert [block for block in found.blocks if isinstance(block, List)] == lists
        assert found.blocks[1:] == text.blocks[1:]

    def test_all_gone(self) -> None:
        assert edited(EVERYTHING, []) == Text()

    def test_marks_survive_what_happens_elsewhere(self) -> None:
        marked = Paragraph((Words("甲", frozenset({Mark.STRONG})), Note(words("注。"))))
        text = Text((marked, Paragraph(words("乙。"))))
        assert edited(text, [*plain(text), "丙。"]).blocks[0] == marked


def test_the_title_of_what_is_enclosed_begins_an_annex() -> None:
    text = Text((Paragraph(words("甲办法")), Paragraph(words("甲办法", Mark.STRONG), "1.")))
    found = with_enclosed(text, ["《甲办法》"])
    assert found.blocks == (Annex(words("甲办法")), text.blocks[1])
    assert with_enclosed(text, ["", " "]) == text


def _same(text: str, name: str) -> int:
    """How many lines of a document come back: all, but for a blank that a numbering lacked."""
    document = parse_document(text, file=name, organs=())
    titles = [document.title]
    if document.attached_instrument:
        titles.append(document.attached_instrument.name)
    found = checked(from_lines(document.paragraphs, enclosed=titles))
    lines = plain(found)
    assert [re.sub(r"^(第\S+条) ", r"\1", line) for line in lines] == [
        re.sub(r"^(第\S+条) ", r"\1", line) for line in document.paragraphs
    ]
    assert dump(checked(from_lines(lines, enclosed=titles))) == dump(found)
    return len(lines)


def _real_documents(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*.txt")):
        yield path.name, path.read_text(encoding="utf-8")
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield path.name, row["text"]


def _bare(line: str) -> str:
    """A line without its blanks; the tabs of cells are told apart from none."""
    return re.sub(r"\s+", "", line)
