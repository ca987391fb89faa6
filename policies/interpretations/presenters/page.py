"""The page of an interpretation: its parts one after another, what it explains, what changed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from disclosure.comparison import Piece as Change
from disclosure.comparison import compare
from disclosure.presenters.prose import Pictures, Piece, Prose, ShownNote, prose_of
from disclosure.presenters.words import State, day, state_of
from disclosure.reading import Place, Reading, read
from policies.interpretations.choices import Form
from policies.interpretations.presenters.words import released_words
from portal.text.plain import plain

if TYPE_CHECKING:
    from policies.interpretations.models import (
        Contrast,
        ExplainedPolicy,
        Interpretation,
        Part,
    )
    from portal.files.models import StoredFile

# Letters a reader takes in a minute.
_A_MINUTE = 400
_DEEPEST = 5
_ASKING = ("？", "?")
Served = Callable[["StoredFile"], str]


@dataclass(frozen=True)
class Question:
    """A question and what is answered."""

    words: SafeString
    answer: tuple[Piece, ...]


@dataclass(frozen=True)
class Recording:
    """A film or sound, where it is played and what is said in it."""

    url: str
    media_type: str
    captions: str
    transcript: tuple[str, ...]

    @property
    def is_film(self) -> bool:
        return self.media_type.startswith("video/")


@dataclass(frozen=True)
class Slides:
    """A file to be taken along: where it is, its kind in capitals, its size in bytes."""

    url: str
    kind: str
    size: int


@dataclass(frozen=True)
class ShownPart:
    """One part as the page shows it."""

    anchor: str
    title: str
    form: str
    pieces: tuple[Piece, ...]
    questions: tuple[Question, ...]
    recording: Recording | None
    slides: Slides | None
    is_by_ai: bool


@dataclass(frozen=True)
class ShownContrast:
    """A row of 新旧对照; each side in pieces, same or changed."""

    article: str
    old: tuple[Change, ...]
    new: tuple[Change, ...]
    meaning: str


@dataclass(frozen=True)
class PolicyLink:
    """A policy that is explained, with the places of it."""

    title: str
    url: str
    number: str
    state: State
    passages: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Page:
    """All of it."""

    facts: tuple[str, ...]
    parts: tuple[ShownPart, ...]
    notes: tuple[ShownNote, ...]
    elements: tuple[tuple[str, str], ...]
    contrasts: tuple[ShownContrast, ...]
    policies: tuple[PolicyLink, ...]


def page_of(
    case: Interpretation,
    policies: list[ExplainedPolicy],
    *,
    pictures: Pictures,
    played: Served | None = None,
) -> Page:
    """An edition with its rows prefetched; `pictures` and `played` say where its files are shown,
    which before it is public is another place.
    """
    parts: list[Part] = list(case.parts.all())
    prose, cuts = _prose(parts, pictures)
    shown = []
    for part, (start, end) in zip(parts, cuts, strict=True):
        pieces = prose.own[start:end]
        questions: tuple[Question, ...] = ()
        if part.form == Form.QUESTIONS:
            pieces, questions = _questions(pieces)
        shown.append(
            ShownPart(
                f"part-{part.position}",
                part.title,
                part.get_form_display(),
                pieces,
                questions,
                _recording(part, played or _public_address),
                _slides(part, played or _offered_at),
                part.made_by_ai,
            )
        )
    return Page(
        _facts(case, policies, parts),
        tuple(shown),
        prose.notes,
        tuple((row.element.name, row.text) for row in case.elements.all()),
        tuple(map(_contrast, case.contrasts.all())),
        tuple(map(_policy, policies)),
    )


def public_pictures(case: Interpretation) -> Pictures:
    """Where the pictures of a public edition are served, by their cleaned copies."""
    return {
        str(row.file.public_id): reverse("files:download", args=[row.file.public_id])
        for row in case.pictures.all()
        if row.file.cleaned
    }


def _public_address(stored: StoredFile) -> str:
    return reverse("files:play", args=[stored.public_id]) if stored.cleaned else ""


def _offered_at(stored: StoredFile) -> str:
    return reverse("files:download", args=[stored.public_id]) if stored.cleaned else ""


def _prose(parts: list[Part], pictures: Pictures) -> tuple[Prose, list[tuple[int, int]]]:
    """All texts as one, so that notes and tables are counted through; and where each begins."""
    places: list[Place] = []
    cuts = []
    for part in parts:
        start = len(places)
        reading = read(part.text)
        for place in (*reading.own, *reading.attached):
            anchor = f"p{part.position}-{place.anchor}" if place.anchor else ""
            level = min(place.level + 1, _DEEPEST) if place.level else 0
            places.append(replace(place, anchor=anchor, level=level))
        cuts.append((start, len(places)))
    return prose_of(Reading(tuple(places), ()), pictures), cuts


def _questions(pieces: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], tuple[Question, ...]]:
    """What stands before the first question, and the questions: each heading, and each paragraph
    that ends by asking.
    """
    before: list[Piece] = []
    found: list[tuple[SafeString, list[Piece]]] = []
    for piece in pieces:
        if piece.kind == "heading":
            found.append((piece.words, []))
        elif piece.kind == "paragraph" and piece.lead:
            answer = replace(piece, lead=SafeString(""), anchor="")
            found.append((piece.lead, [answer]))
        elif piece.kind == "paragraph" and piece.words.endswith(_ASKING):
            found.append((piece.words, []))
        else:
            (found[-1][1] if found else before).append(piece)
    return tuple(before), tuple(Question(words, tuple(answer)) for words, answer in found)


def _recording(part: Part, played: Served) -> Recording | None:
    if part.recording is None or not (url := played(part.recording)):
        return None
    captions = ""
    if part.captions:
        args = [part.interpretation_id, part.position]
        captions = reverse("policies:interpretation_captions", args=args)
    lines = tuple(filter(None, (line.strip() for line in part.transcript.splitlines())))
    return Recording(url, part.recording.media_type, captions, lines)


def _slides(part: Part, offered: Served) -> Slides | None:
    if part.slides is None or not (url := offered(part.slides)):
        return None
    return Slides(url, part.slides.kind.upper(), part.slides.size)


def _facts(
    case: Interpretation, policies: list[ExplainedPolicy], parts: list[Part]
) -> tuple[str, ...]:
    """Below the title: who explains, when it came, how long it takes."""
    organ = case.organ
    found = [f"解读人：{organ.short_name}　{case.explainer}" if case.explainer else organ.name]
    if case.first_published_at is not None and case.published_at is not None:
        first = timezone.localdate(case.first_published_at)
        found.append(released_words(case, policies, first))
        if case.edition > 1:
            found.append(f"{day(timezone.localdate(case.published_at))}更新")
    letters = sum(len(line) for part in parts for line in plain(part.text))
    if letters:
        found.append(f"读完约{math.ceil(letters / _A_MINUTE)}分钟")
    return tuple(found)


def _contrast(row: Contrast) -> ShownContrast:
    pieces = [
        piece
        for stretch in compare([row.old] if row.old else [], [row.new] if row.new else [])
        for paragraph in stretch.paragraphs
        for piece in paragraph.pieces
    ]
    return ShownContrast(
        row.article,
        tuple(piece for piece in pieces if piece.kind != "new"),
        tuple(piece for piece in pieces if piece.kind != "gone"),
        row.meaning,
    )


def _policy(row: ExplainedPolicy) -> PolicyLink:
    document, url = row.document, row.document.get_absolute_url()
    passages = tuple((each.label, f"{url}#{each.anchor}") for each in row.passages.all())
    return PolicyLink(document.title, url, document.doc_number, state_of(document), passages)


def forms_with_anchors(page: Page) -> list[tuple[str, str]]:
    """The parts as places to jump to; of one part none."""
    if len(page.parts) < 2:
        return []
    return [(f"#{part.anchor}", part.title or part.form) for part in page.parts]
