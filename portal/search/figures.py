"""Dates, decimals and percentages as one word each, however they are written.

`2024-05-17`, `2024.5.17`, `2024年5月17日` and `二〇二四年五月十七日` are all `2024-05-17`; `3.1%`,
`３．１％` and `百分之三点一` are `3.1%`. What is no date in the calendar is left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from portal.common.numerals import chinese_integer

__all__ = ["Figure", "figures", "find_figures"]

_HAN_DIGIT = "〇零○一二三四五六七八九"
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:1[89]|20)\d\d)\s?(?:(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d]|[-/.]\d)"
    r"|年\s?(?P<month2>\d{1,2})\s?月\s?(?P<day2>\d{1,2})\s?日)"
)
_HAN_DATE = re.compile(
    rf"(?P<year>[一二][{_HAN_DIGIT}]{{3}})年(?P<month>[{_HAN_DIGIT}十]{{1,3}})月"
    rf"(?P<day>[{_HAN_DIGIT}十]{{1,4}})日"
)
_DECIMAL = re.compile(r"(?<![\d.,])(?P<number>\d{1,12}\.\d{1,6})(?P<percent>\s?[%‰])?(?![\d]|\.\d)")
_PERCENT = re.compile(r"(?<![\d.,])(?P<number>\d{1,12})\s?(?P<percent>[%‰])")
_HAN_PERCENT = re.compile(
    rf"百分之(?P<whole>[{_HAN_DIGIT}十百]{{1,7}})(?:点(?P<part>[{_HAN_DIGIT}]{{1,6}}))?"
)
_LONGEST_MONTH = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Figure(NamedTuple):
    """A figure in a text: where it stands, and the one word it is."""

    start: int
    end: int
    word: str


def find_figures(text: str) -> list[Figure]:
    """The figures of a text whose width has been folded character by character, in their order."""
    found = sorted(_all(text))
    kept: list[Figure] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def figures(text: str) -> frozenset[str]:
    """The figures of a text as words."""
    return frozenset(each.word for each in find_figures(unicodedata.normalize("NFKC", text)))


def _all(text: str) -> Iterator[Figure]:
    for match in _DATE.finditer(text):
        month, day = match["month"] or match["month2"], match["day"] or match["day2"]
        yield from _dated(match, int(match["year"]), int(month), int(day))
    for match in _HAN_DATE.finditer(text):
        year, month, day = (chinese_integer(match[name]) for name in ("year", "month", "day"))
        yield from _dated(match, year or 0, month or 0, day or 0)
    for match in (*_DECIMAL.finditer(text), *_PERCENT.finditer(text)):
        yield Figure(match.start(), match.end(), _number(match["number"], match["percent"]))
    for match in _HAN_PERCENT.finditer(text):
        part = "".join(str(chinese_integer(digit)) for digit in match["part"] or "")
        whole = f"{chinese_integer(match['whole'])}{'.' if part else ''}{part}"
        yield Figure(match.start(), match.end(), _number(whole, "%"))


def _dated(match: re.Match[str], year: int, month: int, day: int) -> Iterator[Figure]:
    if 1 <= month <= 12 and 1 <= day <= _LONGEST_MONTH[month]:
        yield Figure(match.start(), match.end(), f"{year:04}-{month:02}-{day:02}")


def _number(number: str, percent: str | None) -> str:
    whole, _, part = number.partition(".")
    part = part.rstrip("0") if percent else part
    return f"{int(whole)}{'.' + part if part else ''}{(percent or '').strip()}"
