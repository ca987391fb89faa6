"""What text finds: every piece of Han text, phrases in order, numbers in any style."""

import re

import pytest

from portal.search.tokens import fold
from tests.search.conftest import ids

pytestmark = pytest.mark.django_db

TEXTS = {
    1: "为了深化“放管服”改革，优化营商环境，根据《优化营商环境条例》，结合本区实际，制定本办法。",
    2: "各街道办事处、镇人民政府应当于2025年3月31日前公布上一年度工作报告（附件1、附件2）。",
    3: "区数据局负责ＡＩ大模型应用试点，5G基站建设补贴标准为每站3万元；逾期不予受理！",
    4: "居民委员会可以申请加装电梯补贴，\n补贴金额不超过总造价的百分之四十。",
    5: "𠮷野家餐饮許可，々〇号文件自二〇二六年一月一日起施行，有效期至2030年12月31日。",
}


@pytest.fixture
def corpus(publish, reindex):
    for number, text in TEXTS.items():
        publish(number, f"文件{number}", text)
    reindex()


def _cuts_a_word(text: str, start: int, stop: int) -> bool:
    latin = re.compile(r"[0-9a-z]")

    def joined(at: int) -> bool:
        return 0 < at < len(text) and all(latin.match(fold(c)) for c in text[at - 1 : at + 1])

    return joined(start) or joined(stop)


@pytest.mark.parametrize("length", range(2, 9))
@pytest.mark.parametrize("number", TEXTS)
def test_every_substring_is_found(corpus, find, number, length):
    text = TEXTS[number]
    missed = []
    for start in range(len(text) - length + 1):
        piece = text[start : start + length]
        if _cuts_a_word(text, start, start + length) or not re.search(r"\w", piece):
            continue
        page = find(piece, per_page=100)
        if number not in ids(page) or page.degraded:
            missed.append(piece)
    assert missed == []


@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_every_substring_is_found_as_an_exact_phrase(corpus, find, number):
    text = TEXTS[number]
    for start in range(len(text) - 6):
        piece = text[start : start + 6]
        if _cuts_a_word(text, start, start + 6):
            continue
        assert ids(find(f'"{piece}"')) == [number], piece


def test_only_what_stands_there_is_found(corpus, find):
    """Against an independent substring test, over pairs of the corpus's characters."""
    characters = sorted(set("".join(re.findall(r"[\u4e00-\u9fff]", "".join(TEXTS.values())))))
    for left in characters[::4]:
        for right in characters[::5]:
            expected = {n for n, text in TEXTS.items() if left + right in text}
            assert set(ids(find(left + right))) == expected


def test_order_within_a_phrase_matters(publish, reindex, find):
    publish(1, body="服务企业的政策")
    publish(2, body="企业服务的政策")
    reindex()
    assert ids(find("服务企业")) == [1]
    assert ids(find("企业服务")) == [2]
    assert sorted(ids(find("企业 服务"))) == [1, 2]
    assert ids(find('"服务企业的"')) == [1]


def test_punctuation_ends_a_phrase(publish, reindex, find):
    publish(1, body="住房、安全和教育")
    publish(2, body="住房安全和教育")
    reindex()
    assert ids(find("住房安全")) == [2]
    assert sorted(ids(find("住房、安全"))) == [1, 2]
    assert sorted(ids(find('"住房、安全"'))) == [1, 2], "punctuation in quotes is optional"


def test_one_character_is_enough(publish, reindex, find):
    publish(1, body="禁止燃放烟花爆竹")
    publish(2, body="垃圾分类")
    reindex()
    assert ids(find("竹")) == [1]
    assert find("竹").total == 1


def test_every_word_must_be_met(publish, reindex, find):
    publish(1, "养老服务", "补贴标准")
    publish(2, "养老服务", "管理办法")
    reindex()
    assert ids(find("养老 补贴")) == [1]
    assert find("养老 补贴 管理").total == 0


def test_in_the_title_alone(publish, reindex, find):
    publish(1, "养老服务补贴办法", "停车")
    publish(2, "其他事项", "养老服务补贴")
    publish(3, "其他事项", "停车", numbers=["试府办〔2026〕7号"])
    reindex()
    found = find("养老 补贴", in_title=True)
    assert ids(found) == [1]
    assert found.total == 1
    assert found.hits[0].snippet_html == ""
    assert find("停车", in_title=True).total == 0
    assert ids(find("试府办2026 7号", in_title=True)) == [3]


def test_title_comes_before_body(publish, reindex, find):
    publish(1, "其他事项", "加装电梯" * 50)
    publish(2, "关于既有多层住宅加装电梯的若干意见及有关工作要求的通知", "正文")
    publish(3, "其他事项二", "加装电梯" * 50)
    reindex()
    assert ids(find("加装电梯"))[0] == 2


def test_width_and_case_make_no_difference(publish, reindex, find):
    publish(1, body="推进ＡＩ与５Ｇ应用")
    reindex()
    for text in ("AI", "ai", "ＡＩ", "5g", "５Ｇ", "推进ai与"):
        assert ids(find(text)) == [1], text


@pytest.mark.parametrize(
    "text",
    [
        "沪府办规〔2025〕20号",
        "沪府办规[2025]20号",
        "沪府办规【2025】20号",
        "沪府办规（2025）20号",
        "沪府办规(2025)20号",
        "沪府办规﹝2025﹞20号",
        "沪府办规〔２０２５〕２０号",
        "沪府办规 〔2025〕 第020号",
        "沪府办规\u200b〔2025〕20号",
        "2025 20 沪府办规",
        "沪府办规 2025 20",
        "沪府办规2025年20号",
        "根据沪府办规〔2025〕20号",
    ],
)
def test_a_number_in_any_style_finds_its_document_first(publish, reindex, find, text):
    publish(1, "贯彻沪府办规〔2025〕20号的通知", "根据沪府办规〔2025〕20号" * 20)
    publish(2, "关于数据交易的若干规定", "正文", numbers=["沪府办规〔2025〕20号"])
    publish(3, "别的", "正文", numbers=["沪府办规〔2025〕2号"])
    publish(4, "别的", "正文", numbers=["沪府办规〔2020〕25号"])
    reindex()
    found = ids(find(text))
    assert found[0] == 2
    assert not {3, 4} & set(found)


def test_part_of_a_number_and_an_index_number_are_found(publish, reindex, find):
    publish(1, numbers=["徐府规发〔2024〕3号", "SY2300-2024-003"])
    publish(2, numbers=["徐府发〔2024〕4号"])
    reindex()
    assert ids(find("徐府规发")) == [1]
    assert ids(find("sy2300 2024-003")) == [1]


def test_nothing_asked_lists_everything_newest_first(publish, reindex, find):
    for number in range(1, 4):
        publish(number)
    reindex()
    for text in ("", "   ", "\n\t\u3000"):
        page = find(text)
        assert (page.total, ids(page)) == (3, [3, 2, 1])
        assert page.hits[0].snippet_html == ""


WEIRD = [
    '"',
    "“未闭合",
    '""',
    '" "',
    "。，、；：？！……",
    "()[]{}^~*?:\\/+-&|!",
    "AND OR NOT",
    "title:公开 AND *",
    "通" * 10_000,
    "通 知 " * 5_000,
    "a" * 10_000,
    "\x00\x01\x1b\x7f",
    "通\x00知",
    "\ud800",
    "通知\udfff",
    "😀",
    "通知😀👨‍👩‍👧",
    "\u202e通知",
    "%_%",
    "'; DROP TABLE search_searchentry; --",
    "_" * 300,
    "ﷺ㎡½",
    "é" + "\u0301" * 50,
]


@pytest.mark.parametrize("text", WEIRD)
@pytest.mark.parametrize("indexed", [True, False])
def test_odd_input_never_raises(publish, reindex, find, text, indexed):
    publish(1, "通知", "通知正文")
    if indexed:
        reindex()
    for sort in ("relevance", "signed_on", "nonsense"):
        page = find(text, sort=sort, filters={"organ\x00": ("\ud800", "a=b")})
        assert page.total == 0
        assert find(text, sort=sort, page=10**12, per_page=10**9).hits == ()
        find(text, sort=sort, page=-5, per_page=0)


def test_only_punctuation_finds_nothing(publish, reindex, find):
    publish(1, "！！！", "……")
    reindex()
    assert find("……").total == 0


def test_text_around_odd_characters_is_still_found(publish, reindex, find):
    publish(1, "通\u200b知", "正\ud800文\x00内容")
    reindex()
    assert ids(find("通知")) == [1]
    assert ids(find("通\u200d知😀")) == [1]
    assert ids(find("正文内容")) == [1]
