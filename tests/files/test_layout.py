"""Tables, columns, and what is no part of the text, told by where things stand on a page."""

import pytest

from portal.files.extraction import extract_text
from portal.files.layout import Leaf, Letter, Row, Rule, lay_out
from portal.text.model import Figure, Paragraph, Table, words
from tests.files import samples
from tests.files.laidout import CASES, LONG, PROSE, Case, headed_pages, read_rows


def tight(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_tables_and_order(case: Case) -> None:
    found = extract_text(case.make(), name="a.pdf")
    tables = tuple(read_rows(b) for b in found.structure.blocks if isinstance(b, Table))
    assert tables == case.tables
    if case.order:
        assert tight(found.text) == "".join(case.order)


def test_every_line_has_its_block_and_its_place() -> None:
    case = next(case for case in CASES if case.name == "heads over heads")
    found = extract_text(case.make(), name="a.pdf")
    lines = found.text.split("\n")
    assert lines[0] == "表格以前的文字。"
    assert lines[1:3] == ["单位\t收入\t\t支出\t", "\t上年\t本年\t上年\t本年"]
    assert found.origins == (0, 1, 1, 1, 1, 2)
    assert len(found.places) == len(lines)
    boxes = [place.box for place in found.places if place]
    assert all(place and place.page == 1 and place.confidence == 1 for place in found.places)
    assert [box[1] for box in boxes] == sorted(box[1] for box in boxes)


def test_a_table_over_two_pages_is_one() -> None:
    """Its heading is not repeated, its lines are not parted, and a person is told where."""
    case = next(case for case in CASES if case.tables == (LONG,))
    found = extract_text(case.make(), name="a.pdf")
    (table,) = (block for block in found.structure.blocks if isinstance(block, Table))
    assert [cell.is_header for cell in table.rows[0]] == [True] * 3
    (doubt,) = found.doubts
    assert (doubt.page, doubt.blocks) == (2, (1,))
    assert "跨页" in doubt.what
    assert "" not in found.text.split("\n")


def test_running_heads_and_page_numbers_are_dropped() -> None:
    found = extract_text(headed_pages(4), name="a.pdf").text
    assert "公报" not in found
    assert "—" not in found
    assert [f"第{n}页的正文" in tight(found) for n in (1, 2, 3, 4)] == [True] * 4


def test_a_head_of_two_pages_stays() -> None:
    """Two pages that begin alike may be two documents."""
    assert extract_text(headed_pages(2), name="a.pdf").text.count("公报") == 2


def test_a_table_has_its_caption() -> None:
    markup = (
        "前文。\n\n表1　名单\n#table(columns: 2, [姓名], [说明], [甲], [一], [乙], [二])\n后文。"
    )
    found = extract_text(samples.pdf_bytes(markup), name="a.pdf")
    table = found.structure.blocks[1]
    assert isinstance(table, Table)
    assert tight(str(table.caption[0].text)) == "表1名单"  # type: ignore[union-attr]
    assert found.origins[1] == found.origins[2] == 1


def test_pictures_are_figures_with_their_bytes() -> None:
    data = samples.pdf_with_picture(f"{PROSE}", "图1　分布图")
    found = extract_text(data, name="a.pdf", pictures=True)
    figure = next(block for block in found.structure.blocks if isinstance(block, Figure))
    assert figure.file == "part:1"
    assert tight(figure.caption[0].text) == "图1分布图"  # type: ignore[union-attr]
    (part,) = found.parts
    assert part.data.startswith(b"\x89PNG")
    assert extract_text(data, name="a.pdf").parts == ()


def test_a_seal_is_no_figure() -> None:
    found = extract_text(samples.pdf_with_picture(PROSE, "", colour="red"), name="a.pdf")
    assert not any(isinstance(block, Figure) for block in found.structure.blocks)


def leaf(*rows: Row, across: tuple[Rule, ...] = (), down: tuple[Rule, ...] = ()) -> Leaf:
    return Leaf(600, 800, rows, across, down)


def row(text: str, left: float, top: float, size: float = 10) -> Row:
    letters = (
        Letter(char, (left + size * n, top, left + size * (n + 1), top + size), n)
        for n, char in enumerate(text)
        if char.strip()
    )
    return Row(text, tuple(letters))


def test_a_frame_around_one_text_is_no_table() -> None:
    rules = (Rule(90, 40, 300), Rule(130, 40, 300)), (Rule(40, 90, 130), Rule(300, 90, 130))
    (sheet,) = lay_out([leaf(row("框里的字", 60, 100), across=rules[0], down=rules[1])])
    assert [item.grid for item in sheet.items] == [None]


def test_rules_that_nearly_meet_make_a_table() -> None:
    """Drawn cell by cell, each side a little off."""
    across = tuple(
        Rule(y + dy, x, x + 99) for y, dy in ((90, 0), (120, 1), (150, -1)) for x in (40, 141)
    )
    down = tuple(Rule(x, y, y + 29) for x in (40, 140.5, 240) for y in (91, 121))
    cells = [row("甲", 60, 100), row("乙", 160, 100), row("丙", 60, 130), row("丁", 160, 130)]
    (sheet,) = lay_out([leaf(*cells, across=across, down=down)])
    (item,) = sheet.items
    assert item.grid is not None
    assert [line.text for cell in item.grid.cells for line in cell.lines] == [
        "甲",
        "乙",
        "丙",
        "丁",
    ]


def test_plain_lines_stay_as_they_were() -> None:
    found = extract_text(samples.pdf_bytes(f"= 标题\n{PROSE}"), name="a.pdf")
    first = found.structure.blocks[0]
    assert first == Paragraph(words("标题"))
    assert len(found.structure.blocks) == len(found.text.split("\n"))


def test_ofd_tables() -> None:
    cells = "".join(
        samples.ofd_text(22 + 40 * column, 20 + 10 * line, text)
        for line, texts in enumerate((("项目", "数量"), ("甲", "1"), ("乙", "")))
        for column, text in enumerate(texts)
        if text
    )
    rules = "".join(
        samples.ofd_line(20, 19 + 10 * n, 100, 19 + 10 * n) for n in range(4)
    ) + "".join(samples.ofd_line(20 + 40 * n, 19, 20 + 40 * n, 49) for n in range(3))
    found = extract_text(
        samples.ofd_bytes(samples.ofd_text(20, 5, "前文") + cells + rules), name="a.ofd"
    )
    assert found.text == "前文\n项目\t数量\n甲\t1\n乙\t"
    table = found.structure.blocks[1]
    assert isinstance(table, Table)
    assert read_rows(table)[1] == (("甲", 1, 1), ("1", 1, 1))
    assert found.places[1] is not None
    assert found.places[1].page == 1
