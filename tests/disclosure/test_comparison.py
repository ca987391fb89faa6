"""Two texts compared: nothing lost, nothing invented, partners found."""

from hypothesis import given
from hypothesis import strategies as st

from disclosure.comparison import GONE, NEW, REWORDED, SAME, compare

WORDS = st.text("第条款修改停车泊位，。 一二三", min_size=1, max_size=12).filter(str.strip)
TEXT = st.lists(WORDS, max_size=8)


def _kinds(old: list[str], new: list[str]) -> list[str]:
    return [p.kind for stretch in compare(old, new) for p in stretch.paragraphs]


def test_equal_texts_have_no_change() -> None:
    assert _kinds(["甲", "乙"], ["甲", "乙"]) == [SAME, SAME]
    assert compare([], []) == []


def test_an_inserted_article_does_not_shift_the_others() -> None:
    old = [
        "第七条 夜间停车实行优惠。",
        "第八条 鼓励单位开放停车场。",
        "第九条 本办法自公布之日起施行。",
    ]
    new = [
        "第七条 夜间停车实行优惠。",
        "第八条 单位停车场应当开放。",
        "第九条 停车场应当设置无障碍泊位，数量不少于百分之二。",
        "第十条 本办法自公布之日起施行。",
    ]
    assert _kinds(old, new) == [SAME, REWORDED, NEW, REWORDED]


def test_an_article_made_anew_stands_beside_the_one_of_its_number() -> None:
    old = ["第七条 夜间优惠。", "第八条 鼓励机关开放停车场，收费从低。", "第九条 附则。"]
    new = ["第七条 夜间优惠。", "第八条 单位具备条件的应当每日公布泊位数。", "第九条 附则。"]
    same, changed, rest = compare(old, new)
    assert (changed.article, [p.kind for p in changed.paragraphs]) == ("第八条", [GONE, NEW])
    assert [same.is_changed, rest.is_changed] == [False, False]


def test_what_moved_is_named_by_both_numbers_and_what_came_or_went_as_such() -> None:
    old = ["第一条 甲乙丙丁戊己。", "第二条 天地玄黄宇宙洪荒。", "第三条 本办法自公布之日起施行。"]
    new = [
        "第一条 甲乙丙丁戊己。",
        "第二条 日月盈昃。",
        "（一）辰宿列张。",
        "第三条 天地玄黄宇宙洪荒。",
        "第四条 本办法自公布之日起施行。",
    ]
    changes = [s for s in compare(old, new) if s.is_changed]
    assert [s.article for s in changes] == ["第二条（新增）", "第二条 → 第三条", "第三条 → 第四条"]
    assert [len(s.paragraphs) for s in changes] == [2, 1, 1]
    assert next(s.article for s in compare(new, old) if s.is_changed) == "第二条（删去）"


def test_the_width_of_a_blank_is_no_change() -> None:
    assert _kinds(["第一条　总则"], ["第一条 总则"]) == [SAME]


def test_what_has_little_in_common_is_gone_and_new() -> None:
    assert _kinds(["天地玄黄"], ["宇宙洪荒"]) == [GONE, NEW]


@given(TEXT, TEXT)
def test_both_texts_can_be_read_back(old: list[str], new: list[str]) -> None:
    paragraphs = [p for stretch in compare(old, new) for p in stretch.paragraphs]

    def read(leaving_out: str) -> list[str]:
        kept = [p for p in paragraphs if p.kind != leaving_out]
        return ["".join(x.text for x in p.pieces if x.kind != leaving_out) for p in kept]

    assert read(NEW) == [" ".join(text.split()) for text in old]
    assert read(GONE) == [" ".join(text.split()) for text in new]
