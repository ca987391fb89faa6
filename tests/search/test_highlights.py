"""Marks stand where the hits are, and nothing from a text or a query becomes markup."""

import re

import pytest
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.highlights import hit_pattern, mark_hits, snippet
from portal.search.query_parser import parse

ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;通知"


def _marked(query: str, text: str) -> str:
    return mark_hits(text, hit_pattern(parse(query)))


def test_hits_are_marked():
    assert _marked("营商环境", "优化营商环境条例") == "优化<mark>营商环境</mark>条例"
    assert _marked("条例 优化", "优化营商环境条例") == (
        "<mark>优化</mark>营商环境<mark>条例</mark>"
    )


def test_width_case_and_invisible_characters():
    assert _marked("ai", "推进ＡＩ应用") == "推进<mark>ＡＩ</mark>应用"
    assert _marked("通知", "通\u200b知") == "<mark>通\u200b知</mark>"


def test_a_word_of_latin_letters_is_marked_whole_or_not_at_all():
    assert _marked("5", "第5条、15条") == "第<mark>5</mark>条、15条"
    assert _marked("5条", "第5条、15条") == "第<mark>5条</mark>、15条"


def test_a_phrase_crosses_punctuation():
    assert _marked('"通知，各区"', "通知：各区") == "<mark>通知：各区</mark>"


def test_the_number_is_marked_in_any_brackets():
    assert _marked("沪府发[2025]1号", "见沪府发〔2025〕1号") == (
        "见<mark>沪府发</mark>〔<mark>2025</mark>〕<mark>1号</mark>"
    )


@pytest.mark.parametrize("query", ["通知", "script", "<script>", "amp", "img onerror", ATTACK])
def test_markup_stays_text(query):
    for html in (_marked(query, ATTACK), snippet(ATTACK, hit_pattern(parse(query)))):
        assert not re.search(r"<(?!/?mark>)", html)
        assert "&amp;amp;" in html or "<mark>amp</mark>" in html


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=200), query=st.text(max_size=20))
def test_without_marks_it_is_the_escaped_text(text, query):
    html = _marked(query, text)
    assert html.replace("<mark>", "").replace("</mark>", "") == escape(text)


def test_a_snippet_shows_the_first_hit():
    text = "开头" * 200 + "目标词" + "结尾" * 200
    html = snippet(text, hit_pattern(parse("目标词")))
    assert "<mark>目标词</mark>" in html
    assert html.startswith("…")
    assert html.endswith("…")
    assert 75 <= len(re.sub("</?mark>|…", "", html)) <= 85


def test_a_snippet_without_a_hit_is_the_beginning():
    assert snippet("短文\n第二段", hit_pattern(parse("没有"))) == "短文 第二段"
    assert snippet("", hit_pattern(parse("没有"))) == ""


def test_a_hit_at_the_very_end():
    html = snippet("文" * 300 + "末", hit_pattern(parse("末")))
    assert html.endswith("<mark>末</mark>")
