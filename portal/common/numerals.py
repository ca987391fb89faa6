"""Chinese numerals as values."""

from __future__ import annotations

import re
from typing import Final

_FULL_WIDTH: Final = {0xFF10 + digit: str(digit) for digit in range(10)}
_DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}


def chinese_integer(text: str) -> int | None:
    """Return the value of ``text`` as an integer below 10 000, or None.

    Accepts ASCII and full-width digits, positional numerals (二〇〇四) and numerals with units
    (三十二, 一百零五).
    """
    text = text.translate(_FULL_WIDTH)
    if re.fullmatch(r"[0-9]{1,5}", text):
        return int(text)
    if not text or any(char not in _DIGITS and char not in _UNITS for char in text):
        return None
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text[:5]))
    total, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            total += max(digit, 1) * _UNITS[char]
            digit = 0
    return total + digit
