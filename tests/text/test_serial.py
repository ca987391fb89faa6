"""One text has one JSON form, and comes back from it as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from portal.text.model import Paragraph, Text, words
from portal.text.serial import MalformedText, digest, dump, load
from tests.text.samples import EVERYTHING, TEXTS


def test_everything_comes_back() -> None:
    assert load(json.loads(json.dumps(dump(EVERYTHING)))) == EVERYTHING


@given(TEXTS)
def test_any_text_comes_back(text: Text) -> None:
    again = load(json.loads(json.dumps(dump(text))))
    assert again == text
    assert digest(again) == digest(text)


def test_what_is_usual_is_left_out() -> None:
    assert dump(Text((Paragraph(words("一段")),))) == {
        "version": 1,
        "blocks": [{"kind": "paragraph", "words": ["一段"]}],
    }


def test_nothing_is_the_empty_text() -> None:
    assert load(None) == load({}) == load(dump(Text())) == Text()
    assert not Text()


def test_one_letter_makes_another_digest() -> None:
    assert digest(Text((Paragraph(words("一段")),))) != digest(Text((Paragraph(words("二段")),)))


DEEP: Any = [{"kind": "paragraph"}]
for _ in range(40):
    DEEP = [{"kind": "list", "items": [DEEP]}]
NOTES: Any = ["底"]
for _ in range(40):
    NOTES = [{"kind": "note", "words": NOTES}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([], "版本"),
        ({"version": 2, "blocks": []}, "版本"),
        ({"version": 1, "blocks": {}}, "一列段落"),
        ({"version": 1, "blocks": ["一段"]}, "不是一个对象"),
        ({"version": 1, "blocks": [{"kind": "script"}]}, "script"),
        ({"version": 1, "blocks": [{"kind": ["paragraph"]}]}, "没有"),
        ({"version": 1, "blocks": [{"kind": "paragraph", "words": "一段"}]}, "一列文字"),
        ({"version": 1, "blocks": [{"kind": "paragraph", "words": [7]}]}, "字符串"),
        ({"version": 1, "blocks": [{"kind": "paragraph", "number": 1}]}, "number"),
        ({"version": 1, "blocks": [{"kind": "heading", "level": True}]}, "level"),
        ({"version": 1, "blocks": [{"kind": "heading", "level": -1}]}, "level"),
        ({"version": 1, "blocks": [{"kind": "table", "rows": [{}]}]}, "几行"),
        ({"version": 1, "blocks": [{"kind": "table", "rows": [["格"]]}]}, "单元格"),
        ({"version": 1, "blocks": [{"kind": "signature", "lines": [1]}]}, "落款"),
        (
            {
                "version": 1,
                "blocks": [
                    {
                        "kind": "paragraph",
                        "words": [{"kind": "words", "text": "字", "marks": ["blink"]}],
                    }
                ],
            },
            "blink",
        ),
        ({"version": 1, "blocks": [{"kind": "paragraph", "words": [{"kind": "img"}]}]}, "img"),
        ({"version": 1, "blocks": DEEP}, "嵌套过深"),
        ({"version": 1, "blocks": [{"kind": "paragraph", "words": NOTES}]}, "嵌套过深"),
    ],
)
def test_what_is_no_text_is_refused(content: object, said: str) -> None:
    with pytest.raises(MalformedText, match=said):
        load(content)
