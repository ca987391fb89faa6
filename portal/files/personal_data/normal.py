"""One spelling for digits and separators, character for character, so that offsets stay true."""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass

from portal.common.typed import INVISIBLE

# Of the full-width punctuation only what numbers are written with: a Chinese comma is no decimal.
_WIDE = {
    code: code - 0xFEE0
    for code in range(0xFF01, 0xFF5F)
    if chr(code).isalnum() or chr(code) in "＠．－＋（）＿"
}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－﹣⁃"), "-")
_BLANKS = dict.fromkeys(
    map(
        ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
    ),
    " ",
)
_BARS = dict.fromkeys(map(ord, "｜│┃┆┊︱¦"), "|")
_PICTURED = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), "\u200b")


def _decimals(*firsts: int) -> dict[int, str]:
    """Ten digits from each first code point on."""
    return {first + digit: str(digit) for first in firsts for digit in range(10)}


# Bold, double-struck, sans-serif and monospaced digits; Arabic and Persian ones.
_STYLED = _decimals(0x0660, 0x06F0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6)
_TABLE: dict[int, int | str] = {
    **_WIDE, **_DASHES, **_BLANKS, **_BARS, **_PICTURED, **_STYLED,
}  # fmt: skip
_NOT_DIGITS = re.compile(r"\D")

_CIRCLED: dict[int, str] = {
    code: str(int(digit))
    for low, high in ((0x2460, 0x249C), (0x24EA, 0x2500), (0x2776, 0x2794), (0x1F10B, 0x1F10D))
    for code in range(low, high)
    if (digit := unicodedata.digit(chr(code), -1)) >= 0
}
_WORDED = {ord(sign): str(value) for value, sign in enumerate("〇一二三四五六七八九")}
_WORDED[ord("零")] = "0"
# The check character as other alphabets and a sign of arithmetic write it.
_CROSSES = dict.fromkeys(map(ord, "×✕ⅩХх"), "X")
_DRAWN = {**_CIRCLED, **_WORDED, **_CROSSES}
_IS_DRAWN = re.compile(f"[{''.join(map(chr, _DRAWN))}]")


def normalise(text: str) -> str:
    """Half-width forms of digits, letters, dashes and blanks; the length does not change."""
    return text.translate(_TABLE)


def digits_of(text: str) -> str:
    """Only the digits."""
    return _NOT_DIGITS.sub("", text)


def drawn(text: str) -> str | None:
    """The text with circled, bracketed and Chinese digits as plain ones; None if it has none.

    For numbers that prove themselves only: elsewhere ① counts the items of a list.
    """
    return text.translate(_DRAWN) if _IS_DRAWN.search(text) else None


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it is seen: normalised, invisible characters left out."""

    text: str
    _places: array[int] | None

    def place(self, position: int) -> int:
        """Where a character of `text` stands in the original; its end for the end."""
        return position if self._places is None else self._places[position]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the original: invisible characters inside belong to it, those behind not."""
        return self.place(start), self.place(end - 1) + 1


def shown(text: str) -> Shown:
    """The text as a reader sees it, with the way back to the original."""
    plain = normalise(text)
    if not INVISIBLE.search(plain):
        return Shown(plain, None)
    places = array("L")
    parts: list[str] = []
    done = 0
    for found in INVISIBLE.finditer(plain):
        places.extend(range(done, found.start()))
        parts.append(plain[done : found.start()])
        done = found.end()
    places.extend(range(done, len(plain) + 1))
    return Shown("".join([*parts, plain[done:]]), places)
