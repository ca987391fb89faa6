"""Reads of decisions that pages, acts and rules share."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet

from decisions.dossiers import facts as f
from decisions.dossiers.choices import Competition, Reply
from decisions.dossiers.models import (
    RECORD_TABLES,
    AskedUnit,
    CompetitionRecord,
    Decision,
    DraftRecord,
    EvaluationRecord,
    ExecutionRecord,
    ExpertRecord,
    LegalityRecord,
    MeetingRecord,
    ParticipationRecord,
    PublicationRecord,
    Record,
    RiskRecord,
    SimplifiedRecord,
)
from decisions.dossiers.sources import facts_from_elsewhere
from decisions.dossiers.workflow import Status
from disclosure.models import Document
from portal.audit.models import AuditEntry
from portal.workdays.services import load_calendar

Row = TypeVar("Row", bound=Record)


class Dossier:
    """Everything on record of one decision, read once: one query a table."""

    def __init__(self, decision: Decision, *, public: bool = False) -> None:
        """`public` reads what anyone may read and no more."""
        self.decision = decision
        self._rows: dict[type[Record], list[Record]] = {}
        for table in RECORD_TABLES:
            rows = table._default_manager.filter(decision=decision).order_by("pk")
            if public:
                rows = rows.filter(disclosed_at__isnull=False)
            self._rows[table] = list(rows)

    def all_of(self, table: type[Row]) -> list[Row]:
        """The rows of a step in their order, struck ones too."""
        return self._rows[table]  # type: ignore[return-value]

    def standing(self, table: type[Row]) -> list[Row]:
        """Those that count in the present round."""
        now = self.decision.round
        return [row for row in self.all_of(table) if row.struck_at is None and row.round == now]

    def last(self, table: type[Row]) -> Row | None:
        """The one that counts."""
        return next(reversed(self.standing(table)), None)

    def records(self) -> list[Record]:
        """Every row of every step."""
        return [row for rows in self._rows.values() for row in rows]

    def meetings(self) -> list[MeetingRecord]:
        """What was discussed, with the dissent that stays in the file."""
        return self.all_of(MeetingRecord)

    def undisclosed(self) -> list[Record]:
        """What waits for another hand."""
        return [row for row in self.records() if not (row.disclosed_at or row.struck_at)]


def facts_of(decision: Decision, dossier: Dossier | None = None) -> f.Facts:
    """A decision in its present round as the rules read it."""
    held = dossier or Dossier(decision)
    meeting, publication = held.last(MeetingRecord), held.last(PublicationRecord)
    risk, expert = held.last(RiskRecord), held.last(ExpertRecord)
    report, evaluation = held.last(ExecutionRecord), held.last(EvaluationRecord)
    return f.Facts(
        started_on=decision.started_on,
        is_of_government=decision.is_of_government,
        screened=dict(decision.screenings.values_list("question", "applies")),
        calendar=load_calendar(),
        draft=_draft(held.last(DraftRecord)),
        taking_part=tuple(_taking_part(held)),
        wants_hearing=decision.wants_hearing,
        units=_units(decision),
        is_adaptation_said=bool(decision.adaptation),
        experts_on=expert.held_on if expert else None,
        risk_on=risk.assessed_on if risk else None,
        risk_level=risk.level if risk else "",
        competition=_competition(held.last(CompetitionRecord)),
        legality=_legality(held.last(LegalityRecord)),
        passed_on=meeting.held_on if meeting else None,
        published_on=publication.published_on if publication else None,
        interpreted=bool(publication and publication.interpreted_on),
        reported_on=report.reported_on if report else None,
        evaluated_on=evaluation.evaluated_on if evaluation else None,
        waived=frozenset(settings.DECISION_SIMPLIFIED_WITHOUT)
        if held.last(SimplifiedRecord)
        else frozenset(),
    )


def _draft(row: DraftRecord | None) -> f.Draft | None:
    if row is None:
        return None
    return f.Draft(
        drafted_on=row.drafted_on,
        has_explanation=bool(row.explanation),
        options=row.options,
        is_disputed=row.is_disputed,
        interpreted_on=row.interpreted_on,
    )


def _taking_part(held: Dossier) -> Iterable[f.TakingPart]:
    for row in held.standing(ParticipationRecord):
        yield f.TakingPart(
            way=row.way,
            first=row.first,
            last=row.last,
            opinions=row.opinions,
            short_reason=row.short_reason,
            names_on=row.names_on,
            materials_on=row.materials_on,
            is_signed=row.signed_on is not None,
        )
    yield from facts_from_elsewhere(held.decision)


def _units(decision: Decision) -> dict[str, f.Units]:
    asked: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    for kind, reply in units_of(decision).values_list("kind", "reply"):
        asked[kind] += 1
        waiting[kind] += reply == Reply.WAITING
    return {kind: f.Units(number, waiting[kind]) for kind, number in asked.items()}


def units_of(decision: Decision) -> QuerySet[AskedUnit]:
    """The units asked in the present round."""
    return AskedUnit.objects.filter(decision=decision, round=decision.round)


def _competition(row: CompetitionRecord | None) -> f.CompetitionReview | None:
    if row is None:
        return None
    return f.CompetitionReview(
        reviewer=row.reviewer,
        conclusion=row.conclusion,
        initial_on=row.initial_on,
        heard=row.heard,
        ground=row.ground,
        alternative=row.alternative,
        has_term=bool(row.ends_on or row.ends_when),
    )


def _legality(row: LegalityRecord | None) -> f.LegalityReview | None:
    if row is None:
        return None
    return f.LegalityReview(row.received_on, row.opinion_on, row.conclusion, row.short_reason)


@dataclass(frozen=True)
class Proof:
    """An act of the trail as anybody may check it: no person is named."""

    sequence: int
    at: dt.datetime
    summary: str
    hash: str


def proof_of(decision: Decision) -> list[Proof]:
    """What the trail holds of the acts on a decision, with the hash of every entry."""
    rows = AuditEntry.objects.filter(
        object_type=decision._meta.label, object_id=str(decision.pk)
    ).order_by("sequence")
    return [Proof(row.sequence, row.at, row.summary, row.hash) for row in rows]


def exceptions_in_force() -> QuerySet[CompetitionRecord]:
    """The exceptions from fair competition on which decisions rest that are decided or in force:
    what was concluded last counts.
    """
    standing = CompetitionRecord.objects.filter(struck_at__isnull=True, round=F("decision__round"))
    later = standing.filter(decision=OuterRef("decision"), pk__gt=OuterRef("pk"))
    return standing.filter(
        ~Exists(later),
        conclusion=Competition.EXCEPTION,
        decision__status__in=[Status.DECIDED, Status.IN_FORCE, Status.SUSPENDED],
    )


def ending_exceptions(organs: Collection[int]) -> list[CompetitionRecord]:
    """Those of organs, the first to end first, those that end with a condition last. One query."""
    rows = exceptions_in_force().filter(decision__organ_id__in=organs)
    wanted = rows.select_related("decision__organ")
    return list(wanted.order_by(F("ends_on").asc(nulls_last=True), "pk"))


def public_rows(ids: Iterable[int]) -> dict[int, Decision]:
    """Public decisions by key as a list shows them."""
    rows = Decision.objects.public().select_related("organ")
    found: dict[int, Decision] = rows.in_bulk(list(ids))
    return found


def decisions_of(items: Collection[int]) -> dict[int, Decision]:
    """The public decisions of items of catalogues, by the key of the item. One query."""
    rows = Decision.objects.public().filter(item__in=items)
    return {row.item_id: row for row in rows}


def beside(document: Document, on: dt.date) -> Decision | None:
    """The decision that a document publishes, while that is public. One query."""
    del on
    made = PublicationRecord.objects.filter(document=document, disclosed_at__isnull=False)
    rows = Decision.objects.public().filter(pk__in=made.values("decision"))
    found: Decision | None = rows.order_by("-public_at", "-pk").first()
    return found
