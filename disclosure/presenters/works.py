"""A regulation in words: its texts on a line of time, its 题注, and what stands for it on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from disclosure.choices import CompanionRole, TextRole, Validity
from disclosure.imports.titles import quoted
from disclosure.models import Document, Work, WorkCompanion, WorkText
from disclosure.presenters.words import State, day, state_of
from disclosure.works import (
    AMENDS_TEXT,
    ENACTS,
    ENDS,
    REVISES_TEXT,
    Act,
    acts_told,
    caption,
)

_ONE_DAY = dt.timedelta(days=1)
_ENDED = (Validity.REPEALED, Validity.EXPIRED)


@dataclass(frozen=True)
class NamedText:
    """A text or a document by the words of its link."""

    label: str
    url: str


@dataclass(frozen=True)
class Moment:
    """A point on the line: a text and the day it came to hold, or an act that left no new text.

    `by` are the decisions it came about by; `compare_url` leads to what it changed.
    """

    label: str
    title: str
    since: str
    url: str = ""
    compare_url: str = ""
    state: State | None = None
    is_this: bool = False
    by: tuple[NamedText, ...] = ()


def work_of(document: Document) -> Work | None:
    """The work of which a document is a text, as `selectors.with_works` reads it."""
    return document.work_text.work if hasattr(document, "work_text") else None


def texts_of(work: Work) -> list[WorkText]:
    """Its texts that the reader may read, in the order in which they came to hold."""
    known: list[WorkText] = work.known_texts  # type: ignore[attr-defined]
    return sorted(known, key=lambda row: (row.since or dt.date.min, row.document_id))


def with_last_days(work: Work) -> list[WorkText]:
    """Its texts in order, each with the last day for which it is the text in `until`."""
    texts = texts_of(work)
    for text, following in zip(texts, [*texts[1:], None], strict=True):
        text.until = following.since - _ONE_DAY if following and following.since else None
    return texts


def deciding(work: Work) -> list[WorkCompanion]:
    """What changed or ended it, in the order of effect."""
    known: list[WorkCompanion] = work.known_deciding  # type: ignore[attr-defined]
    return sorted(known, key=lambda row: (row.since or dt.date.min, row.document_id))


def standing_text(work: Work, *, on: dt.date) -> WorkText | None:
    """The text that stands for the work on a day: the last that had come to hold, or the first."""
    texts = texts_of(work)
    begun = [row for row in texts if row.since and row.since <= on]
    return begun[-1] if begun else next(iter(texts), None)


def next_text(document: Document) -> WorkText | None:
    """The text that takes the place of this one, whenever that is."""
    work = work_of(document)
    texts = texts_of(work) if work else []
    own = next((place for place, row in enumerate(texts) if row.document_id == document.pk), None)
    return texts[own + 1] if own is not None and own + 1 < len(texts) else None


def caption_of(document: Document, *, on: dt.date) -> str:
    """The 题注 of a text on a day, composed where the text does not say it; empty for what has
    none: only a 规章 and what was put together anew are known by one.
    """
    work = work_of(document)
    if work is None or not (document.of_rule or document.work_text.role != TextRole.ORIGINAL):
        return document.rule_note
    following = next_text(document)
    last = following.since - _ONE_DAY if following and following.since else None
    note = document.rule_note
    acts = acts_told(_acts(work), last=last, on=on)
    since = document.work_text.since
    if document.work_text.role != TextRole.ORIGINAL and note:
        # What it says of itself was written when it came about, whatever words it uses.
        acts = [act for act in acts if act.since and since and act.since > since]
    elif document.work_text.role != TextRole.ORIGINAL:
        originals = [row for row in texts_of(work) if row.role == TextRole.ORIGINAL]
        note = originals[0].document.rule_note if originals else ""
    return caption(note, acts)


def _acts(work: Work) -> list[Act]:
    """Everything that was done to it, as far as it is public."""
    decisions = deciding(work)
    amended_on = {row.since for row in decisions if row.role == CompanionRole.AMENDING}
    found = []
    for row in texts_of(work):
        text = row.document
        kind = {TextRole.ORIGINAL: ENACTS, TextRole.REVISED: REVISES_TEXT}.get(
            TextRole(row.role), AMENDS_TEXT
        )
        if kind != AMENDS_TEXT or row.since not in amended_on:
            # It is enacted on the day it is formed, whenever it takes effect.
            since = text.signed_on or dt.date.min if kind == ENACTS else row.since
            found.append(Act(kind, text.signed_on, text.doc_number, since=since))
    for each in decisions:
        by = each.document
        kind = AMENDS_TEXT if each.role == CompanionRole.AMENDING else ENDS
        found.append(Act(kind, by.signed_on, by.doc_number, by.title, each.since))
    return found


def history(work: Work, *, here: int, on: dt.date) -> list[Moment]:
    """The line of its texts and of what changed it without one; none when nothing ever happened.

    `here` is the document of the page.
    """
    texts, decisions = texts_of(work), deciding(work)
    if len(texts) + len(decisions) < 2:
        return []
    standing = standing_text(work, on=on)
    placed: list[tuple[dt.date, int, Moment]] = []
    taken: set[int] = set()
    for place, row in enumerate(texts):
        by = [each for each in decisions if each.since == row.since and place]
        taken.update(each.pk for each in by)
        before = texts[place - 1] if place else None
        placed.append(
            (
                row.since or dt.date.min,
                0,
                Moment(
                    label=_label(row, is_standing=row is standing),
                    title=row.document.title,
                    since=_span(row, texts[place + 1] if place + 1 < len(texts) else None),
                    url=row.document.get_absolute_url(),
                    compare_url=compared(before.document_id, row.document_id) if before else "",
                    state=state_of(row.document),
                    is_this=row.document_id == here,
                    by=tuple(_named(each) for each in by),
                ),
            )
        )
    for each in decisions:
        if each.pk not in taken:
            verb = "修改" if each.role == CompanionRole.AMENDING else "废止"
            since = f"{day(each.since)}起" if each.since else ""
            moment = Moment(verb, each.document.title, since, by=(_named(each),))
            placed.append((each.since or dt.date.min, 1, moment))
    return [moment for _, _, moment in sorted(placed, key=lambda each: each[:2])]


def compared(old: int, new: int) -> str:
    """Where two texts are compared."""
    return reverse("disclosure:comparison", args=[old, new])


def _label(row: WorkText, *, is_standing: bool) -> str:
    ended = row.document.validity in _ENDED
    begun = "（现行）" if is_standing and not ended else ""
    if row.role == TextRole.ORIGINAL:
        return f"最初的文本{begun}"
    return f"{day(row.since)}起的文本{begun}" if row.since else TextRole(row.role).label


def _span(row: WorkText, following: WorkText | None) -> str:
    """How it came about and until when it applied."""
    how = "" if row.role == TextRole.ORIGINAL else TextRole(row.role).label.removesuffix("文本")
    since = f"{day(row.since)}起" if row.since and row.role == TextRole.ORIGINAL else ""
    until = ""
    if following and following.since:
        until = f"至{day(following.since - _ONE_DAY)}"
    return "，".join(part for part in (how, since + until) if part)


def _named(row: WorkCompanion) -> NamedText:
    label = row.document.doc_number or quoted(row.document.title)
    return NamedText(label, row.document.get_absolute_url())


@dataclass(frozen=True)
class Rule:
    """A 规章 as a list publishes it: its text in force and the note that belongs to it."""

    document: Document
    caption: str
    text_count: int


def rules_in_words(documents: Iterable[Document], *, on: dt.date) -> list[Rule]:
    """Every text of `selectors.rules_in_force` with its note."""
    return [
        Rule(document, caption_of(document, on=on), len(texts_of(work)) if work else 1)
        for document in documents
        for work in [work_of(document)]
    ]
