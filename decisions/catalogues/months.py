"""The months for which a decision is planned: read as people write them, told in one way. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from portal.common.typed import half_width

_MONTH: Final = (
    r"(?:(?P<y{0}>\d{{4}})[年./\- ]?|(?P<w{0}>当年|本年|明年|次年))?(?P<m{0}>\d{{1,2}})月?[底份]?"
)
_ONE: Final = re.compile(_MONTH.format(1))
_TWO: Final = re.compile(f"{_MONTH.format(1)} ?(?:至|到|--?|~) ?{_MONTH.format(2)}")
# Parts of a year by the months with which they begin and end.
_PARTS: Final = {
    "全年": (1, 12), "上半年": (1, 6), "下半年": (7, 12),
    **{f"{head}{number}季度": (3 * place + 1, 3 * place + 3)
       for head in ("第", "") for place, number in enumerate("一二三四")},
}  # fmt: skip
_NEXT: Final = ("明年", "次年")
_BEFORE, _AFTER = 1, 5


class BadMonths(ValueError):
    """What was written names no months; the message is Chinese and says what to write."""


@dataclass(frozen=True)
class Span:
    """From the first to the last month, each by its first day."""

    first: dt.date
    last: dt.date

    def __str__(self) -> str:
        """2026年4月至12月."""
        head = f"{self.first.year}年{self.first.month}月"
        if self.first == self.last:
            return head
        year = "" if self.first.year == self.last.year else f"{self.last.year}年"
        return f"{head}至{year}{self.last.month}月"


def read_span(text: str, year: int) -> Span:
    """4月至12月, 2025.12—2026.01, 11月, 第三季度; a month without a year is of the catalogue's.
    Raises BadMonths.
    """
    plain = half_width(text).replace(" - ", "-").strip()
    named = plain.removeprefix(f"{year}年")
    if part := _PARTS.get(named):
        return Span(dt.date(year, part[0], 1), dt.date(year, part[1], 1))
    found = _TWO.fullmatch(plain) or _ONE.fullmatch(plain)
    if found is None:
        raise BadMonths(
            f"计划时间“{plain[:40]}”看不出是哪几个月，请写成“4月至12月”“2026年4月”"
            f"“2025.12—2026.01”或者“第三季度”。"
        )
    given = found.groupdict()
    first = _month(given["y1"], given["w1"], given["m1"], year)
    last = first
    if given.get("m2"):
        last = _month(given["y2"], given["w2"], given["m2"], first.year)
        if not (given["y2"] or given["w2"]) and last < first:
            last = last.replace(year=last.year + 1)
    if last < first:
        raise BadMonths("计划时间的后一个月早于前一个月，请核对。")
    if not year - _BEFORE <= first.year <= last.year <= year + _AFTER:
        raise BadMonths(f"计划时间离{year}年太远，请核对年份。")
    return Span(first, last)


def _month(year: str | None, word: str | None, month: str, of: int) -> dt.date:
    number = int(month)
    if not 1 <= number <= 12:
        raise BadMonths(f"没有{number}月，请核对计划时间。")
    told = int(year) if year else of + (word in _NEXT)
    if not 1949 <= told <= 9999:
        raise BadMonths(f"计划时间的{told}年不对，请核对年份。")
    return dt.date(told, number, 1)
