"""Reading questions: words, other names, sounds, figures, slips. Without an index."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.figures import figures
from portal.search.needs import Place, read_need
from portal.search.query_parser import parse
from portal.search.readings import sound_stream, spellings, syllables
from portal.search.slips import meant
from portal.search.tokens import fold, fold_in_place
from portal.search.vocabulary import Line, Vocabulary

WORDS = Vocabulary([Line.read("公积金 = 住房公积金"), Line.read("遛狗 > 养犬, 犬类")])


def words(text, **places):
    return ["".join(each.run) for each in read_need(text, WORDS, places).concepts]


def test_words_without_what_asks():
    assert words("公积金怎么提取") == ["公积金", "提取"]
    assert words("请问遛狗可以吗？") == ["遛狗"]
    assert words("怎么办"), "a question of stop words alone keeps them"


def test_other_names_go_one_way_or_both():
    names = {"".join(each.run): each.others for each in read_need("公积金遛狗", WORDS).concepts}
    assert names["公积金"] == (tuple("住房公积金"),)
    assert names["遛狗"] == (tuple("养犬"), tuple("犬类"))
    assert WORDS.others("养犬") == ()
    assert WORDS.others("住房公积金") == ("公积金",)


def test_a_place_helps_and_is_not_demanded():
    need = read_need("东湖停车", WORDS, {"东湖": Place("DH", is_certain=True)})
    assert need.organs == ("DH",)
    assert ["".join(each.run) for each in need.telling] == ["停车"]


@pytest.mark.parametrize("text", ["公积金", "= 公积金", "公积金 >", "甲" * 31 + " = 乙", ""])
def test_a_line_that_says_nothing_is_refused(text):
    with pytest.raises(ValueError, match=r"写作|不超过"):
        Line.read(text)


def test_a_line_is_written_as_it_is_read():
    for text in ("社保 = 社会保险", "遛狗 > 养犬, 犬类", "医保 = 医疗保险 > 医疗保障"):
        assert str(Line.read(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-07",
        "2024/5/7",
        "2024.5.7",
        "2024年5月7日",
        "２０２４年０５月０７日",
        "二〇二四年五月七日",
    ],
)
def test_a_date_is_one_word(text):
    assert figures(f"自{text}起施行") == {"2024-05-07"}


@pytest.mark.parametrize("text", ["2024-13-01", "1.2.3", "2024-00007", "3-5", "12024-05-07"])
def test_what_is_no_figure_is_left_alone(text):
    assert figures(text) == frozenset()


def test_decimals_and_percentages():
    assert figures("增长3.1%、３．１％、百分之三点一") == {"3.1%"}
    assert figures("百分之四十；40%") == {"40%"}
    assert figures("1.50米") == {"1.50"}
    assert parse("3.1%").figures[0].word == "3.1%"
    assert parse("3.1%").clauses == ()
    assert parse("百分之四").figures[0].phrase == (tuple("百分之四"),)
    assert parse("自2024年5月7日起").figures == ()


def test_readings():
    assert syllables(tuple("银行")) == ["yin", "hang"]
    assert syllables(tuple("会计")) == ["kuai", "ji"]
    assert {"xian'xie", "xian'xue"} <= set(sound_stream("献血").split())
    assert ".zf .fg .gj .jj" in sound_stream("住房公积金")
    assert ("xi", "an") in spellings("xian")
    assert spellings("zfgjj") == []
    assert spellings("AI") == []


def test_variants_are_folded_one_to_one():
    assert fold("養犬、於臺灣、國辦發〔2018〕126號") == "养犬、于台湾、国办发〔2018〕126号"
    assert fold_in_place("養犬條例") == "养犬条例"


def test_what_was_meant():
    need = read_need("养大登记规定", WORDS)
    assert meant(need, ["试验市养犬登记规定"]) == "养犬登记规定"
    assert meant(need, ["试验市停车规定"]) == ""
    assert meant(read_need("养犬登记", WORDS), ["试验市养犬登记规定"]) == ""
    assert meant(read_need("yqdj", WORDS), ["试验市养犬登记规定"]) == "养犬登记"


@given(st.text(max_size=120))
def test_reading_never_raises(text):
    need = read_need(text, WORDS, {"东湖": Place("DH", is_certain=False)})
    meant(need, [text, "养犬登记规定"])
    sound_stream(text)
    figures(text)
    parse(text)


@given(st.text(alphabet="aeioungzhx", max_size=60))
def test_spellings_are_few_and_spell_the_word(text):
    ways = spellings(text)
    assert len(ways) <= 8
    assert all("".join(way) == text for way in ways)


def test_a_word_of_which_nothing_is_left_is_none():
    """Nothing stands everywhere in a text."""
    words = Vocabulary([Line(("\u206a", "屋顶绿化", "绿屋顶"), ("\u00ad",))])
    assert words.others("屋顶绿化") == ("绿屋顶",)
    assert words.inside("绿化") == []
    assert read_need("绿化", words).runs == (("绿", "化"),)


def test_of_many_words_the_first_are_mended():
    title = "试验市养犬登记规定"
    typed = " ".join(["养大登记", *(f"文{number}" for number in range(9)), "养犬登纪"])
    assert meant(read_need(typed, WORDS), [title]).split() == [
        "养犬登记", *(f"文{number}" for number in range(9)), "养犬登纪",
    ]  # fmt: skip
