"""What a text does to other documents, in the wordings of offices."""

from __future__ import annotations

import datetime as dt

import pytest

from disclosure.imports.declarations import Declared, read_declarations

NUMBER = "青府规〔2019〕7号"
UNTIL = dt.date(2027, 12, 31)


def read(*paragraphs: str, title: str = "") -> list[Declared]:
    return read_declarations(paragraphs, title)


@pytest.mark.parametrize(
    ("text", "kind", "until", "years"),
    [
        ("《甲办法》（青府规〔2019〕7号）有效期延长至2027年12月31日。", "extends", UNTIL, None),
        ("将《甲办法》（青府规〔2019〕7号）的有效期延长至二〇二七年十二月三十一日。", "extends",
         UNTIL, None),
        ("延长《甲办法》（青府规〔2019〕7号）有效期至2027年12月31日。", "extends", UNTIL, None),
        ("经评估，《甲办法》（青府规〔2019〕7号）继续有效，有效期至2027年12月31日。", "extends",
         UNTIL, None),
        ("《甲办法》（青府规〔2019〕7号）继续执行至2027年12月31日。", "extends", UNTIL, None),
        ("《甲办法》（青府规〔2019〕7号）有效期延长两年。", "extends", None, 2),
        ("《甲办法》（青府规〔2019〕7号）施行期限自2026年1月1日起延续5年。", "extends", None, 5),
        ("《甲办法》（青府规〔2019〕7号）继续适用。", "extends", None, None),
        ("对《甲办法》（青府规〔2019〕7号）作如下修改：", "amends", None, None),
        ("《甲办法》（青府规〔2019〕7号）第三条修改为：“……”。", "amends", None, None),
        ("《甲办法》（青府规〔2019〕7号）第三条第二款、第五条第一项修改为：", "amends", None, None),
        ("市政府决定修改《甲办法》（青府规〔2019〕7号）。", "amends", None, None),
        ("《甲办法》（青府规〔2019〕7号）同时废止。", "repeals", None, None),
    ],
)  # fmt: skip
def test_one_sentence(text: str, kind: str, until: dt.date | None, years: int | None) -> None:
    assert read(text) == [Declared(kind, "甲办法", NUMBER, until, years)]


@pytest.mark.parametrize(
    "text",
    [
        "《甲办法》有效期届满后需要继续执行的，应当重新公布。",
        "《甲办法》不再继续执行。",
        "拟延长《甲办法》的期限，请提出意见。",
        "按照修改后的《甲办法》办理。",
        "请对《甲办法》提出修改意见。",
        "依据《甲办法》第三条制定。",
        "《甲办法》可以延长。",
        "本办法有效期延长至2027年12月31日。",
    ],
)
def test_what_does_nothing_to_another(text: str) -> None:
    assert read(text) == []


def test_a_row_shares_what_is_said_behind_it() -> None:
    found = read(
        "《甲办法》（青府规〔2019〕7号）、《乙细则》和《丙规定》继续有效至2027年12月31日。"
    )
    assert [(each.title, each.doc_number, each.until) for each in found] == [
        ("甲办法", NUMBER, UNTIL),
        ("乙细则", None, UNTIL),
        ("丙规定", None, UNTIL),
    ]


def test_a_list_of_paragraphs() -> None:
    found = read(
        "经清理，下列文件继续有效，有效期延长至2027年12月31日：",
        "1．《甲办法》（青府规〔2019〕7号）",
        "2．《乙细则》",
        "本通知自印发之日起施行。",
    )
    assert [(each.title, each.until) for each in found] == [("甲办法", UNTIL), ("乙细则", UNTIL)]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("云州市人民政府关于修改《甲办法》的决定", "amends"),
        ("云州市人民政府办公室关于延长《甲办法》有效期的通知", "extends"),
        ("云州市水务局关于《甲办法》继续有效的通知", "extends"),
        ("云州市人民政府关于废止《甲办法》的决定", "repeals"),
    ],
)
def test_the_title_tells_too(title: str, kind: str) -> None:
    assert read("本文件自印发之日起施行。", title=title) == [Declared(kind, "甲办法", None)]
    text = "《甲办法》（青府规〔2019〕7号）有效期延长至2027年12月31日。"
    if kind == "extends":
        assert read(text, title=title) == [Declared(kind, "甲办法", NUMBER, UNTIL)]


def test_the_title_of_another_document_tells_nothing() -> None:
    assert read("见附件。", title="关于转发《关于延长〈甲办法〉有效期的通知》的通知") == []


def test_long_texts_take_time_in_proportion() -> None:
    assert read("《甲办法》" * 5000) == []
    assert read("有效期" * 20000) == []
