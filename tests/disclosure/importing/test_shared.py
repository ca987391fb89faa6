"""Real documents beside the project: their elements, plain and hard-wrapped at 28 characters."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from disclosure.importing.elements import ParsedDocument
from disclosure.importing.parser import parse_document

from .rendering import hard_wrap

DOCUMENTS = Path(__file__).resolve().parents[3].parent / "shared" / "documents"
RENDERINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "wrapped": hard_wrap,
    "wrapped and indented": lambda text: hard_wrap(text, indent="　　"),
}
pytestmark = pytest.mark.shared

FIVE: dict[str, dict[str, Any]] = {
    "baoshan-2024": {
        "title": "上海市宝山区人民政府办公室关于印发《2024年宝山区政务公开工作要点》的通知",
        "doc_number": "宝府办〔2024〕14号",
        "issuers": ["上海市宝山区人民政府办公室"],
        "genre": "通知",
        "recipients": ["各镇人民政府", "各街道办事处", "区政府各委、办、局"],
        "copy_to": [
            "区委各部门", "区人大常委会办公室", "区政协办公室", "区法院", "区检察院",
            "区各人民团体", "区各集团公司",
        ],
        "signed_on": "2024-04-28",
        "printed_by": "上海市宝山区人民政府办公室",
        "printed_on": "2024-04-28",
        "openness": None,
        "copies": None,
    },
    "chongming-2021": {
        "title": "上海市崇明区人民政府办公室关于印发《2021年上海市崇明区政务公开工作要点》的通知",
        "doc_number": "沪崇府办发〔2021〕8号",
        "issuers": ["上海市崇明区人民政府办公室"],
        "genre": "通知",
        "recipients": [
            "各乡、镇人民政府", "区政府各委、办、局", "区各直属单位", "在崇市属有关部门",
        ],
        "copy_to": [
            "区委各部门", "区人大常委会办公室", "区政协办公室", "区监委",
            "区人民法院", "区人民检察院", "区各人民团体",
        ],
        "signed_on": "2021-04-07",
        "printed_by": "上海市崇明区人民政府办公室",
        "printed_on": "2021-04-07",
        "openness": "主动公开",
        "copies": None,
    },
    "pudong-2017": {
        "title": "浦东新区人民政府办公室关于印发《2017年浦东新区政务公开工作要点》的通知",
        "doc_number": "浦府办〔2017〕23号",
        "issuers": ["上海市浦东新区人民政府办公室"],
        "genre": "通知",
        "recipients": [
            "区政府各委、办、局", "各开发区管委会", "各直属公司", "各街道办事处、镇政府",
        ],
        "copy_to": ["区委各部门、区人大办、区政协办", "区法院、区检察院", "各人民团体"],
        "signed_on": "2017-06-08",
        "printed_by": "上海市浦东新区人民政府办公室",
        "printed_on": "2017-06-08",
        "openness": None,
        "copies": 130,
    },
    "shanghai-2023": {
        "title": "上海市人民政府办公厅关于印发《2023年上海市政务公开工作要点》的通知",
        "doc_number": "沪府办字〔2023〕5号",
        "issuers": ["上海市人民政府办公厅"],
        "genre": "通知",
        "recipients": ["各区人民政府", "市政府各委、办、局"],
        "copy_to": [],
        "signed_on": "2023-03-31",
        "printed_by": None,
        "printed_on": None,
        "openness": "主动公开",
        "copies": None,
    },
    "xujing-2023": {
        "title": "上海市青浦区徐泾镇人民政府关于徐泾镇2023年政务公开工作要点",
        "doc_number": "徐府发〔2023〕32号",
        "issuers": ["上海市青浦区徐泾镇人民政府"],
        "genre": None,
        "recipients": ["各村（居）、安居办、企事业单位、机关各科室"],
        "copy_to": [],
        "signed_on": "2023-06-06",
        "printed_by": None,
        "printed_on": None,
        "openness": None,
        "copies": None,
    },
}  # fmt: skip
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


def _wanted(record: dict[str, Any]) -> dict[str, Any]:
    recipient = record["recipient"] or ""
    if record["id"] == "gwy055":
        # The record holds the first sentence of the body instead.
        recipient = "教育部："
    return {
        "title": record["title"],
        "doc_number": record["doc_no"],
        "issuers": record["issuer"].split("、"),
        "recipients": [part for part in recipient.rstrip("：").split("，") if part],
        "signed_on": "-".join(re.findall(r"\d+", record["written_date"])),
        "openness": "主动公开" if record["public_mark"] else None,
    }


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
        wanted = _wanted(record)
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
