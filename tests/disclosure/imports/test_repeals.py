"""Which documents a text ends, in the wordings of offices."""

from __future__ import annotations

import pytest

from disclosure.imports.parser import parse_document
from disclosure.imports.repeals import read_repeals

Pair = tuple[str, str | None]
A: Pair = ("甲办法", "青府规〔2019〕7号")
B: Pair = ("乙办法", "云水〔2010〕6号")


def pairs(*paragraphs: str, title: str = "") -> list[Pair]:
    return [(item.title, item.doc_number) for item in read_repeals(paragraphs, title)[0]]


@pytest.mark.parametrize(
    ("text", "repeals"),
    [
        ("《甲办法》（青府规〔2019〕7号）同时废止。", [A]),
        ("依据《乙条例》的规定，对《甲办法》予以废止。", [("甲办法", None)]),
        (
            "自印发之日起，《甲》（云水[2010]06号）、《乙》停止执行。",
            [("甲", "云水〔2010〕6号"), ("乙", None)],
        ),
        ("经研究，决定废止《甲办法》（青府规〔2019〕7号）。", [A]),
        ("自2026年4月1日起废止《甲办法》（青府规〔2019〕7号）。", [A]),
        ("现决定废止：《甲办法》（青府规〔2019〕7号）、《乙办法》（云水〔2010〕6号）。", [A, B]),
        ("废止《甲办法》（青府规〔2019〕7号）以及《乙办法》（云水〔2010〕6号），请执行。", [A, B]),
        ("废止《甲办法》，保留《乙办法》。", [("甲办法", None)]),
        ("云水〔2010〕6号文件同时废止。", [("", "云水〔2010〕6号")]),
        (
            "对以下文件予以废止：一、《甲办法》（青府规〔2019〕7号）；"
            "二、《乙办法》（云水〔2010〕6号）。",
            [A, B],
        ),
        ("《甲办法》（云州市人民政府令第12号）宣布失效。", [("甲办法", "云州市人民政府令第12号")]),
        ("执行《甲办法》，不得擅自废止。", []),
        ("不得擅自废止《甲办法》。", []),
        ("已于2020年废止《甲办法》。", []),
        ("被废止的《甲办法》继续适用于此前的事项。", []),
        ("拟废止《甲办法》，请提出意见。", []),
        ("按照《关于废止〈甲办法〉的决定》办理。", []),
        ("有关规定同时废止。", []),
    ],
)  # fmt: skip
def test_one_sentence(text: str, repeals: list[Pair]) -> None:
    assert pairs(text) == repeals


def test_a_list_of_paragraphs() -> None:
    found = pairs(
        "经清理，对下列文件予以废止：",
        "一、《甲办法》（青府规〔2019〕7号）；",
        "二、关于印发《乙细则》的通知（云水〔2010〕6号）；",
        "3．《丙规定》（依据《丁条例》制定）",
        "本通知自印发之日起施行。",
        "四、《戊办法》继续有效。",
    )
    assert found == [A, ("关于印发《乙细则》的通知", "云水〔2010〕6号"), ("丙规定", None)]


def test_a_document_named_twice_counts_once_with_its_number() -> None:
    assert pairs("《甲办法》同时废止。", "决定废止《甲办法》（青府规〔2019〕7号）。") == [A]
    two = "《甲办法》（青府规〔2019〕7号）、《甲办法》（青府规〔2021〕9号）同时废止。"
    assert pairs(two) == [A, ("甲办法", "青府规〔2021〕9号")]


def test_the_title_tells_too() -> None:
    title = "云州市人民政府关于废止《甲办法》的决定"
    assert pairs("本决定自公布之日起施行。", title=title) == [("甲办法", None)]
    assert pairs("《甲办法》（青府规〔2019〕7号）予以废止。", title=title) == [A]
    assert pairs("见附件。", title="关于修改和废止《甲办法》等文件的决定") == []
    assert pairs("见附件。", title="关于转发《关于废止〈甲办法〉的决定》的通知") == []


def test_a_list_that_is_not_there_is_named() -> None:
    unread = read_repeals(["现将附件所列规范性文件予以废止。"])[1]
    assert unread == ["现将附件所列规范性文件予以废止。"]
    assert read_repeals(["有下列情形之一的，停止执行：", "（一）下雨的；"])[1] == []


def test_they_stand_among_the_evidence() -> None:
    document = parse_document(
        "云州市水务局关于印发节水办法的通知\n云水〔2021〕9号\n各单位：\n请执行。\n云州市水务局\n"
        "2021年3月1日\n节水办法\n"
        "第一条 本办法自2021年4月1日起施行，《甲办法》（青府规〔2019〕7号）同时废止。\n",
        file="x",
        organs=(),
    )
    assert [(r.title, r.doc_number) for r in document.repeals] == [A]
    assert "《甲办法》" in document.evidence["repeals"].raw
