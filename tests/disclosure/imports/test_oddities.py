"""Single behaviours on short invented documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.imports.elements import OrganName, ParsedDocument
from disclosure.imports.parser import parse_document

ORGANS = (
    OrganName("QH", "云州市青禾区人民政府", ("青禾区人民政府", "区政府"), ("青府", "青府发")),
    OrganName("QHB", "云州市青禾区人民政府办公室", ("区政府办",), ("青府办",)),
    OrganName("SW", "云州市水务局", ("市水务局",), ("云水",)),
)
NOTICE = "{head}\n各单位：\n请认真落实节水要求，做到人人节约用水。\n{tail}"


def read(text: str, organs: tuple[OrganName, ...] = ()) -> ParsedDocument:
    return parse_document(text, file="x.txt", organs=organs)


def notice(head: str, tail: str = "", organs: tuple[OrganName, ...] = ()) -> ParsedDocument:
    return read(NOTICE.format(head=head, tail=tail), organs)


def test_joint_organs_on_one_line() -> None:
    document = notice(
        "云州市民政局 云州市财政局文件\n云民规〔2023〕5号\n"
        "云州市民政局 云州市财政局关于印发《服务补贴办法》《服务规范（试行）》的通知",
        "云州市民政局 云州市财政局\n2023年2月14日\n服务补贴办法\n第一条 为了规范补贴，制定本办法。",
    )
    assert document.issuers == ["云州市民政局", "云州市财政局"]
    assert document.attached_instrument is not None
    assert document.attached_instrument.name == "服务补贴办法"


def test_joint_organs_glued_in_the_title_are_split_by_their_region() -> None:
    document = notice("云州市民政局云州市财政局关于节水的通知\n云民〔2023〕5号")
    assert document.issuers == ["云州市民政局", "云州市财政局"]


def test_a_short_name_gives_the_exact_name() -> None:
    document = notice("市水务局关于节水的通知\n云水〔2021〕9号", organs=ORGANS)
    assert document.issuers == ["云州市水务局"]
    assert document.evidence["issuers"].extra["codes"] == ["SW"]
    assert not any("不一致" in warning for warning in document.warnings)


def test_the_prefix_serves_when_nothing_names_the_issuer() -> None:
    document = notice("关于节水的通知\n青府办〔2021〕9号", "2021年3月1日", ORGANS)
    assert document.issuers == ["云州市青禾区人民政府办公室"]
    assert any("代字推定" in warning for warning in document.warnings)


def test_a_foreign_prefix_is_warned_about() -> None:
    document = notice("云州市水务局文件\n青府办〔2021〕9号\n云州市水务局关于节水的通知", "", ORGANS)
    assert document.issuers == ["云州市水务局"]
    assert any("代字对应" in warning for warning in document.warnings)


def test_number_and_signing_year_are_compared() -> None:
    document = notice("云州市水务局关于节水的通知\n云水〔2021〕9号", "云州市水务局\n2020年12月30日")
    assert any("年份" in warning for warning in document.warnings)


TABLE = ["街道\t站点\t每餐\t说明", "青禾\t一站\t3\t", "\t二站\t\t暂停", "柳河\t三站\t5\t含早餐"]


def test_rows_of_a_table_keep_their_cells() -> None:
    document = notice("云州市水务局关于节水的通知\n云水〔2021〕9号", "\n".join(TABLE))
    assert document.paragraphs[1:] == TABLE


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_table_stands_apart_from_the_lines_around_it(wrapped: bool) -> None:
    before = "请各单位对照下列标准执行并于年底前将执行情况书面报送我局"
    text = [before[:14], before[14:] + "："] if wrapped else [f"{before}："]
    document = notice(
        "云州市水务局关于节水的通知\n云水〔2021〕9号",
        "\n".join(
            [
                *text,
                *TABLE,
                "以上标准自下月起执行，有效期内不作调整。",
                "云州市水务局",
                "2021年3月1日",
            ]
        ),
    )
    assert document.paragraphs[-6:-1] == [document.paragraphs[-6], *TABLE]
    assert document.paragraphs[-1].startswith("以上标准")
    assert document.signed_on == "2021-03-01"


def test_tabs_that_only_indent_or_part_two_words_are_blanks() -> None:
    document = notice(
        "\t云州市水务局关于节水的通知\n云水〔2021〕9号\t签发人：王江",
        "\t做好登记工作。\n联系人\t王江\n\t\t云州市水务局\n\t\t2021年3月1日",
    )
    assert document.paragraphs[1:] == ["做好登记工作。", "联系人 王江"]
    assert (document.doc_number, document.issuers) == ("云水〔2021〕9号", ["云州市水务局"])


def test_a_joint_letterhead_set_as_a_table_is_a_letterhead() -> None:
    document = read(
        "云州市民政局\t文件\n云州市财政局\t\n云民规〔2023〕5号\n关于节水的通知\n各单位：\n请落实。\n"
    )
    assert document.issuers == ["云州市民政局", "云州市财政局"]
    assert document.title == "关于节水的通知"


STREET = OrganName("LH", "云州市青禾区柳河街道办事处", ("柳河街道",), ("柳街办",))


@pytest.mark.parametrize(
    ("signed", "issuers", "unsure"),
    [
        ("云州市青禾区人民政府柳河街道办事处", ["云州市青禾区柳河街道办事处"], False),
        ("云州市青禾区柳河街道办事处", ["云州市青禾区柳河街道办事处"], False),
        ("云州市青禾区人民政府东湾街道办事处", ["云州市青禾区人民政府东湾街道办事处"], False),
        ("云州市青禾区人民政府办公室", ["云州市青禾区人民政府办公室"], False),
        ("云州市青禾区人民政府外事办公室", ["云州市青禾区人民政府外事办公室"], False),
        (
            "云州市水务局云州市青禾区人民政府柳河街道办事处",
            ["云州市水务局", "云州市青禾区柳河街道办事处"],
            False,
        ),
        ("市建设管理委办公室城市管理局办公室", ["市建设管理委办公室", "城市管理局办公室"], False),
        ("云州市水务局市容管理局", ["云州市水务局", "市容管理局"], False),
        ("青禾区民政局财政局", ["青禾区民政局财政局"], True),
        ("国家税务总局云州市税务局", ["国家税务总局云州市税务局"], False),
        ("云州市公安局青禾分局", ["云州市公安局青禾分局"], False),
    ],
)
def test_one_organ_or_several(signed: str, issuers: list[str], unsure: bool) -> None:
    document = notice("关于节水的通知", f"{signed}\n2021年3月1日", (*ORGANS, STREET))
    assert document.issuers == issuers
    assert any("可能不是一个机关" in warning for warning in document.warnings) == unsure


def test_a_street_office_is_found_in_the_title_and_by_the_long_form_in_the_directory() -> None:
    long = OrganName("LH", "云州市青禾区人民政府柳河街道办事处", ("柳河街道办事处",))
    document = notice("云州市青禾区柳河街道办事处关于节水的通知", "", (*ORGANS, long))
    assert document.issuers == ["云州市青禾区人民政府柳河街道办事处"]


@pytest.mark.parametrize(
    "printed", ["云水〔2026〕　　号", "云水〔2026〕XX号", "（云水〔    〕 号）"]
)
def test_a_number_without_its_sequence_is_no_title(printed: str) -> None:
    for head in (f"云州市水务局文件\n{printed}\n\n关于节水的通知", f"关于节水的通知\n{printed}"):
        document = notice(head)
        assert (document.title, document.doc_number) == ("关于节水的通知", None)
        assert any("发文字号没有序号" in warning for warning in document.warnings)


@pytest.mark.parametrize(
    "printed", ["[云水〔2026〕18号]", "【云水〔2026〕18号】", "（云水〔2026〕18号）"]
)
def test_a_number_in_brackets_is_the_number(printed: str) -> None:
    document = notice(f"云州市水务局关于节水的通知\n{printed}")
    assert (document.doc_number, document.title) == (
        "云水〔2026〕18号",
        "云州市水务局关于节水的通知",
    )


def test_a_number_behind_the_title_is_the_number_and_one_within_is_not() -> None:
    document = notice("云州市水务局关于节水的通知（云水〔2026〕18号）")
    assert (document.doc_number, document.title) == (
        "云水〔2026〕18号",
        "云州市水务局关于节水的通知",
    )
    other = notice("云州市水务局关于转发《节水意见》（云府〔2026〕1号）的通知")
    assert other.doc_number is None


@pytest.mark.parametrize(
    "note",
    [
        "（2026年9月3日 云水〔2026〕33号）",
        "（云水〔2026〕33号，2026年9月3日）",
        "（2026年9月3日云水〔2026〕33号）",
    ],
)
def test_number_and_date_of_a_note_below_the_title(note: str) -> None:
    document = read(f"云州市水务局关于节水的通知\n{note}\n各单位：\n请认真落实。\n")
    assert (document.doc_number, document.signed_on) == ("云水〔2026〕33号", "2026-09-03")
    assert document.paragraphs == [note, "请认真落实。"]


def test_the_numbers_of_a_history_are_not_the_documents_own() -> None:
    note = "（2019年1月1日云州市人民政府令第12号公布）"
    document = read(f"云州市节水规定\n{note}\n第一条 为了节水，制定本规定。\n")
    assert document.doc_number is None


def test_a_line_goes_on_where_a_number_could_not_be_parted() -> None:
    document = read(
        "云州市水务局文件\n云水复〔2026〕7号\n关于同意改造水厂的批复\n青禾区水务局：\n"
        "你局《关于改造第二水厂的请示》（青禾区水务发\n〔2026〕10号）收悉。经研究，同意你局对第二水厂的滤\n"
        "池实施改造，所需资金由区财政统筹安排，请按照基本建设\n程序办理有关手续，并于年底前报告进展，同时抄告我局有\n"
        "关处室备查。\n云州市水务局\n2026年3月10日\n"
    )
    assert len(document.paragraphs) == 1
    assert "（青禾区水务发〔2026〕10号）收悉" in document.paragraphs[0]


def test_a_soft_hyphen_between_numbers_is_a_dash_and_vanishes_in_words() -> None:
    document = notice(
        "关于节水的通知", "规划期（2021\u00ad2025年）内执行，包括gov\u00ader\u00adnment。"
    )
    assert document.paragraphs[1] == "规划期（2021-2025年）内执行，包括government。"


def test_the_first_line_of_a_paragraph_may_hide_its_indent() -> None:
    lines = [
        "关于节水的通知", "各单位：",
        "为了做好本年度节约用水工作、保障城乡供水安全和",
        "农业灌溉，请各单位在2026年6月30日前完成管网检修工",
        "作，并在2026年7月31日前将检修情况书面报送区水务局，",
        "逾期不报的由区水务局在2026年8月31日前通报，并计入年",
        "度考核。",
    ]  # fmt: skip
    assert len(read("\n".join(lines)).paragraphs) == 1


def test_html_like_text_is_text() -> None:
    document = read(
        "关于节水的通知\n云水〔2021〕9号\n各单位：\n请看<b>要求</b><script>1</script>。&nbsp;\n"
    )
    assert document.paragraphs == ["请看<b>要求</b><script>1</script>。"]


def test_a_number_in_the_body_is_only_a_reference() -> None:
    document = read("关于节水的通知\n各单位：\n请按云水〔2020〕1号执行。\n云水〔2020〕2号\n")
    assert document.doc_number is None


def test_masthead_and_number_on_one_line() -> None:
    document = notice("云州市水务局文件 云水〔2021〕9号\n云州市水务局关于节水的通知")
    assert (document.doc_number, document.issuers) == ("云水〔2021〕9号", ["云州市水务局"])


def test_recipients_on_the_line_of_the_body() -> None:
    document = read(
        "云州市水务局关于节水的通知\n云水〔2021〕9号\n"
        "各镇人民政府，区水务所：经市政府同意，现就节水工作通知如下。\n"
    )
    assert document.recipients == ["各镇人民政府", "区水务所"]
    assert document.paragraphs == ["经市政府同意，现就节水工作通知如下。"]


def test_half_width_commas_part_recipients_and_enumerations_do_not() -> None:
    document = read("关于节水的通知\n各区人民政府,市有关委、办、局(含派出机构,下同):\n请落实。\n")
    assert document.recipients == ["各区人民政府", "市有关委、办、局(含派出机构,下同)"]


def test_date_in_a_note_below_the_title() -> None:
    document = read(
        "云州市人民代表大会常务委员会关于设立河长日的决定\n"
        "（2023年9月15日云州市第十届人民代表大会常务委员会第五次会议通过）\n"
        "为增强护河意识，决定每年三月二十二日为河长日。\n本决定自公布之日起施行。\n"
    )
    assert (document.signed_on, document.effective_on) == ("2023-09-15", "2023-09-15")
    assert document.evidence["signed_on"].where == "题注"
    assert document.paragraphs[0].startswith("（2023年9月15日")


def test_an_order_without_instrument_or_title() -> None:
    document = read(
        "云州市防汛指挥部令\n（第3号）\n根据水情，决定启动三级响应，请立即到岗到位。\n"
        "总指挥 王江\n2021年7月1日\n"
    )
    assert (document.title, document.genre) == ("云州市防汛指挥部令", "命令（令）")
    assert document.doc_number == "云州市防汛指挥部令第3号"
    assert (document.issuers, document.signed_on) == (["云州市防汛指挥部"], "2021-07-01")
    assert document.attached_instrument is None


def test_an_order_that_carries_a_decision_is_an_order() -> None:
    document = read(
        "云州市人民政府令第15号\n云州市人民政府关于修改《云州市公园管理规定》的决定\n"
        "一、第三条修改为：公园应当免费开放。\n本决定自2022年1月1日起施行。\n市长 林远\n"
        "2021年12月1日\n"
    )
    assert (document.genre, document.issuers) == ("命令（令）", ["云州市人民政府"])
    assert document.title == "云州市人民政府关于修改《云州市公园管理规定》的决定"


def test_reply_under_a_letter_number_is_a_letter() -> None:
    text = "云州市水务局对第12号建议的答复\n{}〔2021〕9号\n王江代表：\n您的建议收悉，现答复如下。\n"
    assert read(text.format("云水函")).genre == "函"
    other = read(text.format("云水"))
    assert other.genre is None
    assert any("人工选定" in warning for warning in other.warnings)


def test_title_word_that_is_no_genre() -> None:
    document = notice("云州市柳河镇人民政府关于\n柳河镇2023年绿化工作要点\n柳府发〔2023〕3号")
    assert document.title == "云州市柳河镇人民政府关于柳河镇2023年绿化工作要点"
    assert document.genre is None


def test_title_without_genre_before_recipients_over_several_lines() -> None:
    document = read(
        "云州市柳河镇人民政府关于柳河镇2023年绿化工作要点\n柳府发〔2023〕3号\n"
        "各村民委员会、居民委员会，镇属各企业、事业单位，\n"
        "驻镇各有关单位：\n为做好年度绿化工作，制定本要点。\n"
    )
    assert document.recipients == [
        "各村民委员会、居民委员会",
        "镇属各企业、事业单位",
        "驻镇各有关单位",
    ]
    below = read(
        "柳府发〔2023〕3号\n云州市柳河镇人民政府关于柳河镇2023年绿化\n工作要点\n"
        "各村（居）、镇属企业、事业单位、机关科室、社会\n组织：\n为做好年度绿化工作，制定本要点。\n"
    )
    assert below.title == "云州市柳河镇人民政府关于柳河镇2023年绿化工作要点"
    assert below.recipients == ["各村（居）、镇属企业、事业单位、机关科室、社会组织"]


def test_imprint_between_notice_and_instrument() -> None:
    document = notice(
        "云州市水务局关于印发《节水办法》的通知\n云水〔2021〕9号",
        "抄送：市档案馆。\n云州市水务局办公室\n2021年3月2日印发\n(共印 30 份)\n节水办法\n"
        "第一条 为了节水，制定本办法。",
    )
    assert (document.signed_on, document.printed_on) == ("2021-03-02", "2021-03-02")
    assert document.evidence["signed_on"].confidence == 0.5
    assert (document.copies, document.copy_to) == (30, ["市档案馆"])
    assert any("印发日期代替" in warning for warning in document.warnings)
    assert document.paragraphs[1:] == ["节水办法", "第一条 为了节水，制定本办法。"]


def test_a_date_inside_the_attached_text_is_not_the_documents_own() -> None:
    document = notice(
        "云州市水务局关于印发《节水办法》的通知\n云水〔2021〕9号",
        "节水办法\n第一条 为了节水，制定本办法。\n示范文本\n2019年1月1日",
    )
    assert document.signed_on is None


def test_page_numbers_and_running_headers_go() -> None:
    page = "云州市节水手册\n请各单位认真检查用水设施，发现漏水应当立即报修，并做\n\n— {} —\n"
    document = read(
        "关于节水的通知\n云水〔2021〕9号\n各单位：\n"
        + "".join(page.format(n) for n in range(1, 5))
        + "云州市节水手册\n好登记。\n"
    )
    joined = "".join(document.paragraphs)
    assert "—" not in joined
    assert joined.count("云州市节水手册") <= 1
    assert joined.endswith("并做好登记。")


def test_bare_page_numbers_go_and_table_numbers_stay() -> None:
    document = read(
        "关于节水的通知\n云水〔2021〕9号\n各单位：\n"
        "请各单位认真检查用水设施，发现漏水应当立即报修，并做\n1\n好登记，逐级汇总上报。\n"
        "序号\n名称\n7\n东渠\n8\n西渠\n"
    )
    assert document.paragraphs == [
        "请各单位认真检查用水设施，发现漏水应当立即报修，并做好登记，逐级汇总上报。",
        "序号",
        "名称",
        "7",
        "东渠",
        "8",
        "西渠",
    ]


def test_decimal_headings_of_a_contingency_plan() -> None:
    document = notice(
        "云州市水务局关于印发防汛预案的通知\n云水〔2021〕29号",
        "云州市水务局\n2021年5月6日\n防汛预案\n1 总则\n1.1 编制目的\n为了防汛，制定本预案。\n"
        "1.2.1 地域\n本市。",
    )
    assert [(heading.level, heading.text) for heading in document.headings] == [
        (1, "1 总则"),
        (2, "1.1 编制目的"),
        (3, "1.2.1 地域"),
    ]


@pytest.mark.parametrize(
    ("mark", "openness"),
    [
        ("（此件公开发布）", "主动公开"),
        ("(此件主动公开)", "主动公开"),
        ("（此件依申请公开）", "依申请公开"),
        ("（此件不予公开）", "不予公开"),
        ("（此件删减后公开）", None),
        ("信息公开选项：主动公开", "主动公开"),
        ("公开属性：依申请公开", "依申请公开"),
    ],
)
def test_openness_marks(mark: str, openness: str | None) -> None:
    document = notice("关于节水的通知\n云水〔2021〕9号", f"云州市水务局\n2021年3月1日\n{mark}")
    assert document.openness == openness
    assert mark not in document.paragraphs


def test_nothing_in_gives_warnings_out() -> None:
    document = read("")
    assert (document.title, document.paragraphs) == ("", [])
    assert len(document.warnings) >= 4


PIECES = st.sampled_from(
    [
        "云州市水务局文件", "云水〔2021〕9号", "关于节水的通知", "各单位：",
        "抄送：市档案馆。", "（", "）", "2021年2月31日", "2021年3月1日印发", "（共印3份）",
        "第一条 ", "一、总则", "**", "# ", "《", "》", "— 1 —", "\n", "\f", "　　", "\r",
        "\x1c", "\u2028", "附件：", "9", "第9号", "机密★1年", "自公布之日起9999日后施行",
        "有效期99年", "自2199年12月31日起施行", "同时废止", "某市人民政府令",
    ]
)  # fmt: skip


@given(st.text(max_size=400) | st.lists(PIECES, max_size=40).map("".join))
def test_never_raises(text: str) -> None:
    document = parse_document(text, file="x", organs=ORGANS)
    found = document.as_json()
    assert all(paragraph.strip() for paragraph in found["paragraphs"])
    assert all(heading["paragraph"] < len(found["paragraphs"]) for heading in found["headings"])


def test_the_label_of_an_annex_takes_no_title_to_itself() -> None:
    document = notice(
        "云州市财政局文件\n云财〔2023〕5号\n云州市财政局关于公布2023年收费目录清单的通知",
        "附件：云州市2023年收费目录清单\n\n云州市财政局\n2023年2月14日\n\n附件\n\n"
        "云州市2023年收费目录清单\n（共22项）\n\n一、教育：公办幼儿园保教费。",
    )
    assert "附件" in document.paragraphs
    assert "云州市2023年收费目录清单" in document.paragraphs


@pytest.mark.parametrize(
    "head",
    [
        "云水〔2026〕9号　　　签发人：王　某",
        "云水〔2026〕9号\n签发人：王某",
        "签发人：王某\n云水〔2026〕9号",
    ],
)
def test_who_signed_what_goes_upwards(head: str) -> None:
    document = notice(f"云州市水务局文件\n{head}\n云州市水务局关于节水情况的报告", organs=ORGANS)
    assert document.signatory == "王某"
    assert document.doc_number == "云水〔2026〕9号"
    assert document.title == "云州市水务局关于节水情况的报告"
    assert notice("云州市水务局关于节水的通知\n云水〔2026〕9号").signatory == ""
