"""Word's automatic numbers become text, counted as Word counts them."""

import pytest

from portal.files.extraction import extract_text
from portal.files.extraction.numerals import formatted
from tests.files.wordfiles import definition, item, level, listed, run, word


def lines(data: bytes) -> list[str]:
    return extract_text(data, name="a.docx").text.split("\n")


def test_chapters_articles_and_items_of_two_lists() -> None:
    data = word(
        item("总则", 1), item("立法目的。", 2), item("适用范围。", 2),
        item("管理", 1), item("条件如下：", 2), item("有场所；", 2, 1), item("有人员。", 2, 1),
        item("应当报告：", 2), item("按时；", 2, 1),
        numbering=[
            definition(1, level(0, "第%1章", "chineseCountingThousand")),
            definition(
                2,
                level(0, "第%1条", "chineseCountingThousand"),
                level(1, "（%2）", "chineseCounting"),
            ),
            listed(1, 1),
            listed(2, 2),
        ],
    )  # fmt: skip
    assert lines(data) == [
        "第一章　总则", "第一条　立法目的。", "第二条　适用范围。", "第二章　管理",
        "第三条　条件如下：", "（一）有场所；", "（二）有人员。", "第四条　应当报告：",
        "（一）按时；",
    ]  # fmt: skip
    assert any("自动编号" in doubt.what for doubt in extract_text(data, name="a.docx").doubts)


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("decimal", {1: "1", 12: "12", 100: "100"}),
        ("decimalZero", {3: "03", 12: "12"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 36: "㊱", 51: "51"}),
        ("decimalEnclosedFullstop", {2: "⒉"}),
        ("decimalEnclosedParen", {2: "⑵"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 54: "BBB"}),
        ("lowerLetter", {3: "c", 28: "bb"}),
        ("upperRoman", {4: "IV", 9: "IX", 1994: "MCMXCIV"}),
        ("lowerRoman", {14: "xiv"}),
        (
            "chineseCounting",
            {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九", 100: "一百",
             101: "一百零一", 110: "一百一十", 111: "一百一十一", 1005: "一千零五"},
        ),
        ("chineseCountingThousand", {15: "十五", 215: "二百一十五", 1050: "一千零五十"}),
        ("japaneseCounting", {10: "十", 100: "百", 105: "百五", 1000: "千"}),
        ("ideographDigital", {10: "一〇", 25: "二五"}),
        ("chineseLegalSimplified", {1: "壹", 20: "贰拾", 105: "壹佰零伍"}),
        ("ideographLegalTraditional", {2: "貳", 6: "陸"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("ideographZodiacTraditional", {1: "甲子", 60: "癸亥"}),
        ("ideographEnclosedCircle", {1: "㊀", 10: "㊉"}),
        ("numberInDash", {3: "- 3 -"}),
        ("ordinal", {1: "1st", 2: "2nd", 11: "11th", 23: "23rd"}),
        ("none", {5: ""}),
    ],
)  # fmt: skip
def test_formats(form: str, numbers: dict[int, str]) -> None:
    assert {number: formatted(number, form) for number in numbers} == numbers


def test_unheard_of_formats_are_digits_and_a_doubt() -> None:
    data = word(
        item("甲", 1),
        numbering=[definition(1, level(0, "%1、", "klingonCounting")), listed(1, 1)],
    )
    assert lines(data) == ["1、甲"]
    doubts = extract_text(data, name="a.docx").doubts
    assert any("klingonCounting" in doubt.what for doubt in doubts)


def test_levels_name_those_above_and_begin_anew_below_them() -> None:
    data = word(
        item("甲", 1), item("乙", 1, 1), item("丙", 1, 2), item("丁", 1, 1), item("戊", 1),
        item("己", 1, 1),
        numbering=[
            definition(1, level(0, "%1"), level(1, "%1.%2"), level(2, "%1.%2.%3", "lowerLetter")),
            listed(1, 1),
        ],
    )  # fmt: skip
    assert lines(data) == ["1 甲", "1.1 乙", "1.1.a 丙", "1.2 丁", "2 戊", "2.1 己"]


def test_a_level_above_that_was_never_used_counts_as_its_start() -> None:
    data = word(
        item("甲", 1, 1),
        numbering=[definition(1, level(0, "%1"), level(1, "%1.%2")), listed(1, 1)],
    )
    assert lines(data) == ["1.1 甲"]


def test_legal_numbering_shows_digits_for_every_level() -> None:
    data = word(
        item("甲", 1), item("乙", 1, 1),
        numbering=[
            definition(
                1,
                level(0, "第%1章", "chineseCounting"),
                level(1, "%1.%2", "chineseCounting", more="<w:isLgl/>"),
            ),
            listed(1, 1),
        ],
    )  # fmt: skip
    assert lines(data) == ["第一章　甲", "1.1 乙"]


def test_restarts_can_be_switched_off_or_tied_to_a_higher_level() -> None:
    never = '<w:lvlRestart w:val="0"/>'
    first = '<w:lvlRestart w:val="1"/>'
    data = word(
        item("章", 1), item("节", 1, 1), item("条", 1, 2), item("款", 1, 3),
        item("节", 1, 1), item("条", 1, 2), item("款", 1, 3),
        item("章", 1), item("节", 1, 1), item("条", 1, 2), item("款", 1, 3),
        numbering=[
            definition(
                1, level(0, "%1"), level(1, "%1.%2"),
                level(2, "第%3条", more=never), level(3, "（%4）", more=first),
            ),
            listed(1, 1),
        ],
    )  # fmt: skip
    found = lines(data)
    assert [line for line in found if "条" in line] == ["第1条　条", "第2条　条", "第3条　条"]
    assert [line for line in found if "款" in line] == ["（1）款", "（2）款", "（1）款"]


def test_lists_of_one_definition_count_on_unless_they_start_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    later = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    data = word(
        item("甲", 1), item("乙", 2), item("丙", 3), item("丁", 3), item("戊", 1), item("己", 4),
        numbering=[
            definition(1, level(0, "%1．", start=1)),
            listed(1, 1), listed(2, 1), listed(3, 1, anew), listed(4, 1, later),
        ],
    )  # fmt: skip
    assert lines(data) == ["1．甲", "2．乙", "1．丙", "2．丁", "3．戊", "5．己"]


def test_a_level_may_be_overridden_as_a_whole() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "【%1】", "upperLetter", start=3)}</w:lvlOverride>'
    data = word(
        item("甲", 1),
        numbering=[definition(1, level(0, "%1.")), listed(1, 1, own)],
    )
    assert lines(data) == ["【C】甲"]


def test_numbers_come_from_the_style_of_a_paragraph_too() -> None:
    styles = [
        '<w:style w:type="paragraph" w:styleId="Tiao"><w:name w:val="Tiao"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
        '<w:style w:type="paragraph" w:styleId="Xiang"><w:name w:val="Xiang"/>'
        '<w:basedOn w:val="Tiao"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>',
        '<w:style w:type="paragraph" w:styleId="Kuan"><w:name w:val="Kuan"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
    ]

    def styled(style: str, text: str, own: str = "") -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{own}</w:pPr>{run(text)}</w:p>'

    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    data = word(
        styled("Tiao", "甲"), styled("Xiang", "乙"), styled("Kuan", "丙"),
        styled("Tiao", "丁", off), styled("Tiao", "戊"),
        numbering=[
            definition(
                1, level(0, "第%1条", "chineseCounting"), level(1, "（%2）", "chineseCounting"),
                level(2, "%3.", more='<w:pStyle w:val="Kuan"/>'),
            ),
            listed(1, 1),
        ],
        styles=styles,
    )  # fmt: skip
    assert lines(data) == ["第一条　甲", "（一）乙", "1. 丙", "丁", "第二条　戊"]


def test_a_numbering_style_stands_between_list_and_levels() -> None:
    style = (
        '<w:style w:type="numbering" w:styleId="Own"><w:name w:val="Own"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    data = word(
        item("甲", 2), item("乙", 1),
        numbering=[
            definition(1, level(0, "%1、", "chineseCounting"), inner='<w:styleLink w:val="Own"/>'),
            definition(2, inner='<w:numStyleLink w:val="Own"/>'),
            listed(1, 1), listed(2, 2),
        ],
        styles=[style],
    )  # fmt: skip
    assert lines(data) == ["一、甲", "二、乙"]


def test_bullets_suffixes_and_lists_without_a_definition() -> None:
    data = word(
        item("点", 1), item("字", 2), item("贴", 3), item("无", 9), item("静", 4),
        numbering=[
            definition(1, level(0, "\uf0b7", "bullet")),
            definition(2, level(0, "◆", "bullet", more='<w:suff w:val="space"/>')),
            definition(3, level(0, "%1)", more='<w:suff w:val="nothing"/>')),
            definition(4, level(0, "%1", "none")),
            *(listed(number, number) for number in (1, 2, 3, 4)),
        ],
    )  # fmt: skip
    assert lines(data) == ["• 点", "◆ 字", "1)贴", "无", "静"]
    assert any("没有定义" in doubt.what for doubt in extract_text(data, name="a.docx").doubts)


def test_numbers_run_on_through_tables_and_past_deleted_paragraphs() -> None:
    deleted = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        f'<w:rPr><w:del w:id="1"/></w:rPr></w:pPr>{run("并入")}</w:p>'
    )
    table = f"<w:tbl><w:tr><w:tc>{item('', 1)}</w:tc><w:tc><w:p>{run('格')}</w:p></w:tc></w:tr>"
    data = word(
        item("甲", 1), f"{table}</w:tbl>", deleted, item("乙", 1),
        numbering=[definition(1, level(0, "%1、")), listed(1, 1)],
    )  # fmt: skip
    assert lines(data) == ["1、甲", "2、\t格", "3、并入乙"]


@pytest.mark.parametrize("broken", ["x", "-3", "99999999999"])
def test_odd_numbers_in_a_definition_never_stop_reading(broken: str) -> None:
    rows = definition(1, level(0, "%1 %9", "chineseCounting")).replace('"1"/><w:num', '"§"/><w:num')
    data = word(item("甲", 1), numbering=[rows.replace("§", broken), listed(1, 1)])
    assert lines(data)[0].endswith("甲")
