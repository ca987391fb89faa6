"""What Word, WPS and pages copy comes as structure and words, without style."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.text.html import from_html, from_pasted, in_a_cell, to_html
from portal.text.html.pasted import Pasted
from portal.text.model import (
    Article,
    Block,
    Cell,
    Heading,
    List,
    ListItem,
    Mark,
    Note,
    Paragraph,
    Table,
    Text,
    Words,
    cell,
    words,
)
from portal.text.vocabulary import checked
from tests.growth import LINEAR, growth_factor
from tests.text.html.clips import WORD, WPS


def p(text: str, number: str = "") -> Paragraph:
    return Paragraph(words(text), number)


def bullets(*items: tuple[Block, ...]) -> List:
    return List(tuple(map(ListItem, items)))


def test_word_comes_as_structure() -> None:
    strong = Paragraph(words("车位", Mark.STRONG))
    assert from_pasted(WORD) == Pasted(
        Text(
            (
                Heading(1, words("总则"), "第一章"),
                Article("第一条", words("为了规范停车，制定本办法。")),
                p("申请人身份证明；", "1."),
                bullets((p("原件"), bullets((p("一份"),)))),
                Paragraph(
                    (
                        Words("面积"),
                        Words("S", frozenset({Mark.EMPHASIS})),
                        Words("见"),
                        Words("办事页", href="https://example.org/a"),
                        Note(words("以登记为准。")),
                        Words("等"),
                        Words("2", frozenset({Mark.SUPERSCRIPT})),
                        Words("。补充"),
                    )
                ),
                Table(
                    (
                        (Cell((strong,), across=2, is_header=True),),
                        (cell("地上"), cell("120")),
                    )
                ),
                p("完。"),
            )
        ),
        lost_pictures=1,
    )


def test_wps_comes_as_structure() -> None:
    assert from_pasted(WPS).text == Text(
        (
            Heading(1, words("总体要求"), "一、"),
            Heading(
                2, words("指导思想", Mark.STRONG), "（一）",
                (Words("。", frozenset({Mark.STRONG})), Words("以便民为先，逐步增加车位。")),
            ),
            Paragraph(
                (
                    Words("注", frozenset({Mark.SUPERSCRIPT})),
                    Words("二", frozenset({Mark.UNDERLINE})),
                )
            ),
            Table(
                (
                    (cell("区", is_header=True, down=2), cell("车位", is_header=True, across=2)),
                    (cell("地上"), cell("地下")),
                    (cell("文汇区"), cell("120"), cell()),
                )
            ),
            p("海岚市人民政府"),
        )
    )  # fmt: skip


@pytest.mark.parametrize("clip", [WORD, WPS])
def test_what_was_pasted_may_be_kept(clip: str) -> None:
    text = from_pasted(clip).text
    assert checked(text) == text
    assert from_html(to_html(text)) == text


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        # A page of another site.
        (
            "<article><header><h1>标题</h1></header><p style='display:none'>隐</p><p>一</p>"
            "</article><footer>版权</footer>",
            (Heading(1, words("标题")), p("一"), p("版权")),
        ),
        ("<h6>细</h6>", (Heading(4, words("细")),)),
        ("<ul><li>一</li><li>二</li></ul>", (bullets((p("一"),), (p("二"),)),)),
        ("<p>第三条规定的事项</p>", (p("第三条规定的事项"),)),
        ("<b style='font-weight:normal'><p>一</p></b>", (p("一"),)),
        ("<p>&nbsp;&nbsp;一 &nbsp; 二</p>", (p("一 二"),)),
        # A deeper bullet that comes first, then one above it.
        (
            "<p style='mso-list:l0 level3'><span style='mso-list:Ignore'>·</span>一</p>"
            "<p style='mso-list:l0 level3'><span style='mso-list:Ignore'>·</span>二</p>"
            "<p style='mso-list:l0 level1'><span style='mso-list:Ignore'>·</span>三</p>",
            (bullets((p("一"),), (p("二"),)), bullets((p("三"),))),
        ),
        # A numbering that no document has stays a number all the same.
        (
            "<p style='mso-list:l0 level1'><span style='mso-list:Ignore'>a)</span>一</p>",
            (p("一", "a)"),),
        ),
        ("<p><a style='mso-footnote-id:ftn9' href='#_ftn9'>[9]</a>一</p>", (p("[9]一"),)),
        ("", ()),
    ],
)
def test_hints_of_style_are_read(html: str, blocks: tuple[Block, ...]) -> None:
    assert from_pasted(html).text.blocks == blocks


def test_a_cell_takes_what_a_cell_can_hold() -> None:
    table = "<table><tr><td>二</td></tr></table>"
    text = from_pasted(f"<h1>第一章 总则</h1><p>第一条　一</p>{table}").text
    assert in_a_cell(text).blocks == (p("总则", "第一章"), p("一", "第一条"), p("二"))
    alone = from_pasted(table).text
    assert in_a_cell(alone) == alone


NOTE = "<p><a style='mso-footnote-id:ftn1'>x</a>"
HOSTILE: dict[str, Callable[[int], str]] = {
    "bullets": lambda n: (
        "<p style='mso-list:l0 level1'><span style='mso-list:Ignore'>·</span>一" * n
    ),
    "styles": lambda n: "<span style='" + "a:b;" * n + "'>一</span>",
    "calls": lambda n: f"<div style='mso-element:footnote' id=ftn1>{'一' * n}</div>{NOTE * n}",
    "numbered": lambda n: "<p>第一条　一" * n,
    "runs": lambda n: "<p>一、" + "<b>一</b>二" * n,
    "spans": lambda n: ("<span>" * 40 + "一" + "</span>" * 40) * n,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_time_grows_with_the_length(kind: str) -> None:
    assert growth_factor(from_pasted, HOSTILE[kind], 1 << 7, most=1 << 14) < LINEAR
