"""Words shared by rows and pages: states, dates, names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from disclosure.choices import DocumentType, Kind, Language, RelationKind, Validity
from disclosure.models import Document

WORDS = {Validity.EXPIRED: "已失效", Validity.REPEALED: "已废止"}
# States that say no more of such a document than that it is there.
_QUIET = (Validity.IN_FORCE, Validity.TO_VERIFY)
# 文种 that report, answer or make known: they lay nothing down that could hold or cease to.
_NO_VALIDITY = (
    DocumentType.COMMUNIQUE,
    DocumentType.PROCLAMATION,
    DocumentType.CIRCULAR,
    DocumentType.REPORT,
    DocumentType.REPLY,
    DocumentType.LETTER,
    DocumentType.MINUTES,
)
PAST = (Validity.EXPIRED, Validity.REPEALED)


@dataclass(frozen=True)
class State:
    """A word of state; `code` names its shape and colour."""

    code: str
    word: str


def state_of(document: Document) -> State:
    """The validity as a word of state; of what nothing ended and has no validity, the kind."""
    validity = Validity(document.validity)
    kind = kind_of(document) if validity in _QUIET else ""
    return (
        State("kind", kind) if kind else State(validity.value, WORDS.get(validity, validity.label))
    )


def kind_of(document: Document) -> str:
    """What a document is that has no validity, in one word; empty for what lays something down."""
    if document.is_rule or document.is_normative:
        return ""
    if document.language != Language.CHINESE:
        return "译本"
    if _explains(document):
        return "解读"
    if document.title.endswith("年度报告"):
        return "年报"
    if document.doc_type in _NO_VALIDITY:
        return str(document.doc_type)
    return "公告公示" if document.kind == Kind.ANNOUNCEMENT else ""


def _explains(document: Document) -> bool:
    """As `selectors.row_parts` annotates a row, or by the relations a page was read with."""
    rows = getattr(document, "public_out", ())
    told = any(row.kind == RelationKind.EXPLAINS for row in rows)
    return bool(getattr(document, "explains", False)) or told


def day(date: dt.date) -> str:
    """A date as prose writes it: 2026年3月31日."""
    return f"{date.year}年{date.month}月{date.day}日"


def issuers_of(document: Document, *, most: int = 0) -> str:
    """The issuers in order; `most` cuts a long list (甲、乙等3个机关)."""
    names = [row.name for row in document.issuer_rows.all()] or [document.organ.name]
    if most and len(names) > most:
        return f"{'、'.join(names[:most])}等{len(names)}个机关"
    return "、".join(names)


def quoted(title: str) -> str:
    """A title in 《》; marks of the same kind inside become 〈〉 (GB/T 15834)."""
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"
