"""scan_text and mask (T24). Every number is computed from invented data; no area begins with 99."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files.personal_data import Finding, Kind, Severity, mask, scan_text
from portal.files.personal_data.numbers import is_credit_code
from tests.files import samples
from tests.growth import LINEAR, growth_factor

NUMBER = samples.identity_number()
CARD = samples.luhn_number("622599000000000001")  # 19 digits
MOBILE = "13800000000"


def kinds(text: str, **options: frozenset[str]) -> list[Kind]:
    return [finding.kind for finding in scan_text(text, **options)]


def only(text: str) -> Finding:
    found = scan_text(text)
    assert len(found) == 1, found
    return found[0]


class TestIdentityNumbers:
    def test_found_with_its_place_and_masked(self) -> None:
        finding = only(f"申请人身份证号：{NUMBER}。")
        assert finding == Finding(
            Kind.ID_CARD,
            8,
            26,
            f"990***********{NUMBER[-4:]}",
            Severity.BLOCK,
            "18位，出生日期和校验码都相符。",
            overridable=False,
        )

    @pytest.mark.parametrize(
        "spelling",
        [
            NUMBER.lower(),
            f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
            f"{NUMBER[:6]}-{NUMBER[6:14]}-{NUMBER[14:]}",
            "\u200b".join(NUMBER),
            NUMBER.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789X"}),
            f"{NUMBER[:9]}\n{NUMBER[9:]}",
            f"{NUMBER[:12]}\r\n {NUMBER[12:]}",
            f"ID{NUMBER}",
            f"第3号{NUMBER}已核",
        ],
    )
    def test_spellings(self, spelling: str) -> None:
        assert kinds(f"号码 {spelling} ") == [Kind.ID_CARD]

    @pytest.mark.parametrize(
        "label",
        [
            "身份证编号：",
            "证件编号",
            "残疾人证编号 ",
            "登记证号（身份证）：",
            "统一社会信用代码：",
            "订单号",
            "索引号：",
            "许可证号",
            "流水号 ",
            "代码",
        ],
    )
    def test_no_word_before_it_excuses_it(self, label: str) -> None:
        finding = only(f"{label}{NUMBER}")
        assert (finding.kind, finding.severity) == (Kind.ID_CARD, Severity.BLOCK)
        assert not finding.overridable

    @pytest.mark.parametrize(
        ("written", "evidence"),
        [
            ("\t".join(NUMBER), "一格一位"),
            (" | ".join(NUMBER), "一格一位"),
            ("\n".join(NUMBER), "一格一位"),
            ("、".join(NUMBER), "一格一位"),
            ("".join(f"[{digit}]" for digit in NUMBER), "一格一位"),
            ("".join(f"□{digit}" for digit in NUMBER), "一格一位"),
            (f"{NUMBER[:6]}\n{NUMBER[6:14]}\n{NUMBER[14:]}", "跨行书写"),
            (f"{NUMBER[:5]}\n{NUMBER[5:10]}\n{NUMBER[10:15]}\n{NUMBER[15:]}", "跨行书写"),
            (f"{NUMBER[:11]}\r\n{NUMBER[11:]}", "跨行书写"),
            (f"{NUMBER[:6]}\t{NUMBER[6:10]}\t{NUMBER[10:12]}\t{NUMBER[12:14]}\t{NUMBER[14:]}",
             "分段书写"),
            (f"| {NUMBER[:6]} | {NUMBER[6:14]} | {NUMBER[14:]} |", "分段书写"),
            ("\u202d" + "\u2060".join(NUMBER) + "\u202c", "出生日期和校验码都相符"),
            (NUMBER.translate({48: "⓪"} | {48 + n: chr(0x245F + n) for n in range(1, 10)}), "带圈"),
            (NUMBER.translate({48 + n: "零一二三四五六七八九"[n] for n in range(10)}), "中文数字"),
            (NUMBER.translate({48 + n: chr(0x1D7CE + n) for n in range(10)}), "校验码都相符"),
            (NUMBER + MOBILE, "连写"),
            (MOBILE + NUMBER, "连写"),
            (f"①{NUMBER}", "校验码都相符"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("label", ["", "编号"])
    def test_no_way_of_writing_hides_it(self, written: str, evidence: str, label: str) -> None:
        finding = next(
            found
            for found in scan_text(f"{label}{written}\n某事")
            if found.severity is Severity.BLOCK
        )
        assert (finding.kind, finding.severity) == (Kind.ID_CARD, Severity.BLOCK)
        assert finding.excerpt_masked == f"990***********{NUMBER[-4:]}"
        assert evidence in finding.evidence

    def test_a_form_with_one_digit_a_cell(self) -> None:
        """Rows of boxes below each other, and figures of one digit that are no number."""
        other = samples.identity_number(serial="007")
        rows = ["公民身份号码\t" + "\t".join(number) for number in (NUMBER, other)]
        assert kinds("\n".join(rows)) == [Kind.ID_CARD] * 2
        assert kinds("\t".join("310205417") + "\n" + "\t".join("201907306042")) == []

    def test_a_slip_in_a_named_number_is_a_doubt(self) -> None:
        wrong = NUMBER[:17] + ("1" if NUMBER[17] != "1" else "2")
        finding = only(f"身份证号：{wrong}")
        assert (finding.kind, finding.severity) == (Kind.ID_CARD, Severity.WARN)
        assert "校验码不符" in finding.evidence
        assert finding.overridable

    def test_a_credit_code_that_looks_like_one(self) -> None:
        """Eighteen digits may pass both checks: then the word decides."""
        both = next(
            number
            for area in range(110_000, 140_000)
            if is_credit_code(number := samples.identity_number(area=str(area), serial="017"))
        )
        assert kinds(f"统一社会信用代码：{both}") == []
        assert kinds(f"持证人{both}") == [Kind.ID_CARD]

    def test_with_check_character_x(self) -> None:
        number = next(
            found
            for serial in range(100)
            if (found := samples.identity_number(serial=f"{serial:03}")).endswith("X")
        )
        assert kinds(number) == [Kind.ID_CARD]
        assert kinds(number.replace("X", "Ｘ")) == [Kind.ID_CARD]

    @pytest.mark.parametrize(
        "text",
        [
            NUMBER[:17] + str((int(NUMBER[17]) + 1) % 10 if NUMBER[17] != "X" else 0),
            samples.identity_number(born="19001301"),
            samples.identity_number(born="19000230"),
            samples.identity_number(born="17000101"),
            samples.identity_number(born="29000101"),
            NUMBER + "1",
            "1" + NUMBER,
            f"990***********{NUMBER[-4:]}",
        ],
    )
    def test_what_is_none(self, text: str) -> None:
        assert kinds(text) == []

    def test_fifteen_digits(self) -> None:
        old = "310199" + "000101" + "001"
        finding = only(f"经办人 {old}，")
        assert finding.kind is Kind.ID_CARD
        assert finding.excerpt_masked == "310********1001"
        assert kinds("310199" + "001301" + "001") == []
        assert kinds("990101" + "000101" + "001") == []
        assert finding.severity is Severity.WARN
        assert kinds(f"注册号：{old}") == []
        labelled = only(f"身份证编号：{old}")
        assert (labelled.severity, labelled.kind) == (Severity.BLOCK, Kind.ID_CARD)

    def test_offsets_point_into_the_original(self) -> None:
        text = f"　Ａ，{NUMBER}"
        finding = only(text)
        assert text[finding.start : finding.end] == NUMBER

    @given(
        st.integers(100000, 999999),
        st.dates(datetime.date(1900, 1, 1), datetime.date(2049, 12, 31)),
        st.integers(0, 999),
    )
    def test_every_valid_number_is_found(self, area: int, born: datetime.date, serial: int) -> None:
        number = samples.identity_number(str(area), f"{born:%Y%m%d}", f"{serial:03}")
        assert kinds(f"（{number}）") == [Kind.ID_CARD]


class TestBankCards:
    @pytest.mark.parametrize("length", [16, 17, 18, 19])
    def test_lengths(self, length: int) -> None:
        card = samples.luhn_number("62" + "9" * (length - 3))
        finding = only(f"收款卡号{card}，")
        assert (finding.kind, finding.severity) == (Kind.BANK_CARD, Severity.BLOCK)
        assert finding.excerpt_masked == "*" * (length - 4) + card[-4:]

    def test_groups(self) -> None:
        card = samples.luhn_number("622599000000000")
        grouped = " ".join(card[place : place + 4] for place in range(0, 16, 4))
        assert kinds(grouped) == [Kind.BANK_CARD]
        visa = samples.luhn_number("400000000000000")
        grouped = " ".join(visa[place : place + 4] for place in range(0, 16, 4))
        assert kinds(grouped) == []
        assert kinds(f"卡号 {grouped}") == [Kind.BANK_CARD]

    @pytest.mark.parametrize(
        "text",
        [
            CARD[:-1] + str((int(CARD[-1]) + 1) % 10),
            samples.luhn_number("822599000000000001"),
            "1" + CARD,
            CARD + "12",
        ],
    )
    def test_what_is_none(self, text: str) -> None:
        assert kinds(text) == []

    @pytest.mark.parametrize(
        "written",
        [
            f"银行卡编号：{CARD}",
            f"项目编号：{CARD}",
            "\t".join(CARD),
            f"{CARD[:6]} {CARD[6:]}",
            f"{CARD[:10]}\n{CARD[10:]}",
            "\u200b".join(CARD),
        ],
    )
    def test_no_word_and_no_way_of_writing_hides_it(self, written: str) -> None:
        finding = only(written)
        assert (finding.kind, finding.severity) == (Kind.BANK_CARD, Severity.BLOCK)

    def test_other_issuers_prove_less(self) -> None:
        visa = samples.luhn_number("400000000000000")
        assert only(f"卡号{visa}").severity is Severity.BLOCK
        assert only(visa).severity is Severity.WARN
        assert kinds(f"订单号{visa}") == []

    def test_an_identity_number_is_not_also_a_card(self) -> None:
        number = next(
            found
            for serial in range(1000)
            if (found := samples.identity_number("620199", serial=f"{serial:03}")).isdigit()
            and samples.luhn_number(found[:-1]) == found
        )
        assert kinds(number) == [Kind.ID_CARD]


class TestPhones:
    @pytest.mark.parametrize(
        "text",
        [MOBILE, "+86 13800000000", "86-138-0000-0000", "138 0000 0000", "１３８０００００００0"],
    )
    def test_mobiles(self, text: str) -> None:
        finding = only(f"联系人手机：{text}。")
        assert (finding.kind, finding.excerpt_masked) == (Kind.MOBILE, "138****0000")
        assert finding.severity is Severity.WARN

    @pytest.mark.parametrize(
        ("text", "masked"),
        [
            ("021-20000000", "021-****0000"),
            ("（021）20000000", "021-****0000"),
            ("0371 2000000", "0371-***0000"),
            ("02120000000", "021-****0000"),
            ("021-20000000-801", "021-****0000"),
            ("021－20000000转801", "021-****0000"),
        ],
    )
    def test_landlines(self, text: str, masked: str) -> None:
        finding = only(f"请致电{text}。")
        assert (finding.kind, finding.excerpt_masked) == (Kind.LANDLINE, masked)

    def test_local_numbers_need_a_word(self) -> None:
        assert kinds("电话：20000000") == [Kind.LANDLINE]
        assert kinds("面积 20000000 平方米") == []

    @pytest.mark.parametrize(
        "label", ["咨询电话：", "监督举报电话", "服务热线 ", "传真：", "区民政局办公室电话："]
    )
    def test_what_an_office_makes_known_is_no_personal_data(self, label: str) -> None:
        assert kinds(f"{label}021-20000000") == []
        assert kinds(f"{label}{MOBILE}") == [Kind.MOBILE]

    def test_what_an_office_is_named_for_before_it(self) -> None:
        office = "请与区人民政府办公室联系（地址：虚构大道1号，邮编：200000，电话：021-20000000）。"
        assert kinds(office) == []
        assert kinds(f"{office}张岭松家庭电话：021-20000000") == [Kind.LANDLINE]

    def test_a_column_of_an_office(self) -> None:
        rows = "公开事项\t咨询电话\n机构职能\t0371-20000000\n领导成员\t0371-20000000"
        assert kinds(rows) == []
        assert kinds(f"{rows}\n说明如下\n张岭松\t0371-20000000") == [Kind.LANDLINE]
        people = "姓名\t联系电话\n张岭松\t0371-20000000\n王秋禾\t0371-20000001"
        assert kinds(people).count(Kind.LANDLINE) == 2

    @pytest.mark.parametrize("listed", ["021-20000000", "(021)20000000", "20000000", "02120000000"])
    @pytest.mark.parametrize("shown", ["021-20000000", "电话：20000000", "021-20000000转801"])
    def test_public_numbers_are_allowed(self, listed: str, shown: str) -> None:
        assert kinds(shown) == [Kind.LANDLINE]
        assert kinds(shown, allowed_phones=frozenset({listed})) == []

    def test_an_allowed_mobile_and_another(self) -> None:
        text = f"{MOBILE}，13900000001"
        assert kinds(text, allowed_phones=frozenset({"+86 138-0000-0000"})) == [Kind.MOBILE]

    @pytest.mark.parametrize(
        "text", ["13800000000元", "13800000000.5", "138000000001", "A13800000000"]
    )
    def test_amounts_and_codes_are_not_phones(self, text: str) -> None:
        assert kinds(text) == []


class TestOthers:
    def test_email(self) -> None:
        finding = only("请发至 someone.else@mail.example.cn，谢谢")
        assert (finding.kind, finding.excerpt_masked) == (Kind.EMAIL, "s***@mail.example.cn")

    @pytest.mark.parametrize(
        ("plate", "masked"),
        [
            ("沪A12345", "沪A*****"),
            ("沪A·1B345", "沪A*****"),
            ("沪AD12345", "沪A******"),
            ("沪A12345D", "沪A******"),
            ("京A1234警", "京A*****"),
            ("粤Z1234港", "粤Z*****"),
        ],
    )
    def test_plates(self, plate: str, masked: str) -> None:
        finding = only(f"车辆{plate}，")
        assert (finding.kind, finding.excerpt_masked) == (Kind.PLATE, masked)

    @pytest.mark.parametrize("text", ["沪ICP备12345678号", "苏B2-20090059", "沪A", "新ABCDEF"])
    def test_what_is_no_plate(self, text: str) -> None:
        assert kinds(text) == []

    @pytest.mark.parametrize(
        ("address", "masked"),
        [
            ("示例市虚构路100弄20号301室", "示例市虚构路****"),
            ("虚构路100弄20号", "虚构路****"),
            ("虚构镇幻想村12号3幢502室", "虚构镇幻想村****"),
            ("想象新村5号楼2单元602室", "想象新村****"),
            ("想象新村十二号301室", "想象新村****"),
            ("幻想小区12号楼3单元402室", "幻想****"),
        ],
    )
    def test_addresses(self, address: str, masked: str) -> None:
        finding = only(f"住址：{address}")
        assert finding.kind is Kind.ADDRESS
        assert mask(Kind.ADDRESS, address) == masked

    def test_an_office_at_a_street_number_is_no_home(self) -> None:
        assert kinds("办公地址：示例市虚构大道200号") == []


class TestNameLists:
    NAMES = ("王甲乙", "李丙", "张丁戊", "刘己", "陈庚辛", "杨壬")

    @pytest.mark.parametrize("joint", ["、", "\n", "\t", "  "])
    def test_names_after_a_heading(self, joint: str) -> None:
        finding = only(f"附件：拟录用人员名单\n{joint.join(self.NAMES)}\n")
        assert (finding.kind, finding.severity) == (Kind.NAME_LIST, Severity.WARN)
        assert finding.excerpt_masked == "名单：王**、李*、张** 等 6 人"

    def test_a_table_of_names(self) -> None:
        rows = "\n".join(f"{n}\t{name}\t女\t示例街道" for n, name in enumerate(self.NAMES))
        assert kinds(f"补助对象名单\n序号\t姓名\t性别\t街道\n{rows}") == [Kind.NAME_LIST]

    def test_lists_of_units_are_fine(self) -> None:
        units = "、".join(
            f"示例区{name}局" for name in ("民政", "财政", "教育", "水务", "司法", "审计")
        )
        assert kinds(f"成员单位名单：{units}") == []
        assert kinds("企业名单：江苏公司、金山区、石化街道、马桥镇、安亭镇、高桥镇、周浦镇") == []

    def test_a_column_of_identity_numbers(self) -> None:
        rows = "\n".join(
            f"{name}\t{samples.identity_number(serial=f'{n:03}')}"
            for n, name in enumerate(self.NAMES)
        )
        found = scan_text(rows)
        assert [f.kind for f in found].count(Kind.ID_CARD) == 6
        assert [f.kind for f in found].count(Kind.NAME_LIST) == 1
        assert next(f for f in found if f.kind is Kind.NAME_LIST).severity is Severity.WARN


class TestPeople:
    @pytest.mark.parametrize(
        ("text", "kind", "shown"),
        [
            ("申请人：王秋禾\n", Kind.NAME, "王**"),
            ("申请人（签字）：欧阳秋禾", Kind.NAME, "欧**"),
            ("李苗溪，女，户籍在外地。", Kind.NAME, "李**"),
            ("其配偶张岭松，务农。", Kind.FAMILY, "张**"),
        ],
    )
    def test_names(self, text: str, kind: Kind, shown: str) -> None:
        finding = only(text)
        assert (finding.kind, finding.severity) == (kind, Severity.WARN)
        assert finding.excerpt_masked == shown

    @pytest.mark.parametrize(
        "text",
        [
            "任命王秋禾为示例区民政局局长；免去李苗溪的副局长职务。",
            "王秋禾，男，1970年1月生，中共党员，现任示例区水务局局长。",
            "示例市人民政府令\n市长  王秋禾",
            "指挥部成员名单：王秋禾、李苗溪、张岭松、刘柏岚、陈霁砚、杨舟棠",
            "序号\t姓名\t职务\n1\t王秋禾\t局长\n2\t李苗溪\t副局长",
        ],
    )
    def test_officials_may_be_named(self, text: str) -> None:
        assert kinds(text) == []

    @pytest.mark.parametrize(
        "text",
        [
            "国务院工业行业主管部门负责。",
            "申请人高度重视，户主金额按月发放。",
            "当事人向原告住所地人民法院起诉。",
            "妇女儿童工作委员会",
            "学生、幼儿及其监护人，患有肺癌的困难家庭，配偶、子女。",
            "申请人：王某某，当事人：李**",
        ],
    )
    def test_words_are_no_names(self, text: str) -> None:
        assert kinds(text) == []

    def test_an_illness_is_told_of_somebody(self) -> None:
        found = scan_text("患者王秋禾，确诊患有尿毒症。尿毒症患者每月补助500元。")
        assert [f.kind for f in found] == [Kind.NAME, Kind.HEALTH]
        assert "尿毒症" not in found[1].excerpt_masked
        assert "写着病情、残疾" in found[1].evidence

    def test_a_table_is_told_of_by_its_heading(self) -> None:
        rows = "\n".join(f"{n}\t{name}\t肢体二级" for n, name in enumerate(("王秋禾", "李苗溪"), 1))
        found = scan_text(f"序号\t姓 名\t残疾等级\n{rows}\n合计\t2人\t")
        assert {f.kind for f in found} == {Kind.NAME_LIST, Kind.HEALTH}
        assert all(f.excerpt_masked == "表格：王**、李** 等 2 人" for f in found)


class TestNumbersByTheirLabel:
    @pytest.mark.parametrize(
        ("text", "kind", "shown"),
        [
            ("护照号码：E12345678", Kind.PASSPORT, "E******78"),
            ("往来港澳通行证 C12345678", Kind.PASSPORT, "C******78"),
            ("军官证：军字第1234567号", Kind.PASSPORT, "1****67"),
            ("社会保障号码：1234567890", Kind.SOCIAL_SECURITY, "1*******90"),
            ("开户行虚构银行，账号1234 5678 9012 345", Kind.BANK_ACCOUNT, "***********2345"),
            ("户主住处：东经121.473701，北纬31.230416", Kind.COORDINATES, "********"),
        ],
    )
    def test_found(self, text: str, kind: Kind, shown: str) -> None:
        finding = next(f for f in scan_text(text) if f.kind is kind)
        assert (finding.severity, finding.excerpt_masked) == (Severity.WARN, shown)

    @pytest.mark.parametrize(
        "text",
        [
            "批次 E12345678", "收款单位：示例区财政局，账号：100190000000000001",
            "登录账号：1234567890", "桥位 121.473701, 31.230416", "护照办理时限12345678个",
        ],
    )  # fmt: skip
    def test_not_without_it(self, text: str) -> None:
        assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "沪府发〔2024〕12号、国办发〔2019〕54号、示例府规〔2023〕1号",
        "统一社会信用代码 91990101MA1K000000，113100000024200000",
        "2024年1月15日 2024-01-15 20240115 2024.01.15 09:30:15",
        "索引号：SY9901010120240100123 主题分类：综合政务",
        "本年新收政府信息公开申请 12345 12346 0 0 17 3\n总计\t10023\t20034\t30045\t40056",
        "GB/T 33190-2016、GB 11643-1999、ISBN 978-7-5000-0000-0",
        "预算 123,456,789.00 元，其中 1234567890123456 分",
        "https://www.example.gov.cn/art/2024/1/15/art_12345_6789012.html",
        "邮编 200000，东经121.473701 北纬31.230416，热线12345，110",
        "1998 1999 2000 2001 2002 2003 2004 2005 2006 2007 2008 2009",
    ],
)
def test_official_numbers_are_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_statistics_tables_are_left_alone() -> None:
    rows = [
        "\t".join(str((row * 7919 + column * 104_729) % 100_000) for column in range(12))
        for row in range(2000)
    ]
    assert kinds("\n".join(rows)) == []


def test_findings_never_show_the_value() -> None:
    text = f"{NUMBER} {CARD} {MOBILE} 021-20000000 private@example.cn 沪A12345 虚构路100弄20号301室"
    found = scan_text(text)
    assert len(found) == 7
    shown = repr(found)
    for finding in found:
        assert text[finding.start : finding.end] not in shown


def test_mask_takes_plain_names_of_kinds() -> None:
    assert mask("mobile", MOBILE) == "138****0000"
    assert mask("id_card", NUMBER) == f"990***********{NUMBER[-4:]}"
    assert mask("name_list", "张三、欧阳小明、示例局") == "张*、欧**、示例局"
    with pytest.raises(ValueError, match="password"):
        mask("password", "x")


@pytest.mark.parametrize(
    "unit",
    [
        "1 ", "1", "1-", "1\t", "□1", "\u200b1", "①", "〇", "O0", "62", "1234567\n", f"{NUMBER}，",
        "名单张三", "名单\n", "姓名\t", "| 姓名 |\n", "姓名：张三，", "张三，男，", "配偶张三",
        "学生张三，男，",
        "患者李四，肺癌", "路1弄1", "路1号1号", "村1组", "120.12345,", "121°1′1″", "020-2",
        "a.", "a@",
        "京A", "账号1", "护照", "政务公开 2024 ", "。",
    ],
)  # fmt: skip
def test_twice_the_text_takes_twice_the_time(unit: str) -> None:
    def make(length: int) -> str:
        return unit * (length // len(unit))

    assert growth_factor(scan_text, make, 8_000, most=1 << 16) < LINEAR


@given(
    st.text(
        alphabet="0123456789Xx-. \n\t|路弄号室村组沪A@姓名单患者学生：王李张、，男癌", max_size=400
    )
)
def test_findings_are_inside_the_text_and_in_order(text: str) -> None:
    found = scan_text(text)
    assert all(0 <= finding.start < finding.end <= len(text) for finding in found)
    assert found == sorted(found, key=lambda finding: (finding.start, finding.end))
