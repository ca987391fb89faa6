"""What a reader must know before reading on, each thing told once and with what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from disclosure.choices import DATED_RELATIONS, Reach, RelationKind, Validity
from disclosure.models import Document, DocumentRelation
from disclosure.presenters.relations import (
    Sentence,
    begun,
    incoming,
    inward,
    outgoing,
    outward,
)
from disclosure.presenters.words import State, day, kind_of, quoted, state_of

# What ends a text tells more than what changes it.
_STRENGTH = (
    RelationKind.REPEALS,
    RelationKind.REPLACES,
    RelationKind.REVISES,
    RelationKind.AMENDS,
)
_ENDING = (RelationKind.REPEALS, RelationKind.REPLACES)
_DOERS = {
    RelationKind.REPEALS: "看废止它的文件",
    RelationKind.REPLACES: "看替代它的文件",
    RelationKind.REVISES: "看新文本",
    RelationKind.AMENDS: "看修改它的文件",
}


@dataclass(frozen=True)
class Action:
    """A button of a band."""

    label: str
    url: str
    is_main: bool = False


@dataclass(frozen=True)
class Band:
    """One thing to know; `tone` is warn, gone or empty. `told` is the relation it tells."""

    tone: str
    headline: str
    text: str = ""
    actions: tuple[Action, ...] = ()
    told: int | None = None


def bands(document: Document, *, on: dt.date) -> list[Band]:
    """The bands above the text: whom it is for, what it is, its fate, what is still to come."""
    return [*_about(document), *_fate(document, on=on), *_coming(document, on=on)]


def stamp(document: Document, *, on: dt.date) -> State:
    """The state of the text itself: of an earlier text, that it is one."""
    if _supersession(document, on=on):
        return State("past", "旧文本")
    return state_of(document)


def _about(document: Document) -> Iterator[Band]:
    if document.reach == Reach.ADDRESSED:
        yield Band("warn", "本文件定向公开，仅供指定的机关和对象阅读，请勿转发。")
    for relation in outward(document):
        if relation.kind == RelationKind.TRANSLATES:
            words, label = "译本仅供参考，以中文文本为准。", "看中文文本"
        elif relation.kind == RelationKind.ANNEXES:
            words, label = _plain(outgoing(relation)), "看主文件"
        else:
            continue
        yield Band("", words, actions=(_to(label, relation.target),), told=relation.pk)


def _fate(document: Document, *, on: dt.date) -> Iterator[Band]:
    """What became of the text; one band, however many documents had a hand in it."""
    done = [row for row in _changes(document) if begun(row, on=on)]
    strongest = min(done, key=lambda row: _STRENGTH.index(RelationKind(row.kind)), default=None)
    if strongest is not None and strongest.kind in _ENDING:
        yield _ended(strongest, on=on)
    elif document.validity == Validity.EXPIRED:
        reason = document.validity_reason.rstrip("。")
        ended = f"有效期至{day(document.expires_on)}" if document.expires_on else reason
        yield Band("gone", f"本文件已失效，{ended}。", "以下内容仅供查阅。")
    elif document.validity == Validity.REPEALED:
        yield Band("gone", "本文件已废止，不再适用。", document.validity_reason)
    elif (newer := _supersession(document, on=on)) is not None:
        yield _superseded(document, newer)
    elif strongest is not None:
        words = _plain(incoming(strongest, on=on))
        act = _to(_DOERS[RelationKind(strongest.kind)], strongest.source)
        yield Band("warn", "本文件已修改，请对照阅读。", words, (act,), strongest.pk)
    elif document.validity == Validity.NOT_YET and document.effective_on:
        yield Band("", f"本文件尚未施行，自{day(document.effective_on)}起施行。")
    elif document.validity == Validity.TO_VERIFY and not kind_of(document):
        yield Band("warn", "本文件是否继续有效，正由制定机关核实。", "使用前请向其确认。")


def _coming(document: Document, *, on: dt.date) -> Iterator[Band]:
    """The next change that is already decided."""
    for row in _changes(document):
        if not begun(row, on=on):
            words = _plain(incoming(row, on=on))
            act = _to(_DOERS[RelationKind(row.kind)], row.source)
            yield Band("warn", words, "", (act,), row.pk)
            return


def _changes(document: Document) -> list[DocumentRelation]:
    """Relations that change the text from a day on, by that day."""
    return [row for row in inward(document) if row.kind in DATED_RELATIONS]


def _supersession(document: Document, *, on: dt.date) -> DocumentRelation | None:
    """The relation by which a later text took this one's place, the latest if there are several."""
    rows = [row for row in _changes(document) if row.kind == RelationKind.REVISES]
    return next((row for row in reversed(rows) if begun(row, on=on)), None)


def _ended(relation: DocumentRelation, *, on: dt.date) -> Band:
    act = _to(_DOERS[RelationKind(relation.kind)], relation.source)
    words = _plain(incoming(relation, on=on))
    return Band("gone", "本文件已废止，不再适用。", words, (act,), relation.pk)


def _superseded(document: Document, relation: DocumentRelation) -> Band:
    newer = relation.source
    since = f"{day(relation.effective_on)}起" if relation.effective_on else ""
    compared = reverse("disclosure:comparison", args=[document.pk, newer.pk])
    return Band(
        "warn",
        f"这是旧文本，{since}不再适用。",
        f"现行文本是{quoted(newer.title)}。办事、引用请看现行文本。",
        (_to("看现行文本", newer), Action("看改了哪里", compared)),
        relation.pk,
    )


def _to(label: str, document: Document) -> Action:
    return Action(label, document.get_absolute_url(), is_main=True)


def _plain(sentence: Sentence) -> str:
    """The sentence in words, its document by name."""
    return f"{sentence.before}{sentence.label}{sentence.after}"
