"""Real documents beside the project: their elements, plain and hard-wrapped at 28 characters."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from disclosure.imports.elements import ParsedDocument
from disclosure.imports.parser import parse_document

from .known import FIVE, expected_of
from .rendering import hard_wrap

DOCUMENTS = Path(__file__).resolve().parents[3].parent / "shared" / "documents"
RENDERINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "wrapped": hard_wrap,
    "wrapped and indented": lambda text: hard_wrap(text, indent="　　"),
}
pytestmark = pytest.mark.shared

# Headings per level: 一、 / （一） / 1.
HEADING_COUNTS = {
    "baoshan-2024": {1: 5, 2: 14, 3: 32},
    "chongming-2021": {1: 6, 2: 18},
    "pudong-2017": {1: 5, 2: 26},
    "shanghai-2023": {1: 9, 2: 34},
    "xujing-2023": {1: 5, 2: 2, 3: 28},
}


def _text(name: str) -> str:
    path = DOCUMENTS / name
    if not path.exists():
        pytest.skip(f"{path} is not there: the real documents lie beside the project")
    return path.read_text(encoding="utf-8")


def _twenty() -> list[dict[str, Any]]:
    return [json.loads(line) for line in _text("state-council-20.jsonl").splitlines() if line]


def _pick(document: ParsedDocument, wanted: dict[str, Any]) -> dict[str, Any]:
    found = document.as_json()
    return {key: found[key] for key in wanted}


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("name", FIVE)
def test_five(name: str, rendering: str) -> None:
    text = RENDERINGS[rendering](_text(f"{name}.txt"))
    assert _pick(parse_document(text, file=name, organs=()), FIVE[name]) == FIVE[name]


@pytest.mark.parametrize("name", FIVE)
def test_five_headings_and_joined_lines(name: str) -> None:
    document = parse_document(_text(f"{name}.txt"), file=name, organs=())
    levels = [heading.level for heading in document.headings]
    assert {level: levels.count(level) for level in sorted(set(levels))} == HEADING_COUNTS[name]
    assert document.headings[0].level == 1
    numbered = re.compile(r"[（(]?[一二三四五六七八九十\d]+[)）、.]")
    for text in document.paragraphs:
        # Whatever is neither a heading nor a title ends its sentence: no page end cuts it.
        assert re.search("[。：；）)]$", text) or numbered.match(text) or text.endswith("要点")


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_twenty(rendering: str) -> None:
    missed = []
    for record in _twenty():
        text = RENDERINGS[rendering](record["text"])
        document = parse_document(text, file=record["id"], organs=())
        wanted = expected_of(record)
        found = _pick(document, wanted)
        missed += [(record["id"], key, found[key]) for key in wanted if found[key] != wanted[key]]
    assert missed == []


def test_the_order_among_the_twenty() -> None:
    record = next(item for item in _twenty() if item["id"] == "gwy058")
    found = parse_document(record["text"], file="gwy058", organs=()).as_json()
    assert found["genre"] == "命令（令）"
    assert found["effective_on"] == "2019-03-01"
    assert found["attached_instrument"] == {
        "name": "专利代理条例",
        "kind": "条例",
        "paragraph": 1,
    }
    articles = [heading for heading in found["headings"] if heading["level"] == 5]
    assert len(articles) == 32


def test_no_text_is_lost() -> None:
    """Every Han character of the body stands in the paragraphs, wrapped or not."""
    for record in _twenty():
        plain = "".join(parse_document(record["text"], file="x", organs=()).paragraphs)
        wrapped = parse_document(hard_wrap(record["text"]), file="x", organs=()).paragraphs
        assert "".join("".join(wrapped).split()) == "".join(plain.split())
