"""Words shared by rows and pages: states, dates, names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from disclosure.choices import Validity
from disclosure.models import Document
from disclosure.validity import kind_word

WORDS = {Validity.EXPIRED: "已失效", Validity.REPEALED: "已废止"}
PAST = (Validity.SUPERSEDED, Validity.EXPIRED, Validity.REPEALED)


@dataclass(frozen=True)
class State:
    """A word of state; `code` names its shape and colour."""

    code: str
    word: str


def state_of(document: Document) -> State:
    """The validity as a word of state; of what can have none, the word for what it is."""
    if word := kind_word(document):
        return State("kind", word)
    validity = Validity(document.validity)
    return State(validity.value, WORDS.get(validity, validity.label))


def day(date: dt.date) -> str:
    """A date as prose writes it: 2026年3月31日."""
    return f"{date.year}年{date.month}月{date.day}日"


def issuers_of(document: Document, *, most: int = 0) -> str:
    """The issuers in order; `most` cuts a long list (甲、乙等3个机关)."""
    names = [row.name for row in document.issuer_rows.all()] or [document.organ.name]
    if most and len(names) > most:
        return f"{'、'.join(names[:most])}等{len(names)}个机关"
    return "、".join(names)
