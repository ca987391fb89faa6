"""Every invented document, as typed and as PDF and DOCX extraction renders it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from disclosure.imports.parser import parse_document

from .rendering import hard_wrap, pages
from .samples import PRINTED_RULES, SAMPLES, Sample

RENDERINGS: dict[str, Callable[[str], str]] = {
    "as typed": str,
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "markdown": lambda text: "\n\n".join(f"## **{line}**" for line in text.splitlines()),
    "wrapped at 28": hard_wrap,
    "wrapped at 28, indented": lambda text: hard_wrap(text, indent="　　"),
    "wrapped at 35": lambda text: hard_wrap(text, 35),
    "typeset pages": pages,
    "typeset pages with a margin": lambda text: pages(text, " " * 6),
}


def _squeezed(paragraphs: list[str]) -> list[str]:
    return ["".join(text.split()) for text in paragraphs]


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_elements(sample: Sample, rendering: str) -> None:
    document = parse_document(RENDERINGS[rendering](sample.text), file="x.txt", organs=())
    found = document.as_json()
    assert {key: found[key] for key in sample.expected} == sample.expected
    if sample.warning:
        assert any(sample.warning in warning for warning in document.warnings)


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_lines_are_joined_to_the_same_paragraphs(sample: Sample, rendering: str) -> None:
    plain = parse_document(sample.text, file="x", organs=())
    rendered = parse_document(RENDERINGS[rendering](sample.text), file="x", organs=())
    assert _squeezed(rendered.paragraphs) == _squeezed(plain.paragraphs)


def test_json_keys_stand_in_the_agreed_order() -> None:
    found = parse_document(PRINTED_RULES.text, file="a/b.txt", organs=()).as_json()
    assert list(found) == [
        "file", "title", "issuers", "doc_number", "genre", "recipients", "copy_to", "signed_on",
        "printed_by", "printed_on", "openness", "copies", "effective_on", "expires_on",
        "headings", "paragraphs", "warnings", "evidence", "attached_instrument", "repeals",
        "secrecy_mark", "urgency", "blocks", "signatory",
    ]  # fmt: skip
    assert found["file"] == "a/b.txt"


def test_evidence_names_place_lines_and_raw_text() -> None:
    found = parse_document(PRINTED_RULES.text, file="x", organs=()).as_json()
    evidence = found["evidence"]
    assert evidence["doc_number"] == {
        "confidence": 0.98,
        "where": "版头",
        "lines": [2],
        "raw": "青府规〔2024〕3号",
        "key": "青府规|2024|3",
    }
    assert evidence["title"]["lines"] == [3, 4]
    assert evidence["copy_to"]["where"] == "版记"
    assert all(0 <= item["confidence"] <= 1 for item in evidence.values())


def test_furniture_is_not_in_the_body() -> None:
    paragraphs = parse_document(PRINTED_RULES.text, file="x", organs=()).paragraphs
    assert paragraphs[0].startswith("《青禾区社区花园共建管理办法》已经")
    assert paragraphs[1] == "青禾区社区花园共建管理办法"
    assert paragraphs[-1].startswith("本办法自2024年5月1日起施行")
    joined = "".join(paragraphs)
    assert "抄送" not in joined
    assert "此件" not in joined
    assert "印发\n" not in joined


def test_article_headings_have_a_level_of_their_own() -> None:
    headings = parse_document(PRINTED_RULES.text, file="x", organs=()).headings
    assert [(heading.level, heading.text) for heading in headings] == [
        (1, "第一章 总则"),
        (5, "第一条（目的）"),
        (5, "第二条（适用范围）"),
        (1, "第二章 附则"),
        (5, "第三条（施行日期）"),
    ]
