"""A text with one of everything, and strategies that make others."""

from __future__ import annotations

from hypothesis import strategies as st

from portal.text.model import (
    Annex,
    Article,
    Block,
    Break,
    Cell,
    Figure,
    Formula,
    Heading,
    Inline,
    Inlines,
    List,
    ListItem,
    Mark,
    Note,
    Paragraph,
    Ruby,
    Signature,
    Table,
    Text,
    Words,
    cell,
    words,
)

PICTURE = "7c9e6679-7425-40de-944b-e07fc1f90ae7"

EVERYTHING = Text(
    (
        Paragraph(words("各区人民政府：")),
        Heading(1, words("总则"), "第一章"),
        Article("第一条", words("为了规范停车，制定本办法。"), "（目的）"),
        Paragraph(words("前款所称停车，不含临时停靠。")),
        Heading(1, words("总体要求"), "一、"),
        Heading(2, words("指导思想"), "（一）", words("。以便民为先。")),
        Paragraph(
            (
                Words("面积"),
                Words("S", frozenset({Mark.EMPHASIS})),
                Formula("a^2", "<math><msup><mi>a</mi><mn>2</mn></msup></math>"),
                Words("见"),
                Words("办事页", frozenset({Mark.STRONG}), "https://example.org/a?b=1&c=2"),
                Note(words("以登记为准。")),
                Break(),
                Ruby("垚", "yáo"),
                Words("等。"),
            ),
            "1.",
        ),
        List(
            (
                ListItem((Paragraph(words("原件；")),)),
                ListItem(
                    (
                        Paragraph(words("复印件：")),
                        List((ListItem((Paragraph(words("一份")),)),), ordered=True, start=3),
                    )
                ),
            )
        ),
        Table(
            (
                (cell("区", is_header=True, down=2), cell("车位", is_header=True, across=2)),
                (cell("地上", is_header=True), cell("地下", is_header=True)),
                (cell("文汇区"), cell("120"), cell()),
            ),
            words("表1 车位（个）"),
        ),
        Figure(PICTURE, "停车场出入口示意", words("图1 出入口")),
        Signature(("海岚市人民政府", "2026年3月1日")),
        Annex(words("收费标准"), "附件1"),
        Paragraph(words("每小时五元。")),
    )
)

_PRINTED = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=12
)
_SIMPLE: st.SearchStrategy[Inline] = st.one_of(
    st.builds(
        Words,
        _PRINTED,
        st.frozensets(st.sampled_from(Mark), max_size=2),
        st.sampled_from(("", "https://example.org/x")),
    ),
    st.builds(Ruby, _PRINTED, _PRINTED),
    st.builds(Formula, _PRINTED),
    st.just(Break()),
)
INLINES: st.SearchStrategy[Inlines] = st.lists(
    st.one_of(_SIMPLE, st.builds(Note, st.lists(_SIMPLE, min_size=1, max_size=2).map(tuple))),
    min_size=1,
    max_size=4,
).map(tuple)
_PARAGRAPHS = st.builds(Paragraph, INLINES, st.sampled_from(("", "1.", "（2）")))
_INNER: st.SearchStrategy[Block] = st.recursive(
    _PARAGRAPHS,
    lambda inner: st.builds(
        List,
        st.lists(
            st.lists(inner, min_size=1, max_size=2).map(tuple).map(ListItem),
            min_size=1,
            max_size=2,
        ).map(tuple),
        ordered=st.booleans(),
        start=st.integers(1, 9),
    ),
    max_leaves=4,
)
_CELLS = st.builds(Cell, st.lists(_INNER, max_size=2).map(tuple), is_header=st.booleans())


@st.composite
def _tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 3))
    row = st.lists(_CELLS, min_size=width, max_size=width).map(tuple)
    rows = draw(st.lists(row, min_size=1, max_size=3).map(tuple))
    return Table(rows, draw(st.one_of(st.just(()), INLINES)))


BLOCKS: st.SearchStrategy[Block] = st.one_of(
    _INNER,
    st.builds(Heading, st.integers(1, 4), INLINES, st.sampled_from(("", "一、", "第一章"))),
    st.builds(Article, st.just("第三条"), INLINES, st.sampled_from(("", "（目的）"))),
    _tables(),
    st.builds(Figure, st.just(PICTURE), _PRINTED, st.one_of(st.just(()), INLINES)),
    st.builds(Signature, st.lists(_PRINTED, min_size=1, max_size=3).map(tuple)),
    st.builds(Annex, INLINES, st.sampled_from(("", "附件2"))),
)
TEXTS: st.SearchStrategy[Text] = st.lists(BLOCKS, max_size=6).map(tuple).map(Text)
