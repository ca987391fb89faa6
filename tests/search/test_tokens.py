"""Units, runs and positions."""

from hypothesis import given
from hypothesis import strategies as st

from portal.search.query_parser import MAX_LENGTH, number_key, parse
from portal.search.tokens import clean, fold, fold_in_place, index_stream, phrase_terms, runs


def test_runs_and_units():
    assert runs("优化5G，ＡＩ 与々〇。") == [("优", "化", "5g"), ("ai",), ("与", "々", "〇")]


def test_the_stream_alternates_units_and_pairs():
    assert index_stream("甲乙，5G丙") == "甲 甲乙 乙 | 5g 5g丙 丙 |"
    assert index_stream("……") == ""


def test_phrase_terms_stand_where_the_stream_has_them():
    assert phrase_terms([("甲", "乙"), ("丙",)]) == [(1, "甲乙"), (4, "丙")]


@given(st.text(max_size=60))
def test_every_phrase_of_a_text_is_in_its_own_stream(text):
    stream = dict(enumerate(index_stream(text).split(" ")))
    for position, term in phrase_terms(runs(text)):
        assert stream[position] == term


@given(st.text())
def test_folding_in_place_keeps_length(text):
    assert len(fold_in_place(text)) == len(text)
    assert fold(fold(text)) == fold(fold(fold(text)))


@given(st.text())
def test_cleaned_text_can_be_stored(text):
    assert "\x00" not in clean(text)
    clean(text).encode()


def test_clauses():
    parsed = parse('养老 "服务 补贴" 养老 “标准”')
    assert set(parsed.clauses) == {
        (("养", "老"),),
        (("服", "务"), ("补", "贴")),
        (("标", "准"),),
    }
    assert parse("  ").is_blank
    assert parse("……").is_unanswerable
    assert parse('"未闭合 词').clauses == ((("未", "闭", "合"),), (("词",),))
    assert len(parse("通" * 10_000).text) == MAX_LENGTH


@given(st.text(max_size=300))
def test_parsing_never_raises(text):
    parse(text)
    parse(f'"{text}')


def test_number_keys():
    assert number_key("徐府规发[2024]03号") == number_key("徐府规发〔2024〕3号")
    assert number_key("SY2300-2024-003") == "sy23002024003"
