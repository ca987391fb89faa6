"""Personal data in what citizens write: stricter than the gate of documents.

A document says 一三八 in a telephone list or not at all; somebody who wants to be called back
writes it in words, to be clever. What has the shape of a mobile or of an identity number is
pointed out and masked however it is drawn, with or without a word before it; a person looks at
the result.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from portal.files.personal_data import Kind, Severity, mask, scan_text
from portal.files.personal_data.normal import drawn, shown

# Up to four signs that are neither letters nor digits, or the word 空 for a blank.
_GAP = r"(?:[^\w\u4e00-\u9fff]|_|空){0,4}"
_ABROAD = rf"(?:(?:\+|0{_GAP}0){_GAP})?(?:8{_GAP}6{_GAP})?"
_MOBILE: Final = re.compile(rf"(?<![\d+])(?:{_ABROAD})1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!\d)")
_IDENTITY: Final = re.compile(
    rf"(?<![0-9A-Za-z])[1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx](?![0-9A-Za-z])"
)
_BORN: Final = re.compile(r"(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
# As cheques and wireless operators say digits, and as they are set above and below the line.
_SPOKEN: Final = str.maketrans(
    "幺壹贰貳叁參肆伍陆陸柒捌玖洞拐⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉",
    "112233456678907" + "0123456789" * 2,
)
_MOBILE_DIGITS: Final = 11
_NOT_SIGNS: Final = re.compile(r"[^0-9Xx]")


@dataclass(frozen=True, order=True)
class Spot:
    """Where something personal stands in a text, what it is, and how it is shown."""

    start: int
    end: int
    kind: str
    masked: str
    is_grave: bool


def personal(text: str) -> list[Spot]:
    """Everything personal in a text, in its order, each place once; the graver stays."""
    found = [*_numbers(text), *_known(text)]
    taken: list[Spot] = []
    for spot in sorted(found, key=lambda each: (not each.is_grave, each.start - each.end)):
        if all(spot.end <= other.start or other.end <= spot.start for other in taken):
            taken.append(spot)
    return sorted(taken)


def masked(text: str, *, names: Collection[str] = ()) -> str:
    """The text with all of it masked, and the names with all but their first character."""
    parts, place = [], 0
    for spot in personal(text):
        parts += [text[place : spot.start], spot.masked]
        place = spot.end
    told = "".join([*parts, text[place:]])
    for name in sorted(names, key=len, reverse=True):
        if len(name) > 1:
            told = told.replace(name, name[0] + "*" * min(len(name) - 1, 2))
    return told


def grave(text: str) -> list[Spot]:
    """What may not be published by anybody: numbers of persons, ways of reaching them."""
    return [spot for spot in personal(text) if spot.is_grave]


def _known(text: str) -> list[Spot]:
    """What the gate of documents finds."""
    return [
        Spot(
            found.start, found.end, found.kind.label, found.excerpt_masked,
            found.severity is Severity.BLOCK or found.kind is Kind.MOBILE,
        )
        for found in scan_text(text)
    ]  # fmt: skip


def _numbers(text: str) -> list[Spot]:
    """Numbers by their shape alone, in any digits there are."""
    seen = shown(text)
    plain = (drawn(seen.text) or seen.text).translate(_SPOKEN)
    spots = []
    for kind, pattern in ((Kind.ID_CARD, _IDENTITY), (Kind.MOBILE, _MOBILE)):
        for found in pattern.finditer(plain):
            digits = _NOT_SIGNS.sub("", found[0])
            if kind is Kind.MOBILE:
                digits = digits[-_MOBILE_DIGITS:]
            if kind is Kind.MOBILE or _BORN.fullmatch(digits[6:14]):
                start, end = seen.span(*found.span())
                spots.append(Spot(start, end, kind.label, mask(kind, digits), is_grave=True))
    return spots
