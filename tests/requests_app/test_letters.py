"""What every letter says: the table is whole, the words are the law's, a remedy where it is due."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import docx
import pypdfium2
import pytest
from django.utils import timezone

from portal.organs.models import Organ
from portal.papers.paper import Paper, from_json, to_json
from portal.papers.sheets import sheet_of
from portal.papers.typesetting import docx_bytes, pdf_bytes
from portal.statute import REGULATION
from requests_app.deadlines import laws
from requests_app.letters import facts, remedies
from requests_app.letters.answers import FINDINGS
from requests_app.letters.kinds import KINDS, TO_APPLICANT, kind_of_outcome
from requests_app.outcomes import (
    ANSWERS,
    BY_CODE,
    GROUND_CODES,
    LAPSED,
    Remedy,
    basis_of,
    law_of,
)
from requests_app.preconditions import Part, parts_of
from requests_app.workflow import WORKFLOW

DAY = dt.date(2026, 9, 7)
LATER = dt.date(2026, 10, 8)
CASE = facts.Case(
    organ="演示区政府办公室", contact="电话000-0000", number="YS-2026-00001",
    subject="绿化养护招标文件", received_on=DAY, addressee="演示申请人甲",
)  # fmt: skip
EITHER = "任选一种"
CORRECTION = facts.Correction("年份不明", "请写明哪一年", DAY, LATER, LATER)
REASONS = facts.Reasons("一月三十件", DAY, LATER)
FEE = facts.Fee(True, 250, Decimal(4700), DAY, "到窗口缴纳", DAY, LATER)
GIVEN: dict[str, object] = {
    "receipt": facts.Receipt("当面提交", DAY, "纸质，邮寄", LATER),
    "correction": CORRECTION,
    "reasons": REASONS,
    "extension": facts.Extension(10, "材料很多", DAY, LATER),
    "deferral": facts.Deferral("逐件核对", DAY, LATER),
    "fee": FEE,
    "consulted": facts.Consulted(is_co_maker=False, sent_on=DAY),
    "third_party": facts.Question("YS-2026-00001-Z1", "报价能否公开", DAY),
    "co_maker": facts.Question("YS-2026-00001-Z2", "会议纪要能否公开", DAY),
    "opening": facts.Opening("YS-2026-00001-Z1", "公开总价", DAY, (EITHER,)),
    "assistance": facts.Assistance("请提供底稿", DAY, LATER),
    "service": facts.Service(("政府信息公开申请答复书（演公开答〔2026〕1号）",), "邮寄"),
    "service_opinion": facts.Service(("征求第三方意见书（编号YS-2026-00001-Z1）",), ""),
    "approval": facts.Approval(
        "予以公开", "依据", "", LATER, "张某", DAY,
        (facts.Judgement("审核通过", "同意", "李某", DAY),), "王某", DAY,
    ),
}  # fmt: skip
# The elements law.md §4.4 asks of each kind, in the words by which they are recognised.
ELEMENTS = {
    "receipt": ("YS-2026-00001", "2026年9月7日", "2026年10月8日", "000-0000"),
    "correction": ("年份不明", "请写明哪一年", "2026年10月8日", "视为放弃申请", "第三十条"),
    "reasons": ("一月三十件", "2026年10月8日", "不予处理", "第三十五条"),
    "extension": ("材料很多", "负责人", "10个工作日", "2026年10月8日", "第三十三条第二款"),
    "deferral": ("逐件核对", "2026年10月8日", "第三十五条"),
    "fee": ("第四十二条", "第五条", "10元", "4700.00元", "到窗口缴纳", "20个工作日", "视为放弃"),
    "consulted": ("第三十二条", "不计算在答复期限内", "第三十三条第三款"),
    "third_party": ("报价能否公开", "15个工作日", "决定是否公开", "第三十二条", "Z1"),
    "co_maker": ("会议纪要能否公开", "15个工作日", "视为同意公开", "第三十四条", "Z2"),
    "opening": ("公开总价", "公共利益", "第三十二条", EITHER),
    "assistance": ("请提供底稿", "2026年10月8日", "不是法定期限"),
    "service": ("演公开答〔2026〕1号", "演示申请人甲", "签名或者盖章", "邮件号"),
    "service_opinion": ("Z1", "签名或者盖章", "邮件号"),
    "approval": ("张某", "李某", "王某", "同意", "秘密法"),
}
OF_OUTCOMES = {
    "3.2": (
        "区分处理",
        "不予公开的内容、依据和理由",
        "1. 第3页的报价明细：涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害，依据《条例》"
        "第十五条、第三十六条第（三）项，不予公开。",
        "理由：属于投标人的商业秘密",
        "2. 第5页的会议讨论：",
        "第十六条第二款、第三十六条第（三）项",
        "理由：属于讨论记录",
    ),
    "3.3.4": ("第三方不同意公开",),
    "3.3.5": ("可以不予公开", "决定不予公开的理由"),
    "3.3.6": ("可以不予公开", "决定不予公开的理由"),
    "3.3.7": ("可以不予公开", "决定不予公开的理由"),
    "3.4.1": ("经检索", "不存在"),
    "3.4.3": ("告知补正", "收到补正"),
    "3.5.2": ("2026年9月7日", "文号：演公开答〔2026〕4号", "不予重复处理"),
    "3.5.4": ("要求说明理由", "没有收到说明"),
    "3.6.1": ("一次性告知补正", "2026年10月8日", "没有收到补正"),
    "3.6.2": ("4700.00元", "2026年10月8日", "没有缴纳"),
}
# What the old templates say and no letter may: the terms and conditions of 2007 to 2019.
DEAD = re.compile("15个工作日内答复|三个月内|3个月内|特殊需要|科研等|上一级主管部门申请行政复议")
LETTERS_OF_ACTS = {
    "ask_correction": 1, "ask_reasons": 1, "extend": 1, "defer": 1, "ask_fee": 1, "consult": 3,
    "tell_third_party": 1, "ask_assistance": 1, "sign": 2, "lapse_uncorrected": 1,
    "lapse_unpaid": 1,
}  # fmt: skip


PARTS = (
    Part("第3页的报价明细", "3.3.4", "属于投标人的商业秘密"),
    Part("第5页的会议讨论", "3.3.6", "属于讨论记录"),
)


def answered(code: str, **changes: object) -> Paper:
    """The letter of an outcome, with every fact it may rest on."""
    is_elsewhere = bool(changes.get("is_elsewhere"))
    parts = PARTS if code == "3.2" else parts_of(BY_CODE[code], (), "理由甲")
    given = facts.Answer(
        outcome=code, body="现答复如下。", reason="理由甲", parts=parts,
        law=law_of(code, is_elsewhere=is_elsewhere, grounds=[part.ground for part in parts]),
        signed_on=DAY, remedies=("（救济途径）",), opinions=facts.Opinions(1, 1),
        correction=CORRECTION, demand=REASONS, fee=FEE,
        earlier_number="演公开答〔2026〕4号", earlier_on=DAY,
    )  # fmt: skip
    return kind_of_outcome(BY_CODE[code].group).paper(CASE, replace(given, **changes))


def unabridged(text: str) -> str:
    """A letter with its law named in full everywhere, as the articles cite it."""
    brief = text.replace(f"（以下简称{REGULATION.brief}）", "")
    return brief.replace(REGULATION.brief, REGULATION.cited)


@pytest.mark.parametrize("code", [code for code in KINDS if code in GIVEN])
def test_each_letter_has_its_elements_and_a_remedy_only_where_the_table_says(code: str) -> None:
    kind, paper = KINDS[code], KINDS[code].paper(CASE, GIVEN[code])
    missing = [words for words in ELEMENTS[code] if words not in paper.text]
    assert missing == []
    assert not DEAD.search(paper.text)
    says_remedy = any(word in paper.text for word in ("起诉", "行政复议", EITHER))
    assert says_remedy is kind.has_remedies
    assert from_json(to_json(paper)) == paper
    if not kind.has_applicant and not kind.is_form:
        assert "演示申请人甲" not in paper.text.split("\n", 1)[1]
    with pytest.raises(TypeError):
        kind.paper(CASE, object())


def test_the_table_is_whole() -> None:
    answers = {code for code, kind in KINDS.items() if kind.needs is facts.Answer}
    assert set(GIVEN) | answers == set(KINDS)
    assert set(FINDINGS) == {found.code for found in ANSWERS} | set(LAPSED)
    acts = set(WORKFLOW.actions) | set(WORKFLOW.actions) | {"submit"}
    assert {act for kind in KINDS.values() for act in (*kind.acts, *kind.ends)} <= acts
    assert {act: len(KINDS.sent_by(act)) for act in acts if KINDS.sent_by(act)} == LETTERS_OF_ACTS
    assert all(KINDS[code].has_applicant for code in TO_APPLICANT)


@pytest.mark.parametrize("code", sorted(FINDINGS))
def test_each_outcome_has_its_letter_its_article_and_its_elements(code: str) -> None:
    outcome, paper = BY_CODE[code], answered(code)
    expected = {"不予处理": "不予处理告知书", "其他处理": "不再处理告知书"}
    assert paper.title.endswith(expected.get(outcome.group, "答复书"))
    assert "{" not in paper.text
    grounds = {"3.2": ("3.3.4", "3.3.6")}.get(code, (code,) if code in GROUND_CODES else ())
    full = unabridged(paper.text)
    for article in law_of(code, grounds=grounds):
        assert str(article) in full
    basis = basis_of(code)
    assert (basis is None) or basis.citation in full
    assert full.count(REGULATION.cited) < 2 or f"（以下简称{REGULATION.brief}）" in paper.text
    assert [words for words in OF_OUTCOMES.get(code, ()) if words not in paper.text] == []
    assert "（救济途径）" in paper.text
    assert "要求获取“绿化养护招标文件”" in paper.text
    assert not DEAD.search(paper.text)
    if outcome.code not in LAPSED:
        assert "理由甲" in paper.text


def test_what_is_public_and_what_another_organ_has_are_told_as_such() -> None:
    source = facts.Source("绿化规划", "演府发〔2026〕1号", "https://example.cn/1")
    public = answered("3.1", sources=(source,)).text
    assert "已经主动公开" in public
    assert "《绿化规划》（演府发〔2026〕1号）：https://example.cn/1" in public
    given = answered("3.1", files=("合同",), wanted="纸质，邮寄")
    assert (given.enclosures, "见附件" in given.text) == (("合同",), True)
    assert "要求的形式和途径：纸质，邮寄" in given.text
    told = "负责公开该政府信息的行政机关是中央驻海岚单位。联系方式：电话0000-1、邮箱a@b.cn。"
    elsewhere = answered("3.4.1", is_elsewhere=True, in_charge=told).text
    assert "不属于本机关负责公开" in elsewhere
    assert "第三十六条第（五）项" in elsewhere
    assert told in elsewhere
    assert "经检索" not in elsewhere
    silent = answered("3.3.4", opinions=facts.Opinions(1, 0, 1)).text
    assert "没有在期限内提出意见" in silent
    assert "不同意" not in silent


def test_a_number_of_the_law_stands_in_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laws, "OPINION_DAYS", 17)
    monkeypatch.setattr(laws, "PAYMENT_DAYS", 23)
    assert "17个工作日" in KINDS["third_party"].paper(CASE, GIVEN["third_party"]).text
    assert "23个工作日" in KINDS["fee"].paper(CASE, FEE).text


def test_hostile_words_stay_words_in_word_and_pdf() -> None:
    hostile = (
        '#read("/etc/passwd") $x$ *b* `c` @a <w:p/> ]]> &amp; \\ "引号" </w:t>\x00\x01\x0b\ufffe'
        "\n"
        '= 标题\n/* 注 */ #import "a"\n' + "字" * 5000 + "a" * 5000
    )
    case = replace(CASE, subject=hostile[:300], addressee="<b>甲</b>#x\x02")
    for code, given in (
        ("correction", replace(CORRECTION, unclear=hostile, guidance=hostile)),
        ("receipt", replace(GIVEN["receipt"], wanted=hostile)),  # type: ignore[type-var]
    ):
        paper = replace(KINDS[code].paper(case, given), number="演公开告〔2026〕1号")
        sheet = sheet_of(paper, at=timezone.now())
        word = docx_bytes(sheet)
        assert zipfile.ZipFile(io.BytesIO(word)).testzip() is None
        read = docx.Document(io.BytesIO(word))
        text = "\n".join(p.text for p in read.paragraphs)
        text += "\n".join(c.text for t in read.tables for row in t.rows for c in row.cells)
        pages = pypdfium2.PdfDocument(pdf_bytes(sheet))
        drawn = "".join(page.get_textpage().get_text_range() for page in pages)
        for words in ('#read("/etc/passwd")', "<w:p/>", "/* 注 */"):
            assert words in text
            assert words in drawn.replace("\r\n", "").replace("\u200b", "")
        assert text.count("字") >= 5000
        assert len(pages) > 3


def test_a_short_letter_is_one_page_and_its_number_stays_whole() -> None:
    number = "YL-BGS-2026-00009"
    case = replace(CASE, number=number, subject="沿江慢行步道二期工程施工围挡设置方案和审批材料")
    for code in ("consulted", "service"):
        paper = replace(KINDS[code].paper(case, GIVEN[code]), number="演公开告〔2026〕1号")
        pages = pypdfium2.PdfDocument(pdf_bytes(sheet_of(paper, at=timezone.now())))
        assert len(pages) == 1
        assert number in pages[0].get_textpage().get_text_range().replace("\r\n", "")
    long = replace(CORRECTION, unclear="没有写明是哪一个标段。" * 120)
    sheet = sheet_of(KINDS["correction"].paper(case, long), at=timezone.now())
    assert len(pypdfium2.PdfDocument(pdf_bytes(sheet))) == 3


def test_no_line_ends_within_a_number_and_a_preview_says_what_it_is() -> None:
    number = "HL-WH-BGS-2026-00012"
    for length in range(12):
        case = replace(CASE, number=number, organ="演" * (8 + length))
        paper = KINDS["assistance"].paper(case, GIVEN["assistance"])
        sheet = sheet_of(paper, at=timezone.now())
        lines = pypdfium2.PdfDocument(pdf_bytes(sheet))[0].get_textpage().get_text_range()
        assert sum(number in line for line in lines.split("\r\n")) == 1
        # A hyphen at which Word ends no line.
        word = docx.Document(io.BytesIO(docx_bytes(sheet)))
        assert sum(number in part.text for part in word.paragraphs) == 1
        assert "2026-00012" not in word.element.xml
    preview = sheet_of(replace(paper, is_preview=True, dated_on=None), at=timezone.now())
    drawn = pypdfium2.PdfDocument(pdf_bytes(preview))[0].get_textpage().get_text_range()
    assert ("预览" in drawn, "预览" in lines) == (True, False)


def test_the_remedies_are_in_the_language_of_letters() -> None:
    reviewer = Organ(name="演示区人民政府", review_url="https://review.example/")
    told = {
        code: remedies.in_answer(code, BY_CODE[code].remedy, reviewer, court="演示区人民法院")
        for code in FINDINGS
    }
    first = (
        "如对本答复中不予公开的决定不服，依照《中华人民共和国行政复议法》第二十三条第一款第（四）项"
        "的规定，应当自收到本答复之日起六十日内先向演示区人民政府申请行政复议；对行政复议决定不服的，"
        "可以自收到行政复议决定书之日起十五日内向演示区人民法院提起行政诉讼。"
    )
    for code, sentences in told.items():
        text = "".join(sentences)
        is_first = code in (*GROUND_CODES, "3.2")
        assert (first in text) is is_first
        assert ("六个月内向演示区人民法院提起行政诉讼" in text) is (code not in GROUND_CODES)
        assert "网址：https://review.example/。" in text
        assert not re.search("您|任选一种|起诉", text)
    unknown = "".join(remedies.in_answer("3.1", Remedy.EITHER, None, court=""))
    assert "有管辖权的人民法院" in unknown
    assert "互联网" not in unknown
