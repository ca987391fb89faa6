"""What people type and paste: characters that nobody sees, and signs a keyboard writes wide."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

# Format characters (category Cf), joiners, fillers and variation selectors: they have no picture
# of their own, and come along with what is copied from chat programs, web pages and PDF files.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u20e3\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0001-\U000e007f\U000e0100-\U000e01ef]"
)

# Those of them that turn the order in which signs stand: nothing written here runs to the left.
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
# Digits with blanks, dashes, dots and one pair of brackets, perhaps + before and an extension.
_TELEPHONE = re.compile(
    r"\A(?:\(?\+ ?|\()?(?=(?:\D*\d){7})\d[\d\-. ()]{5,28}"
    r"(?: {0,9}(?:转分机|转|分机|ext\.?) {0,9}\d{1,6})?"
)
_EXTENSION = re.compile(r" {0,9}(?:转分机|转|分机|ext\.?) {0,9}|(?<=\d{7})-(?=\d{1,5}$)")
_HOME = re.compile(r"^(?:\(?\+ ?|00)86\)?[\- ]*|^86[\- ]*(?=1[3-9])")
_ABROAD = re.compile(r"\(?\+|00[1-9]")
# What begins like a mobile and is too short or too long is a slip of the pen.
_SLIP = re.compile(r"1[3-9]\d*")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})([2-9]\d{6,7})")
# An area code that somebody set apart is believed, whatever it begins with.
_AREA = re.compile(r"\(?(0\d{2,3})[)\- .]+(\d{3,4}[\- .]?\d{4})")


def visible(text: str) -> str:
    """The text without its invisible characters; blanks and line ends stay."""
    return INVISIBLE.sub("", text)


def straight(text: str) -> str:
    """The text without what would show it, or what stands around it, in another order."""
    return _TURNING.sub("", text)


def said(text: str) -> str:
    """The text without blanks around it and as it is read; empty when nothing in it can be seen."""
    return straight(text).strip() if visible(text).strip() else ""


def half_width(text: str) -> str:
    """Without invisible characters and in half width, as numbers and addresses are compared."""
    return unicodedata.normalize("NFKC", visible(text)).translate(_DASHES).strip()


def mailbox_of(address: str) -> str:
    """One spelling of the addresses that lead to one mailbox: what stands behind + is left out."""
    name, _, host = half_width(address).lower().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"


def telephone(text: str) -> str | None:
    """A telephone number in its one written form; None when the text is none.

    A mobile is eleven digits (13800001111), a landline its area code and number
    (021-81110000, with 转801 for an extension), a foreign number + and digits, and any other
    number (a local one, 400…) its digits.
    """
    plain = half_width(text)
    if not _TELEPHONE.fullmatch(plain):
        return None
    main, _, extension = _EXTENSION.sub("转", plain, count=1).partition("转")
    home = _HOME.sub("", main)
    is_home = home != main
    suffix = f"转{_digits(extension)}" if extension else ""
    if not is_home and _ABROAD.match(main):
        return f"+{_digits(main).removeprefix('00')}{suffix}"
    digits = _digits(home)
    if _SLIP.fullmatch(digits):
        return digits + suffix if _MOBILE.fullmatch(digits) else None
    if written := _AREA.fullmatch(home):
        return f"{written[1]}-{_digits(written[2])}{suffix}"
    # Behind +86 the 0 of an area code is left out.
    if landline := _LANDLINE.fullmatch(f"0{digits}" if is_home and digits[0] != "0" else digits):
        return f"{landline[1]}-{landline[2]}{suffix}"
    return digits + suffix


def is_mobile(text: str) -> bool:
    """Whether a number in its written form is a mobile of the country, which takes short texts."""
    return _MOBILE.fullmatch(text) is not None


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def as_written(particulars: Mapping[str, str]) -> dict[str, str]:
    """What names and reaches a person, in the form in which it is kept; by the name of the column.

    Other columns are left out. A telephone number that is none stays as it was typed: what stands
    in a letter cannot be refused.
    """
    return {name: _WRITTEN[name](text) for name, text in particulars.items() if name in _WRITTEN}


def _plain(text: str) -> str:
    return visible(text).strip()


def _phone(text: str) -> str:
    return telephone(text) or half_width(text)


_WRITTEN: Mapping[str, Callable[[str], str]] = {
    "name": _plain,
    "identity_number": half_width,
    "phone": _phone,
    "email": half_width,
    "address": _plain,
    "agent_name": _plain,
    "agent_number": half_width,
}
