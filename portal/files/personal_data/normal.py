"""One spelling for digits and separators, character for character, so that offsets stay true."""

import re

# Of the full-width punctuation only what numbers are written with: a Chinese comma is no decimal.
_WIDE = {
    code: code - 0xFEE0
    for code in range(0xFF01, 0xFF5F)
    if chr(code).isalnum() or chr(code) in "＠．－＋（）＿"
}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u202f\u3000"), " ")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), "\u200b")
_TABLE: dict[int, int | str] = {**_WIDE, **_DASHES, **_BLANKS, **_INVISIBLE}
_NOT_DIGITS = re.compile(r"\D")


def normalise(text: str) -> str:
    """Half-width forms of digits, letters, dashes and blanks; the length does not change."""
    return text.translate(_TABLE)


def digits_of(text: str) -> str:
    """Only the digits."""
    return _NOT_DIGITS.sub("", text)
