"""Everything an officer's page of a case shows, read once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from portal.workdays.services import load_calendar
from requests_app.deadlines.facts import FactsError
from requests_app.models import (
    Answer,
    Assistance,
    Conference,
    Consultation,
    ContactLog,
    Evidence,
    InformationRequest,
    Remedy,
    Reopening,
    RequestAct,
)
from requests_app.presenters.clocks import StepView, steps_of
from requests_app.presenters.due import days_left, words_left
from requests_app.selectors import Matches, matches_of
from requests_app.services.clock import clock_of
from requests_app.workflow.states import OPEN

if TYPE_CHECKING:
    from portal.accounts.models import User
    from requests_app.deadlines.clock import Clock

_MOST_OTHERS = 20


@dataclass(frozen=True)
class CaseFile:
    """One case with its facts; the sentences are the template's."""

    case: InformationRequest
    answers: Sequence[Answer]
    consultations: Sequence[Consultation]
    assistances: Sequence[Assistance]
    contacts: Sequence[ContactLog]
    conferences: Sequence[Conference]
    evidence: Sequence[Evidence]
    acts: Sequence[RequestAct]
    parts: Sequence[InformationRequest]
    remedies: Sequence[Remedy]
    reopenings: Sequence[Reopening]

    @property
    def answer(self) -> Answer | None:
        """The last draft."""
        return self.answers[-1] if self.answers else None


@dataclass(frozen=True)
class Reckoning:
    """The clock of a case with its explanation, or the sentence why there is none."""

    clock: Clock | None
    steps: Sequence[StepView]
    trouble: str = ""
    left: str = ""


def read_case(number: int) -> InformationRequest | None:
    """The case with the facts of which there is one at most."""
    rows = InformationRequest.objects.select_related(
        "organ", "handler", "taken_in_by", "parent", "joined_to", "user",
        "correction_notice__by", "extension__by", "fee_notice", "reasons_demand", "deferral",
        "extension_proposal__by", "answer_draft__by",
    )  # fmt: skip
    return rows.prefetch_related("remedies").filter(pk=number).first()


def case_file(case: InformationRequest) -> CaseFile:
    """The rest of the case, a query for each kind of row; kept on the case for the obstacles."""
    answers = Answer.objects.select_related("by", "in_charge", "signed_by", "filing", "delivery")
    answers = answers.prefetch_related(
        "parts", "reviews__by", "files", "documents", "delivery__again"
    )
    letters = Consultation.objects.select_related("organ").prefetch_related("files", "notices")
    prefetch_related_objects(
        [case],
        Prefetch("answers", answers),
        Prefetch("consultations", letters),
        Prefetch("assistances", Assistance.objects.select_related("organ")),
        Prefetch("contacts", ContactLog.objects.select_related("by")),
        "conferences",
        Prefetch("evidence", Evidence.objects.order_by("at", "pk")),
        Prefetch("acts", RequestAct.objects.select_related("by")),
        Prefetch("parts", InformationRequest.objects.order_by("number")),
        "remedies",
        "reopenings",
    )
    return CaseFile(
        case=case,
        answers=list(case.answers.all()),
        consultations=list(case.consultations.all()),
        assistances=list(case.assistances.all()),
        contacts=list(case.contacts.all()),
        conferences=list(case.conferences.all()),
        evidence=list(case.evidence.all()),
        acts=list(case.acts.all()),
        parts=list(case.parts.all()),
        remedies=list(case.remedies.all()),
        reopenings=list(case.reopenings.all()),
    )


def reckoning(case: InformationRequest, *, on: dt.date) -> Reckoning:
    """Every term of the case as of a day, day by day."""
    calendar = load_calendar()
    left = words_left(case, days_left(case, calendar, on=on), on=on)
    try:
        found = clock_of(case, as_of=on, calendar=calendar)
    except FactsError as error:
        return Reckoning(None, (), str(error), left)
    return Reckoning(found, steps_of(found, calendar), left=left)


def others_of_applicant(case: InformationRequest) -> QuerySet[InformationRequest]:
    """The same person's other applications to the same organ, the latest first."""
    if not case.identity_index:  # purged, or never told
        return InformationRequest.objects.none()
    rows = InformationRequest.objects.filter(
        organ=case.organ_id, identity_index=case.identity_index
    )
    return rows.exclude(pk=case.pk).order_by("-submitted_at", "-pk")[:_MOST_OTHERS]


def others_on_subject(case: InformationRequest) -> QuerySet[InformationRequest]:
    """Other people's applications to the same organ for the same thing, in the same words."""
    if case.purged_at:
        return InformationRequest.objects.none()
    same = Q(pk__in=())
    for name in ("info_title", "info_number", "description"):
        if words := getattr(case, name).strip():
            same |= Q(**{f"{name}__iexact": words})
    rows = InformationRequest.objects.filter(same, organ=case.organ_id)
    rows = rows.exclude(pk=case.pk).exclude(identity_index=case.identity_index)
    return rows.order_by("-submitted_at", "-pk")[:_MOST_OTHERS]


def already_public(case: InformationRequest, viewer: User) -> Matches:
    """Published documents and answers that may be what is asked for, while that matters."""
    if case.status not in OPEN:
        return Matches((), ())
    return matches_of(
        title=case.info_title,
        number=case.info_number,
        description=case.description,
        viewer=viewer,
    )
