"""What is known of a decision on a day, as plain values: the rules read nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.workdays.calendar import WorkingCalendar


@dataclass(frozen=True)
class Draft:
    """The draft in hand. `options` counts the drafts it was chosen from."""

    drafted_on: dt.date
    has_explanation: bool
    options: int = 1
    is_disputed: bool = False
    interpreted_on: dt.date | None = None


@dataclass(frozen=True)
class TakingPart:
    """One occasion on which people were heard: `first` to `last` day.

    Of a public consultation `short_reason` is why it was shorter than thirty days; `is_open`
    while its time has not passed or an opinion waits. Of a hearing the days on which the names and
    the materials went out, and whether the record is signed.
    """

    way: str
    first: dt.date
    last: dt.date
    opinions: int = 0
    short_reason: str = ""
    is_open: bool = False
    names_on: dt.date | None = None
    materials_on: dt.date | None = None
    is_signed: bool = False


@dataclass(frozen=True)
class Units:
    """The units asked in writing of one kind, by what became of it."""

    asked: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class CompetitionReview:
    """A review for fair competition; `has_term` says that an exception names its end."""

    reviewer: str
    conclusion: str
    initial_on: dt.date | None
    heard: str
    ground: str = ""
    alternative: str = ""
    has_term: bool = False


@dataclass(frozen=True)
class LegalityReview:
    """A review of legality; `short_reason` is why it took less than seven working days."""

    received_on: dt.date
    opinion_on: dt.date | None = None
    conclusion: str = ""
    short_reason: str = ""


@dataclass(frozen=True)
class Facts:
    """A decision in its present round.

    `screened` holds the answers to the questions of its start; `is_of_government` says that the
    measure is one of a 县级以上政府; `waived` are the steps that a simplified procedure leaves out.
    """

    started_on: dt.date
    is_of_government: bool
    screened: Mapping[str, bool]
    calendar: WorkingCalendar
    draft: Draft | None = None
    taking_part: tuple[TakingPart, ...] = ()
    wants_hearing: bool = False
    units: Mapping[str, Units] = field(default_factory=dict)
    is_adaptation_said: bool = False
    experts_on: dt.date | None = None
    risk_on: dt.date | None = None
    risk_level: str = ""
    competition: CompetitionReview | None = None
    legality: LegalityReview | None = None
    passed_on: dt.date | None = None
    published_on: dt.date | None = None
    interpreted: bool = False
    reported_on: dt.date | None = None
    evaluated_on: dt.date | None = None
    waived: frozenset[str] = frozenset()

    def applies(self, question: str) -> bool:
        """Whether the matter needs what the question asks about; unanswered counts as yes."""
        return self.screened.get(question, True)
