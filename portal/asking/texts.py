"""What was typed into the search, as it is counted; and what of it is never kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from portal.files.personal_data.names import is_name
from portal.personal.free_text import personal
from portal.search.tokens import clean, fold

__all__ = ["LONGEST", "asked_text", "is_personal", "plain", "split_words"]

# Longer questions are hardly asked by several people in the same words, and tell more of one.
LONGEST: Final = 40
_ENDS: Final = " \t,，.。;；:：!！?？、~～“”\"'‘’"
# A number of a person, a card, a telephone or a case, however it is broken up.
_LONG_NUMBER: Final = re.compile(r"\d(?:[^\w\u4e00-\u9fff]{0,2}\d){6,}")
_WORD: Final = re.compile(r"[\u4e00-\u9fff·]+")
# A name with what people write behind one.
_NAMED: Final = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,4})(?:的|先生|女士|小姐|同志|老师|同学|医生|身份证|电话|手机|住址|"
    r"案件|户口|举报|投诉|信访|判决|处罚)"
)
_MARKS: Final = re.compile(r"[\s\W_]+")
_BETWEEN: Final = re.compile(r"[\s,，、;；=]+")


def asked_text(text: str) -> str:
    """A question in the one spelling under which it is counted: folded, single blanks, no marks at
    its ends. Empty where nothing is left, or more than `LONGEST` characters.
    """
    told = " ".join(fold(clean(text)).split()).strip(_ENDS)
    return told if len(told) <= LONGEST else ""


def plain(text: str) -> str:
    """A question without blanks and marks, as the search compares it with those of best bets."""
    return _MARKS.sub("", fold(clean(text)))


def is_personal(text: str) -> bool:
    """Whether a question holds what may be somebody's: numbers, telephones, addresses of mail or
    of a home, or what looks like a name. In doubt it does: nothing is lost but a word in a list.
    """
    if _LONG_NUMBER.search(text) or "@" in text or personal(text):
        return True
    if any(is_name(word) for word in _WORD.findall(text)):
        return True
    return any(_begins_with_name(found["name"]) for found in _NAMED.finditer(text))


def _begins_with_name(run: str) -> bool:
    return any(is_name(run[-length:]) for length in (2, 3, 4) if length <= len(run))


def split_words(text: str) -> list[str]:
    """The words of a field in which several are written, each once, in their order."""
    return _each_once(word.strip() for word in _BETWEEN.split(clean(text)))


def _each_once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for word in words if word))
