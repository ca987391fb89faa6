"""Relations between documents as sentences, the same fact told on both pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from disclosure.choices import DATED_RELATIONS, Language, RelationKind
from disclosure.imports.titles import quoted
from disclosure.models import Document, DocumentRelation
from disclosure.presenters.words import day

# Told by the line of texts, of what stands on it: not how long it holds.
_ON_THE_LINE = tuple(kind for kind in DATED_RELATIONS if kind != RelationKind.EXTENDS)
# Told in places of their own on the page.
_APART = (RelationKind.EXPLAINS, RelationKind.TRANSLATES)

# What stands before and after the other document's name, read from the source.
_OUTGOING = {
    RelationKind.AMENDS: ("本文件{since}修改", "{note}。"),
    RelationKind.REPEALS: ("本文件{since}废止", "{note}。"),
    RelationKind.REPLACES: ("本文件{since}替代", "{note}。"),
    RelationKind.REVISES: ("本文件是", "{since}的新文本{note}。"),
    RelationKind.EXTENDS: ("本文件{since}将", "{prolonged}{note}。"),
    RelationKind.BASIS: ("本文件依据", "制定{note}。"),
    RelationKind.SUPPORTS: ("本文件是", "的配套文件{note}。"),
    RelationKind.EXPLAINS: ("本文件解读", "{note}。"),
    RelationKind.ANNEXES: ("本文件是", "的附件{note}。"),
    RelationKind.TRANSLATES: ("本文件是", "的译本，仅供参考，以中文文本为准{note}。"),
}
_INCOMING = {
    RelationKind.AMENDS: ("本文件{begun}由", "{since}修改{note}。"),
    RelationKind.REPEALS: ("本文件{begun}由", "{since}废止{note}。"),
    RelationKind.REPLACES: ("本文件{begun}由", "{since}替代{note}。"),
    RelationKind.REVISES: ("本文件{since}适用新文本", "{note}。"),
    RelationKind.EXTENDS: ("本文件{begun}由", "{since}{longer}{note}。"),
    RelationKind.BASIS: ("", "以本文件为依据{note}。"),
    RelationKind.SUPPORTS: ("", "是本文件的配套文件{note}。"),
    RelationKind.EXPLAINS: ("", "解读本文件{note}。"),
    RelationKind.ANNEXES: ("", "是本文件的附件{note}。"),
    RelationKind.TRANSLATES: ("", "是本文件的译本{note}。"),
}


@dataclass(frozen=True)
class Sentence:
    """A sentence with one linked document in it."""

    before: str
    title: str
    number: str
    url: str
    after: str

    @property
    def label(self) -> str:
        """The linked words."""
        return f"{quoted(self.title)}（{self.number}）" if self.number else quoted(self.title)


@dataclass(frozen=True)
class NamedLink:
    """A document elsewhere in the portal, by the words of its link."""

    label: str
    url: str
    language: str = ""


def inward(document: Document) -> list[DocumentRelation]:
    """Relations to it, as `selectors.reading_page` prefetched them: from public documents only."""
    found: list[DocumentRelation] = getattr(document, "public_in")  # noqa: B009 - set by a prefetch
    return found


def outward(document: Document) -> list[DocumentRelation]:
    """Relations from it, to public documents only."""
    found: list[DocumentRelation] = getattr(document, "public_out")  # noqa: B009 - as above
    return found


def relation_sentences(
    document: Document, *, on: dt.date, told: Collection[int | None] = ()
) -> list[Sentence]:
    """Every relation that has no place of its own on the page and is not `told` above the text."""
    on_line = hasattr(document, "work_text")
    to_it = (*_APART, *(_ON_THE_LINE if on_line else ()))
    from_it = (*_APART, *((RelationKind.REVISES,) if on_line else ()))
    return [
        *(incoming(row, on=on) for row in _left(inward(document), to_it, told)),
        *(outgoing(row) for row in _left(outward(document), from_it, told)),
    ]


def incoming(relation: DocumentRelation, *, on: dt.date) -> Sentence:
    """What another document does to this one."""
    tense = "已" if begun(relation, on=on) else "将"
    return _sentence(relation, relation.source, _INCOMING, tense)


def outgoing(relation: DocumentRelation) -> Sentence:
    """What this document does to another."""
    return _sentence(relation, relation.target, _OUTGOING)


def explanations(document: Document) -> list[NamedLink]:
    """What explains this document."""
    rows = inward(document)
    return [_link(row.source) for row in rows if row.kind == RelationKind.EXPLAINS]


def explained(document: Document) -> list[NamedLink]:
    """What this document explains."""
    rows = outward(document)
    return [_link(row.target) for row in rows if row.kind == RelationKind.EXPLAINS]


def languages(document: Document) -> list[NamedLink]:
    """The same document in other languages."""
    return [
        NamedLink(other.get_language_display(), other.get_absolute_url(), other.language)
        for other in _translations(document)
    ]


def _left(
    rows: list[DocumentRelation], apart: Collection[str], told: Collection[int | None]
) -> Iterator[DocumentRelation]:
    return (row for row in rows if row.kind not in apart and row.pk not in told)


def _translations(document: Document) -> list[Document]:
    if document.language != Language.CHINESE:
        return [row.target for row in outward(document) if row.kind == RelationKind.TRANSLATES]
    return [row.source for row in inward(document) if row.kind == RelationKind.TRANSLATES]


def _sentence(
    relation: DocumentRelation,
    other: Document,
    words: dict[RelationKind, tuple[str, str]],
    tense: str = "",
) -> Sentence:
    day_of = relation.effective_on
    until = day(relation.extended_to) if relation.extended_to else ""
    parts = {
        "prolonged": f"的有效期延长至{until}" if until else "确定为继续有效",
        "longer": f"延长有效期至{until}" if until else "确定为继续有效",
        "since": f"自{day(day_of)}起" if day_of else "",
        "note": f"（{relation.note}）" if relation.note else "",
        "begun": tense,
    }
    before, after = (text.format(**parts) for text in words[RelationKind(relation.kind)])
    return Sentence(before, other.title, other.doc_number, other.get_absolute_url(), after)


def _link(document: Document) -> NamedLink:
    return NamedLink(document.title, document.get_absolute_url(), document.language)


def begun(relation: DocumentRelation, *, on: dt.date) -> bool:
    return relation.effective_on is None or relation.effective_on <= on
