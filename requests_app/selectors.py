"""Reads of the applicant's pages that join models."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from disclosure.models import Document
from portal.organs.choices import OrganLevel
from portal.organs.models import Organ, SiteProfile
from portal.search.queries import SearchQuery, search
from requests_app.letters.kinds import TO_APPLICANT
from requests_app.models import (
    InformationRequest,
    Letter,
    PublicSummary,
    SuggestionLook,
    WithheldPart,
)
from requests_app.outcomes import GROUNDS, OUTCOMES
from requests_app.rectification.models import Rectification, RectificationLetter
from requests_app.workflow.states import Status

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

Row = TypeVar("Row")

MOST_MATCHES = 5
_MOST_QUERIES = 8
_MOST_SUMMARIES = 2000
# Of the pairs of characters asked for, this part must stand in a title.
_LEAST_SHARE = 0.3
_SPLIT = re.compile(r"[\s\W_]+|关于|以及|有关|[的和及与或在请我要]|\d{4}年?度?")
_PIECE = 4


@dataclass(frozen=True)
class Matches:
    """What is public already and may be what somebody wants."""

    documents: Sequence[Document]
    answers: Sequence[PublicSummary]

    def __bool__(self) -> bool:
        return bool(self.documents or self.answers)


@dataclass(frozen=True)
class SuggestionFigures:
    """How often matches were shown before an application, and how often they were enough."""

    shown: int
    enough: int
    organ: str = ""

    @property
    def share(self) -> int:
        """Of a hundred."""
        return round(100 * self.enough / self.shown) if self.shown else 0


@dataclass(frozen=True)
class SuggestionReport:
    """The figures organ by organ, in the tree's order."""

    rows: Sequence[SuggestionFigures]

    @property
    def total(self) -> SuggestionFigures:
        """Of all the organs together."""
        return SuggestionFigures(
            shown=sum(row.shown for row in self.rows), enough=sum(row.enough for row in self.rows)
        )


def organs_to_ask() -> QuerySet[Organ]:
    """The organs of this site that take applications: those at work, in the tree's order."""
    profile = SiteProfile.objects.select_related("organ").filter(is_current=True).first()
    organs = Organ.objects.within(profile.organ) if profile else Organ.objects.get_queryset()
    return organs.filter(is_active=True).exclude(level=OrganLevel.STATE)


def matches_of(
    *, title: str, number: str, description: str, viewer: User | AnonymousUser
) -> Matches:
    """Published documents and answered applications like what is asked for, the likest first."""
    text = " ".join(filter(None, (title, description)))[:400]
    wanted = _pairs(text)
    found: dict[int, float] = {}
    for asked in _queries(title, number, description):
        page = search(SearchQuery(text=asked, per_page=20, near=False), viewer=viewer)
        found |= {hit.object_id: 1.0 if asked == number else 0.0 for hit in page.hits
                  if hit.object_id not in found}  # fmt: skip
    documents = list(Document.objects.public().filter(pk__in=found).select_related("organ"))
    scored = [
        (max(found[document.pk], _likeness(wanted, document.title)), document)
        for document in documents
    ]
    answers = register_rows()[:_MOST_SUMMARIES]
    answered = [(_likeness(wanted, row.text), row) for row in answers]
    return Matches(_likest(scored), _likest(answered))


def register_rows(*, organ: str = "", year: str = "", group: str = "") -> QuerySet[PublicSummary]:
    """The answered applications of the public register, the latest first."""
    rows = PublicSummary.objects.filter(
        request__status__in=(Status.ANSWERED, Status.ARCHIVED)
    ).select_related("request__organ")
    answers = Letter.objects.filter(
        request=OuterRef("request"), answer__delivery__isnull=False, void_on=None
    )
    numbers = answers.order_by("-answer__version").values("number")[:1]
    rows = rows.annotate(answer_number=Subquery(numbers))
    if organ:
        rows = rows.filter(request__organ__code=organ)
    if year:
        rows = rows.filter(request__closed_on__year=int(year))
    if group:
        codes = [outcome.code for outcome in OUTCOMES if outcome.group == group]
        rows = rows.filter(request__outcome__in=codes)
    return rows.order_by("-request__closed_on", "-pk")


def suggestion_figures(
    *, since: dt.date, until: dt.date, organs: Collection[int] | None = None
) -> SuggestionReport:
    """The figures of the days from `since` to `until`, both included; of some organs or of all."""
    looks = SuggestionLook.objects.filter(shown_on__range=(since, until))
    if organs is not None:
        looks = looks.filter(organ_id__in=organs)
    rows = looks.values("organ__name", "organ__path").order_by("organ__path")
    found = rows.annotate(shown=Count("pk"), enough=Count("pk", filter=Q(was_enough=True)))
    return SuggestionReport(
        [SuggestionFigures(row["shown"], row["enough"], row["organ__name"]) for row in found]
    )


@dataclass(frozen=True)
class GroundFigures:
    """How many parts were kept back on one ground, and in how many applications."""

    name: str
    article: str
    parts: int
    cases: int


def ground_figures(
    *, since: dt.date, until: dt.date, organs: Collection[int]
) -> list[GroundFigures]:
    """Grounds of 第十四条 to 第十六条 in the answers that left from the day `since` to the day
    `until`, in the order of the law; a ground nobody used is left out.
    """
    rows = WithheldPart.objects.filter(
        answer__delivery__sent_on__range=(since, until), answer__request__organ__in=organs
    )
    counted = rows.values("ground").annotate(
        parts=Count("pk"), cases=Count("answer__request", distinct=True)
    )
    known = {row["ground"]: row for row in counted}
    return [
        GroundFigures(
            found.name,
            str(found.basis),
            known[found.code]["parts"],
            known[found.code]["cases"],
        )
        for found in GROUNDS
        if found.code in known
    ]


def letters_to_applicant(request: InformationRequest) -> QuerySet[Letter]:
    """What the applicant was sent: an answer once it has left, nothing that was taken back."""
    rows = request.letters.filter(kind__in=TO_APPLICANT, void_on=None)
    sent = rows.filter(Q(answer=None) | Q(answer__delivery__isnull=False))
    return sent if request.purged_at is None else sent.none()


def letters_of_rectification(rectification: Rectification) -> QuerySet[RectificationLetter]:
    """What whoever asked for a rectification was sent; nothing once it is purged."""
    rows = RectificationLetter.objects.filter(rectification=rectification).select_related(
        "rectification"
    )
    return rows if rectification.purged_at is None else rows.none()


def case_for_page(number: str) -> InformationRequest | None:
    """An application with what its own page shows."""
    rows = InformationRequest.objects.select_related(
        "organ__review_organ", "correction_notice", "reasons_demand", "fee_notice", "extension",
        "parent", "joined_to", "deferral",
    ).prefetch_related(
        "acts", "consultations", "parts", "reopenings",
        "taken_over__succession__organ", "taken_over__succession__successor",
    )  # fmt: skip
    return rows.filter(number=number.replace("\x00", "")).first()


def _queries(title: str, number: str, description: str) -> list[str]:
    """What the search is asked, the narrowest first: it finds exact runs of characters."""
    words = [word for word in _SPLIT.split(f"{title} {description[:120]}") if len(word) > 1]
    pieces = [
        word[start : start + _PIECE]
        for word in words
        if len(word) > _PIECE
        for start in range(0, len(word) - 1, _PIECE)
        if len(word[start : start + _PIECE]) > 1
    ]
    asked = [number, title, *words, *pieces]
    return list(dict.fromkeys(text.strip() for text in asked if text.strip()))[:_MOST_QUERIES]


def _pairs(text: str) -> set[str]:
    plain = re.sub(r"[\W_]+", "", text)
    return {plain[place : place + 2] for place in range(len(plain) - 1)}


def _likeness(wanted: set[str], text: str) -> float:
    """The part of what is asked for that a text has."""
    return len(wanted & _pairs(text)) / len(wanted) if wanted else 0.0


def _likest(scored: list[tuple[float, Row]]) -> list[Row]:
    near = [pair for pair in scored if pair[0] >= _LEAST_SHARE]
    near.sort(key=lambda pair: pair[0], reverse=True)
    return [row for _, row in near[:MOST_MATCHES]]
