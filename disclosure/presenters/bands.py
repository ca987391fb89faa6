"""What a reader must know before reading on, each thing told once and with what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

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
from disclosure.presenters.words import day
from disclosure.presenters.works import compared, next_text, standing_text, work_of
from disclosure.validity import has_validity

# What ends a text tells more than what changes it; a later text is told by the work.
_STRENGTH = (
    RelationKind.REPEALS,
    RelationKind.REPLACES,
    RelationKind.AMENDS,
    RelationKind.EXTENDS,
)
_ENDING = (RelationKind.REPEALS, RelationKind.REPLACES)
_ENDED = (Validity.REPEALED, Validity.EXPIRED)
_DOERS = {
    RelationKind.REPEALS: "看废止它的文件",
    RelationKind.REPLACES: "看替代它的文件",
    RelationKind.AMENDS: "看修改它的文件",
    RelationKind.EXTENDS: "看延长它的文件",
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
    """The bands above the text: whom it is for, what it is, its fate, what is still to come.

    Above an older text stands what to read instead and nothing else of its fate.
    """
    about = []
    if document.reach == Reach.ADDRESSED:
        about.append(Band("warn", "本文件定向公开，仅供指定的机关和对象阅读，请勿转发。"))
    if older := _older_text(document, on=on):
        return [*about, older]
    return [
        *about,
        *_belonging(document),
        *_fate(document, on=on),
        *_coming(document, on=on),
    ]


def _belonging(document: Document) -> Iterator[Band]:
    """Of what another document is the main one."""
    for relation in outward(document):
        if relation.kind == RelationKind.TRANSLATES:
            words, label = "译本仅供参考，以中文文本为准。", "看中文文本"
        elif relation.kind == RelationKind.ANNEXES:
            words, label = _plain(outgoing(relation)), "看主文件"
        # A text of a work has its place on the line of texts.
        elif relation.kind == RelationKind.REVISES and work_of(document) is None:
            words, label = _plain(outgoing(relation)), "看原来的文本"
        else:
            continue
        yield Band("", words, actions=(_to(label, relation.target),), told=relation.pk)


def _older_text(document: Document, *, on: dt.date) -> Band | None:
    """What to read instead of a text whose place another one has taken."""
    work, following = work_of(document), next_text(document)
    if work is None or following is None or following.since is None or following.since > on:
        return None
    current = standing_text(work, on=on) or following
    since = day(current.since) if current.since else ""
    name = "看现行文本"
    if current.document.validity in _ENDED:
        name = "看最后的文本"
        words = f"您看的是旧文本，{day(following.since)}起不再适用；最后的文本也已经失去效力。"
    elif current.pk == following.pk:
        words = f"您看的是旧文本，{since}起适用现行文本。"
    else:
        words = f"您看的是旧文本，{day(following.since)}起不再适用；{since}起适用现行文本。"
    changed = Action("看改了哪里", compared(document.pk, current.document_id))
    return Band("warn", words, actions=(_to(name, current.document), changed))


def _fate(document: Document, *, on: dt.date) -> Iterator[Band]:
    """What became of the text; one band, however many documents had a hand in it."""
    done = [row for row in _changes(document) if begun(row, on=on)]
    strongest = min(done, key=lambda row: _STRENGTH.index(RelationKind(row.kind)), default=None)
    if strongest is not None and strongest.kind in _ENDING:
        yield _told(strongest, "gone", "本文件已废止，不再适用。", on=on)
    elif document.validity == Validity.EXPIRED:
        reason = document.validity_reason.rstrip("。")
        ended = f"有效期至{day(document.ends_on)}" if document.ends_on else reason
        yield Band("gone", f"本文件已失效，{ended}。", "以下内容仅供查阅。")
    elif document.validity == Validity.REPEALED:
        yield Band("gone", "本文件已废止，不再适用。", document.validity_reason)
    elif document.validity == Validity.NOT_YET:
        yield from _beginning(document, on=on)
    elif document.validity == Validity.TO_VERIFY and has_validity(document):
        yield Band("warn", "本文件是否继续有效，正由制定机关核实。", "使用前请向其确认。")
    elif strongest is not None and strongest.kind == RelationKind.AMENDS:
        yield _told(strongest, "warn", "本文件已修改，请对照阅读。", on=on)
    elif strongest is not None:
        yield _told(strongest, "", "", on=on)


def _beginning(document: Document, *, on: dt.date) -> Iterator[Band]:
    """From when it holds, and what holds until then."""
    work = work_of(document)
    begins_on = document.work_text.since if work else document.effective_on
    if begins_on is None:
        return
    now = standing_text(work, on=on) if work else None
    other = now.document if now and now.document_id != document.pk else None
    actions = (_to("看现在适用的文本", other),) if other else ()
    yield Band("", f"本文件尚未施行，自{day(begins_on)}起施行。", actions=actions)


def _coming(document: Document, *, on: dt.date) -> Iterator[Band]:
    """The next change that is already decided, and the next text."""
    for row in _changes(document):
        if not begun(row, on=on):
            yield _told(row, "" if row.kind == RelationKind.EXTENDS else "warn", "", on=on)
            break
    following = next_text(document)
    if following is not None and following.since is not None and following.since > on:
        changed = Action("看将改哪里", compared(document.pk, following.document_id))
        words = f"{day(following.since)}起适用新文本，在此之前适用本文本。"
        yield Band("", words, actions=(_to("看新文本", following.document), changed))


def _changes(document: Document) -> list[DocumentRelation]:
    """Relations that change the text or its period from a day on, by that day."""
    return [
        row
        for row in inward(document)
        if row.kind in DATED_RELATIONS and row.kind != RelationKind.REVISES
    ]


def _told(relation: DocumentRelation, tone: str, headline: str, *, on: dt.date) -> Band:
    """A relation as a band: its sentence below the headline, or as one."""
    words = _plain(incoming(relation, on=on))
    act = _to(_DOERS[RelationKind(relation.kind)], relation.source)
    return Band(tone, headline or words, words if headline else "", (act,), relation.pk)


def _to(label: str, document: Document) -> Action:
    return Action(label, document.get_absolute_url(), is_main=True)


def _plain(sentence: Sentence) -> str:
    """The sentence in words, its document by name."""
    return f"{sentence.before}{sentence.label}{sentence.after}"
