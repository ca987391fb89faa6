"""Headings: which numbering opens a paragraph, and how deep it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from portal.common.numerals import chinese_integer
from portal.text.model import ARTICLE_LEVEL

__all__ = ["HeadingLine", "find_headings", "is_bare_heading", "starts_item"]

_NUM: Final = "[〇零一二三四五六七八九十百千]+"
_FORMS: Final = (
    (1, re.compile(rf"第{_NUM}[编章](?![和及、的])")),
    (2, re.compile(rf"第{_NUM}节(?![和及、的])")),
    (ARTICLE_LEVEL, re.compile(rf"第{_NUM}条(?:之{_NUM})?(?![第和及、或至规款项的])")),
    (1, re.compile(rf"{_NUM}、")),
    (2, re.compile(rf"[（(]{_NUM}[）)]")),
    (4, re.compile(r"[（(]\d{1,2}[）)]")),
    (4, re.compile(r"\d{1,2}(?:\.\d{1,2}){3,}(?=\D)")),
    (3, re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}(?=[\s\u4e00-\u9fff])")),
    (2, re.compile(r"\d{1,2}\.\d{1,2}\s(?=\D)")),
    (3, re.compile(r"\d{1,3}[.．、](?!\d)")),
)  # fmt: skip
# 应急预案 number 1 总则, 1.1 编制目的; a lone number only counts among such.
_DECIMAL: Final = re.compile(r"\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\s\D")
_DECIMAL_CHAPTER: Final = re.compile(r"\d{1,2} [\u4e00-\u9fff、]{2,20}")
_LONGEST: Final = 48
_SENTENCE: Final = re.compile(r"[^。！？]*")
_ARTICLE_NAME: Final = re.compile(r"\s{0,4}([（(【][^）)】]{1,20}[）)】])")


def starts_item(text: str) -> tuple[int, int] | None:
    """Return ``(level, length of the numbering)`` when ``text`` opens with one, else None."""
    for level, form in _FORMS:
        match = form.match(text)
        if match:
            return level, match.end()
    return None


def is_bare_heading(text: str) -> bool:
    """Return whether ``text`` is a numbered heading standing alone, no sentence after it."""
    return (
        starts_item(text) is not None
        and len(text) <= _LONGEST
        and not re.search("[。；！？;]", text)
        and not text.endswith(("，", "、", ","))
    )


def _article(text: str, end: int) -> str:
    name = _ARTICLE_NAME.match(text, end)
    return text[:end] + (name[1] if name else "")


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A heading among lines: its level, its words, and which line opens with them."""

    level: int
    text: str
    paragraph: int


@dataclass(slots=True)
class _Numbered:
    """A numbered paragraph; ``named`` says that its numbering introduces a heading, not prose."""

    heading: HeadingLine
    named: bool
    group: int = 0


def _numbered(index: int, text: str, level: int, end: int) -> _Numbered:
    """Judge one numbered paragraph: its first sentence is a heading when short and not a rule."""
    first = _SENTENCE.match(text, end)
    heading = (text[:end] + (first[0] if first else "")).strip()
    # 二、违反本通告的，由…处理。 is a rule in one sentence, not a heading over others.
    rule = "，" in heading and heading == text.rstrip("。") and text.endswith("。")
    named = end < len(heading) <= _LONGEST and not rule and not re.search("[；;，]$|；", heading)
    if len(heading) > _LONGEST:
        clause = re.split("[，；：]", heading, maxsplit=1)[0]
        heading = clause if len(clause) <= _LONGEST else heading[: _LONGEST - 1] + "…"
    return _Numbered(HeadingLine(level, heading, index), named)


def _value(text: str) -> int | None:
    """Return the number a numbering starts with (（三） → 3), or None."""
    match = re.match(rf"[第（(]?({_NUM}|[0-9]+)", text)
    return chinese_integer(match[1]) if match else None


def _group_siblings(items: Sequence[_Numbered]) -> None:
    """Give items of one level under one parent, or numbered on across parents, one number."""
    open_groups: dict[int, int] = {}
    latest: dict[int, int] = {}
    for number, item in enumerate(items):
        level = item.heading.level
        inner = range(2, ARTICLE_LEVEL) if level == ARTICLE_LEVEL else range(level + 1, 9)
        for deeper in inner:
            open_groups.pop(deeper, None)
        # 1. to 32. may run on through all chapters: such a run is one group.
        goes_on = _value(item.heading.text) != 1 and level in latest
        fresh = latest[level] if goes_on else number
        item.group = latest[level] = open_groups.setdefault(level, fresh)


def find_headings(paragraphs: Sequence[str]) -> list[HeadingLine]:
    """Return the headings of ``paragraphs``, in order.

    A run-in heading (（一）指导思想。以…) yields its first sentence. Siblings stand or fall
    together, so that an outline never skips a number: where most of them are prose or list items
    none is a heading, otherwise all are, long ones by their first clause. Every 第X条 counts.
    """
    decimal = any(_DECIMAL.match(text) for text in paragraphs)
    items: list[_Numbered] = []
    for index, text in enumerate(paragraphs):
        item = None if "\t" in text else starts_item(text)
        if item is not None and item[0] == ARTICLE_LEVEL:
            items.append(
                _Numbered(HeadingLine(item[0], _article(text, item[1]), index), named=True)
            )
        elif item is not None:
            items.append(_numbered(index, text, *item))
        elif decimal and _DECIMAL_CHAPTER.fullmatch(text):
            items.append(_Numbered(HeadingLine(1, text, index), named=True))
    _group_siblings(items)
    size = Counter(item.group for item in items)
    named = Counter(item.group for item in items if item.named)
    return [item.heading for item in items if 2 * named[item.group] >= size[item.group]]
