"""Numbers that prove themselves by check character: identity numbers and bank cards.

No word before such a number excuses it, and no way of writing it hides it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.files.personal_data.hits import Hit, before
from portal.files.personal_data.kinds import Kind
from portal.files.personal_data.normal import drawn
from portal.files.personal_data.numbers import (
    has_birth_date,
    is_credit_code,
    is_id15,
    is_id18,
    is_luhn,
)
from portal.files.personal_data.runs import Window, windows

_ID_WORDS = re.compile(
    r"(?:证件|身份证|公民身份|身份号码|残疾人?证|居民证|护照|户口)[^\n。；]{0,12}$"
)
_CREDIT_WORDS = re.compile(r"(?:信用代码|机构代码|纳税人识别号|税号)[^\n。；]{0,12}$")
_CODE_WORDS = re.compile(
    r"(?:信用代码|机构代码|注册号|登记号|登记证号|代码|编号|编码|流水号|索引号|许可证号?|项目号|订单号|单号)"
    r"[^\n\d]{0,8}$"
)
_CARD_WORDS = re.compile(r"(?:卡号|账号|帐号|账户|银行卡|储蓄卡|信用卡|一卡通)[^\n]{0,20}$")
# Area, year, month, day, sequence, check character: where forms divide an identity number.
_ID_CUTS = (2, 4, 6, 8, 10, 12, 14, 17)
_ID15 = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{14}(?![0-9A-Za-z])")
_GLUED = re.compile(
    r"(?<!\d)(?:(?P<first>\d{17}[\dXx])1[3-9]\d{9}|1[3-9]\d{9}(?P<last>\d{17}[\dXx])"
    r"|(?P<one>\d{17}[\dXx])(?P<other>\d{17}[\dXx]))(?![\dXx])"
)
# Letters that reading by eye or by machine takes for digits.
_MISREAD = re.compile(r"(?<![0-9A-Za-z])[0-9OoQlISBZ]{17}[0-9OoQlISBZXx](?![0-9A-Za-z])")
_AS_DIGITS = str.maketrans("OoQlISBZ", "00011582")
_MOST_MISREAD = 9
_ID_LENGTH = 18
_MOST_LINES = 3
_CARD_LENGTHS = range(16, 20)
# First digits and lengths of bank cards: UnionPay, old debit cards, Visa, Mastercard, JCB.
_ISSUERS = (
    (re.compile(r"62"), range(16, 20), "unionpay"),
    (re.compile(r"9558|9559|9400|6013|6858"), range(16, 20), "old_issuer"),
    (re.compile(r"4[0-9]|5[1-5]|2[2-7]|35"), range(16, 17), "foreign_issuer"),
)


def identity_numbers(text: str) -> Iterator[Hit]:
    """Identity numbers in a normalised text, in any way of writing them."""
    yield from _proven(text)
    if other := drawn(text):
        for hit in _proven(other):
            yield Hit(hit.kind, hit.start, hit.end, (*hit.signs, "drawn"))
    yield from _glued(text)
    yield from _misread(text)
    for found in _ID15.finditer(text):
        if is_id15(found[0]):
            yield Hit(Kind.ID_CARD, *found.span(), ("id_15", *_words(text, found.start())))


def bank_cards(text: str) -> Iterator[Hit]:
    """Bank cards in a normalised text: a known issuer, a right check digit, a card's grouping."""
    for window in windows(text, _CARD_LENGTHS, _is_card):
        issuer, layout = _issuer(window.digits), _card_layout(window)
        if issuer is None or layout is None or _is_part(text, window):
            continue
        signs = ["luhn", issuer, *layout]
        lead = before(text, window.start)
        if _CARD_WORDS.search(lead):
            signs.append("card_word")
        elif issuer != "unionpay" and (_CODE_WORDS.search(lead) or "grouped" in layout):
            signs.append("code_word")
        if has_birth_date(window.digits):
            signs.append("card_is_date")
        yield Hit(Kind.BANK_CARD, window.start, window.end, tuple(signs))


def _proven(text: str) -> Iterator[Hit]:
    for window in windows(text, range(_ID_LENGTH, _ID_LENGTH + 1), has_birth_date):
        words = _words(text, window.start)
        layout = _id_layout(window, is_named="id_word" in words)
        if layout is None:
            continue
        if is_id18(window.digits):
            proof = ["id_check", *layout]
            if is_credit_code(window.digits) and _CREDIT_WORDS.search(before(text, window.start)):
                proof.append("credit_code")
            yield Hit(Kind.ID_CARD, window.start, window.end, tuple(proof))
        elif window.digits[:17].isdigit() and window.digits[0] != "0":
            yield Hit(Kind.ID_CARD, window.start, window.end, ("id_slip", *words, *layout))


def _glued(text: str) -> Iterator[Hit]:
    """Numbers written in one with a telephone or a second identity number."""
    for found in _GLUED.finditer(text):
        for name in ("first", "last", "one", "other"):
            if found[name] and is_id18(found[name]):
                yield Hit(Kind.ID_CARD, *found.span(name), ("id_check", "glued"))


def _misread(text: str) -> Iterator[Hit]:
    """Numbers with letters in the place of digits, as 0 and O are taken for each other."""
    for found in _MISREAD.finditer(text):
        number = found[0].translate(_AS_DIGITS)
        letters = sum(sign != digit for sign, digit in zip(found[0], number, strict=True))
        if 0 < letters <= _MOST_MISREAD and is_id18(number):
            yield Hit(Kind.ID_CARD, *found.span(), ("id_check", "misread"))


def _words(text: str, start: int) -> tuple[str, ...]:
    lead = before(text, start)
    if _ID_WORDS.search(lead):
        return ("id_word",)
    return ("code_word",) if _CODE_WORDS.search(lead) else ()


def _id_layout(window: Window, *, is_named: bool) -> tuple[str, ...] | None:
    """The signs of how it is written; None when its groups are more likely several figures."""
    if len(window.sizes) == 1:
        return ()
    if window.is_boxed:
        return ("boxes",) if is_named or window.opens or window.closes else None
    if window.is_counting and not is_named:
        return None
    few = len(window.sizes) <= _MOST_LINES and not any("\t" in gap for gap in window.gaps)
    if is_named or few or window.is_even or window.cut_at(*_ID_CUTS):
        return ("wrapped",) if window.is_wrapped else ("grouped",)
    return None


def _card_layout(window: Window) -> tuple[str, ...] | None:
    if len(window.sizes) == 1:
        return ()
    if window.is_boxed:
        return ("boxes",) if window.opens and window.closes else None
    if window.is_counting:
        return None
    if window.is_wrapped and len(window.sizes) <= _MOST_LINES:
        return ("wrapped",)
    is_grouped = window.cut_at(4, 8, 12, 16) and window.is_even
    return ("grouped",) if is_grouped or window.cut_at(6) else None


def _is_card(digits: str) -> bool:
    return _issuer(digits) is not None and is_luhn(digits)


def _issuer(digits: str) -> str | None:
    if not digits.isdigit():
        return None
    return next(
        (sign for head, sizes, sign in _ISSUERS if head.match(digits) and len(digits) in sizes),
        None,
    )


def _is_part(text: str, window: Window) -> bool:
    """Whether letters stand at it: then it is part of a code."""
    around = text[max(0, window.start - 1) : window.start] + text[window.end : window.end + 1]
    return any(sign.isascii() and sign.isalpha() for sign in around)
