"""Dates as officials write them: 2024年4月28日, 二〇〇四年十月十五日, ２０２４年４月２８日."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from portal.common.numerals import chinese_integer

__all__ = ["DATE_PATTERN", "FoundDate", "add_months", "find_dates", "whole_date"]

# OCR reads 〇 as ○, Ｏ, O or 0; all are taken for the digit.
_CHINESE_DIGIT: Final = "〇○Ｏ０零Oo0一二三四五六七八九"
DATE_PATTERN: Final = (
    r"(?:[0-9０-９]{4}\s*年\s*[0-9０-９]{1,2}\s*月\s*[0-9０-９]{1,2}\s*日"
    rf"|[{_CHINESE_DIGIT}\s]{{4,8}}年\s*[一二三四五六七八九十]{{1,2}}\s*月\s*"
    r"[一二三四五六七八九十]{1,3}\s*日)"
)
_DATE: Final = re.compile(DATE_PATTERN)
_WHOLE: Final = re.compile(
    rf"[（(]?(?:{DATE_PATTERN}|(?:19|20)[0-9]{{2}}[-./][0-9]{{1,2}}[-./][0-9]{{1,2}})[)）]?"
)
_EARLIEST_YEAR: Final = 1900
_LATEST_YEAR: Final = 2199


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text; ``value`` is None when the calendar has no such day (2月31日)."""

    start: int
    end: int
    raw: str
    value: dt.date | None


def _value(raw: str) -> dt.date | None:
    """Return the date ``raw`` writes, or None when it is not in the calendar."""
    squeezed = re.sub(r"[\s（()）]", "", raw)
    squeezed = re.sub("[○ＯOo]", "〇", squeezed)
    parts = [chinese_integer(part) for part in re.split(r"[年月日./-]", squeezed) if part]
    if len(parts) != 3 or None in parts:
        return None
    year, month, day = (int(part or 0) for part in parts)
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def find_dates(text: str) -> list[FoundDate]:
    """Return every full date in ``text``, in order, impossible ones with ``value`` None."""
    return [
        FoundDate(match.start(), match.end(), match[0], _value(match[0]))
        for match in _DATE.finditer(text)
    ]


def whole_date(text: str) -> FoundDate | None:
    """Return the date when ``text`` is nothing but a date (brackets allowed), else None."""
    match = _WHOLE.fullmatch(re.sub(r"\s+", "", text))
    return FoundDate(0, len(text), text.strip(), _value(match[0])) if match else None


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day ``months`` later; a day the month lacks falls back to its last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
