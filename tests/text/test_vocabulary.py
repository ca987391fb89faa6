"""What a text may hold."""

from __future__ import annotations

import pytest
from hypothesis import given

from portal.text.grid import laid
from portal.text.model import (
    Annex,
    Article,
    Block,
    Break,
    Cell,
    Figure,
    Formula,
    Heading,
    List,
    ListItem,
    Mark,
    Note,
    Paragraph,
    Signature,
    Table,
    Text,
    Words,
    cell,
    words,
)
from portal.text.normal import normalised
from portal.text.vocabulary import UnlawfulText, checked, href_problem, problems
from tests.text.samples import EVERYTHING, PICTURE, TEXTS


def test_everything_is_lawful_and_normal() -> None:
    assert checked(EVERYTHING) == EVERYTHING


@given(TEXTS)
def test_the_normal_form_of_a_normal_text_is_itself(text: Text) -> None:
    assert normalised(normalised(text)) == normalised(text)


def test_words_marked_alike_stand_together_and_nothing_empty_stays() -> None:
    strong = frozenset({Mark.STRONG})
    given_words = (
        Words(" \u3000"),
        Words("甲", strong),
        Words("", strong),
        Words("乙", strong),
        Note(()),
        Words("丙\t丁\r\n戊\x00"),
        Break(),
    )
    found = normalised(Text((Paragraph(given_words), Paragraph(words("　 ")), List(()), Table(()))))
    assert found == Text((Paragraph((Words("甲乙", strong), Words("丙 丁 戊"))),))


DEEP: Block = Paragraph(words("甲"))
for _ in range(5):
    DEEP = List((ListItem((DEEP,)),))


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (Heading(0, words("甲")), "标题层级应为1至4"),
        (Heading(5, words("甲")), "标题层级应为1至4"),
        (Article("", words("甲")), "没有条的编号"),
        (Paragraph(words("甲"), "第" * 41), "编号超过40字"),
        (Figure("x", "图"), "图片没有存储在本站"),
        (Figure(PICTURE, " "), "没有替代文字，请用一句话写明图中内容"),
        (Figure(PICTURE, "图" * 501), "替代文字超过500字"),
        (DEEP, "列表超过4层"),
        (List((ListItem((Figure(PICTURE, "图"),)),)), "列表里只能有文字和下一层列表"),
        (Table(((Cell((Annex(words("甲")),)),),)), "第1行第1格里只能有文字、列表和图片"),
        (Table(((cell("甲", down=2),),)), "第1行第1格跨出表格之外"),
        (
            Table(((cell("甲"), cell("乙", down=2)), (cell("丙", across=2),))),
            "第2行第1格与上面跨行的单元格重叠",
        ),
        (Table(((cell("甲", across=201),),)), "跨出表格之外"),
        (Paragraph((Note((Note(words("底")),)),)), "脚注里不能再有脚注"),
        (Paragraph((Formula(""),)), "公式没有一行的读法"),
        (Paragraph((Formula("x", "<math><script/></math>"),)), "公式中不能有 script"),
        (Paragraph((Formula("x", "<math><mfrac><mi>a</mi></mfrac></math>"),)), "不完整"),
        (Paragraph((Formula("x", "<math>"),)), "不是完整的 MathML"),
        (Paragraph((Formula("x", "<svg/>"),)), "不是 MathML"),
        (Paragraph(words("甲", href="javascript:alert(1)")), "只能指向网页"),
        (Paragraph((Note(words("甲", href="ftp://a")),)), "只能指向网页"),
    ],
)
def test_what_may_not_stand_in_a_text(block: Block, said: str) -> None:
    with pytest.raises(UnlawfulText, match=said) as refused:
        checked(Text((Paragraph(words("首段。")), block)))
    assert str(refused.value).startswith("第2段")


def test_many_faults_are_counted() -> None:
    bad = Paragraph(words("甲", href="x:y"))
    with pytest.raises(UnlawfulText, match="另有10处"):
        checked(Text((bad,) * 30))


def test_a_text_without_measure_is_refused_as_a_whole() -> None:
    assert len(list(problems(Text((Paragraph(words("甲")),) * 20_001)))) == 1
    assert len(list(problems(Text((Paragraph(words("甲" * 3_000_001)),))))) == 1


@pytest.mark.parametrize(
    "href",
    ["https://example.org/a?b=1#c", "http://a", "mailto:a@b.cn", "/documents/3/", "/"],
)
def test_addresses_that_words_may_lead_to(href: str) -> None:
    assert href_problem(href) == ""


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        "data:text/html,x",
        "//evil.example",
        "https:///x",
        "http://[",
        "documents/3",
        "#s",
        "https://a b",
        "https://a\tb",
        "/\\evil.example",
        "mailto:nobody",
        "https://a/" + "x" * 2000,
    ],
)
def test_addresses_that_they_may_not(href: str) -> None:
    assert href_problem(href)


class TestGrid:
    """Where cells stand."""

    def test_spans_push_what_follows(self) -> None:
        (table,) = (block for block in EVERYTHING.blocks if isinstance(block, Table))
        grid = laid(table)
        assert [[placed.column for placed in row] for row in grid.rows] == [
            [0, 1],
            [1, 2],
            [0, 1, 2],
        ]
        assert (grid.width, grid.heads, grid.faults) == (3, 2, ())

    def test_a_table_without_headers_has_none(self) -> None:
        assert laid(Table(((cell("甲"),),))).heads == 0

    def test_a_header_that_reaches_down_takes_its_rows_along(self) -> None:
        rows = ((cell("甲", down=2, is_header=True),), (), (cell("乙"),))
        assert laid(Table(rows)).heads == 2


def test_a_signature_and_an_annex_say_something() -> None:
    found = normalised(Text((Signature(("", " ")), Annex(()), Annex((), " 附件 "))))
    assert found == Text((Annex((), "附件"),))
