"""What Word files hold beside plain runs: read, or named for a person to look at."""

import pytest

from portal.files.extraction import ExtractedText, extract_text
from portal.files.extraction.formulas import drawn_text
from portal.files.extraction.symbols import symbol_text
from portal.text.model import Paragraph, Ruby, Table, words
from portal.text.model import cell as cell_of
from tests.files.wordfiles import rows_of, run, word


def read(*blocks: str) -> ExtractedText:
    return extract_text(word(*blocks), name="a.docx")


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def named(result: ExtractedText, word_of_it: str) -> bool:
    return any(word_of_it in doubt.what for doubt in result.doubts)


def math(inner: str) -> str:
    return f"<m:oMathPara><m:oMath>{inner}</m:oMath></m:oMathPara>"


def letter(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("inner", "line"),
    [
        (letter("Q=2W"), "Q=2W"),
        (
            f"{letter('Q=')}<m:f><m:num>{letter('a+b')}</m:num><m:den>{letter('4')}</m:den></m:f>",
            "Q=(a+b)/4",
        ),
        (f"<m:sSup><m:e>{letter('r')}</m:e><m:sup>{letter('2')}</m:sup></m:sSup>", "r^2"),
        (f"<m:sSub><m:e>{letter('P')}</m:e><m:sub>{letter('1')}</m:sub></m:sSub>", "P_1"),
        (
            f"<m:sSubSup><m:e>{letter('P')}</m:e><m:sub>{letter('i')}</m:sub>"
            f"<m:sup>{letter('n+1')}</m:sup></m:sSubSup>",
            "P_i^(n+1)",
        ),
        (f"<m:rad><m:deg/><m:e>{letter('S')}</m:e></m:rad>", "√(S)"),
        (
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{letter("i=1")}</m:sub>'
            f"<m:sup>{letter('n')}</m:sup><m:e>{letter('x')}</m:e></m:nary>",
            "∑_(i=1)^n x",
        ),
        (f"<m:d><m:e>{letter('a')}</m:e><m:e>{letter('b')}</m:e></m:d>", "(a|b)"),
        (
            f"<m:m><m:mr><m:e>{letter('a')}</m:e><m:e>{letter('b')}</m:e></m:mr>"
            f"<m:mr><m:e>{letter('c')}</m:e><m:e>{letter('d')}</m:e></m:mr></m:m>",
            "a，b；c，d",
        ),
    ],
)
def test_formulas_are_read_in_one_line_and_named(inner: str, line: str) -> None:
    result = read(paragraph(run("按式计算："), math(inner)))
    assert result.text == f"按式计算：{line}"
    assert named(result, "公式")


def field(instruction: str, result: str | None = None) -> str:
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>{shown}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("instruction", "drawn"),
    [
        (r"eq \o\ac(○,章)", "章"),
        (r" EQ \o\ac(◯,21) ", "21"),
        (r"eq \x(密)", "密"),
        (r"eq \f(2,3)", "2/3"),
        (r"eq \o(≤,/)", "≤/"),
        ("PAGE", None),
        ("equation", None),
    ],
)
def test_characters_drawn_by_fields(instruction: str, drawn: str | None) -> None:
    assert drawn_text(instruction) == drawn


def test_drawn_characters_stand_in_their_place_and_are_named() -> None:
    result = read(paragraph(run("加"), field(r"eq \o\ac(○,章)"), run("有效。")))
    assert result.text == "加章有效。"
    assert named(result, "章")


def test_a_field_with_a_result_gives_the_result_alone() -> None:
    result = read(paragraph(run("见第"), field("REF x \\h", run("三")), run("条")))
    assert (result.text, result.doubts) == ("见第三条", ())


def test_check_boxes_and_choices_of_forms() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{}</w:ffData></w:fldChar></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ticked = begin.format('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>') + end
    empty = begin.format('<w:checkBox><w:default w:val="0"/></w:checkBox>') + end
    chosen = begin.format(
        '<w:ddList><w:result w:val="1"/><w:listEntry w:val="甲类"/><w:listEntry w:val="乙类"/>'
        "</w:ddList>"
    )
    result = read(paragraph(ticked, run("同意"), empty, run("不同意，"), chosen + end))
    assert result.text == "☑同意☐不同意，乙类"


@pytest.mark.parametrize(
    ("font", "code", "drawn"),
    [
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0A8", "□"),
        ("Wingdings 2", "F052", "☑"),
        ("Wingdings", "F081", "①"),
        ("Symbol", "F0B3", "≥"),
        ("宋体", "2605", "★"),
        ("Webdings", "F021", None),
        ("Wingdings", "zz", None),
    ],
)
def test_symbols(font: str, code: str, drawn: str | None) -> None:
    assert symbol_text(font, code) == drawn


def test_a_symbol_nobody_knows_leaves_a_box_and_a_doubt() -> None:
    result = read(paragraph('<w:r><w:sym w:font="Webdings" w:char="F021"/></w:r>', run("站")))
    assert result.text == "□站"
    assert named(result, "符号")


def test_word_art_is_text() -> None:
    shape = '<w:r><w:pict><v:shape><v:textpath string="云州市水务局文件"/></v:shape></w:pict></w:r>'
    assert read(paragraph(shape)).text == "云州市水务局文件"


def test_of_two_renderings_the_one_with_text_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    old = '<w:pict><v:shape><v:textpath string="旧式艺术字"/></v:shape></w:pict>'
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    first_empty = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice>"
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert read(paragraph(run("外"), both)).text == "外\n框内"
    assert read(paragraph(run("外"), first_empty)).text == "外\n旧式艺术字"


def test_pictures_charts_and_embedded_files_are_named() -> None:
    picture = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
    chart = '<w:r><w:drawing><c:chart r:id="rId9"/></w:drawing></w:r>'
    embedded = "<w:r><w:object><o:OLEObject/></w:object></w:r>"
    result = read(paragraph(picture, picture, chart, embedded, run("文")))
    assert result.text == "文"
    assert named(result, "图片2幅")
    assert named(result, "图表1个")
    assert named(result, "其他文件1个")


def test_readings_stay_above_their_characters() -> None:
    ruby = (
        "<w:r><w:ruby><w:rt><w:r><w:t>yún</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>云</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    result = read(paragraph(ruby, run("州")))
    assert result.text == "云州"
    assert result.structure.blocks == (Paragraph((Ruby("云", "yún"), *words("州"))),)


def test_what_nobody_foresaw_is_read_and_named() -> None:
    strange = "<q:panel><q:inner><w:t>要紧</w:t></q:inner></q:panel>"
    for block in (paragraph(strange), paragraph(f"<w:r>{strange}</w:r>"), strange):
        result = read(block)
        assert result.text == "要紧"
        assert named(result, "panel")


def test_soft_hyphens_of_word_are_no_text() -> None:
    assert read(paragraph("<w:r><w:t>公</w:t><w:softHyphen/><w:t>开</w:t></w:r>")).text == "公开"


def test_rows_keep_every_cell_in_its_column() -> None:
    result = read(rows_of([["点", "餐", "注"], ["甲", "", ""], ["", "3", ""], ["", "", ""]]))
    assert result.text == "点\t餐\t注\n甲\t\t\n\t3\t"


def test_merged_cells_leave_the_columns_where_they_were() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"

    rows = (
        f"<w:tr>{cell('合计', '<w:gridSpan w:val=§2§/>')}{cell('9')}</w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("乙")}{cell("8")}</w:tr>'
        f"<w:tr>{cell('区', '<w:vMerge w:val=§restart§/>')}{cell('丙')}{cell('7')}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('丁')}{cell('6')}</w:tr>"
    ).replace("§", '"')
    result = read(f"<w:tbl>{rows}</w:tbl>")
    assert result.text == "合计\t\t9\n\t乙\t8\n区\t丙\t7\n\t丁\t6"
    assert result.structure.blocks == (
        Table(
            (
                (cell_of("合计", across=2), cell_of("9")),
                (cell_of(), cell_of("乙"), cell_of("8")),
                (cell_of("区", down=2), cell_of("丙"), cell_of("7")),
                (cell_of("丁"), cell_of("6")),
            )
        ),
    )


def test_a_table_inside_a_cell_is_named() -> None:
    inner = rows_of([["里", "层"]])
    result = read(f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>")
    assert named(result, "里层")


def test_deep_nesting_is_refused_in_words_or_read() -> None:
    deep = "<m:r>" * 80 + "<m:t>x</m:t>" + "</m:r>" * 80
    assert read(paragraph(run("式"), f"<m:oMath>{deep}</m:oMath>")).text == "式"
