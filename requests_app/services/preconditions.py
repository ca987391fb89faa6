"""What an answer rests on, read from the rows: asked by buttons, by acts and by the preview."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from portal.common.verdicts import ALLOWED, Verdict, refuse
from portal.workdays.services import load_calendar
from requests_app.choices import ConsultationKind, Opinion
from requests_app.deadlines import facts as ledger
from requests_app.deadlines.clock import is_open
from requests_app.models import Answer, Consultation, InformationRequest
from requests_app.outcomes import Need, Outcome, outcome_of
from requests_app.preconditions import OfCase, OfDraft, Part, lacking
from requests_app.services.earlier import earlier_answers


def of_case(request: InformationRequest, *, on: dt.date, outcome: Outcome | None = None) -> OfCase:
    """What has happened by a day. Other cases are looked at for an outcome alone that needs it."""
    notice = getattr(request, "correction_notice", None)
    demand = getattr(request, "reasons_demand", None)
    third = [row for row in request.consultations.all() if row.kind == ConsultationKind.THIRD_PARTY]
    unheard = [row for row in third if row.closed_on is None]
    calendar = load_calendar() if unheard else None
    awaited = [row for row in unheard if calendar and is_open(_term(row), calendar, on=on)]
    heard = [row for row in third if row.closed_on and row.opinion != Opinion.NONE]
    needs_earlier = outcome is not None and Need.EARLIER in outcome.requires
    return OfCase(
        is_corrected=bool(notice and notice.received_on),
        is_explained=bool(demand and (demand.supplied_on or on > demand.respond_by)),
        was_asked=bool(heard) or len(unheard) > len(awaited),
        is_awaited=bool(awaited),
        has_earlier=needs_earlier and earlier_answers(request).exists(),
    )


def draft_of(answer: Answer, parts: Sequence[Part], *, gives: bool, on: dt.date) -> OfDraft:
    """What is written with an answer; `gives` says that files or public documents go with it."""
    named = answer.in_charge_name and answer.in_charge_contact
    return OfDraft(
        reason=answer.reason,
        provides=gives or bool(answer.provision),
        parts=parts,
        why_unasked=answer.unasked_reason,
        is_cited=bool(answer.earlier_number and answer.earlier_on),
        is_ahead=bool(answer.earlier_on and answer.earlier_on > on),
        names_in_charge=bool(answer.in_charge_id or answer.in_charge_unknown or named),
    )


def lacks(answer: Answer, *, on: dt.date) -> tuple[str, ...]:
    """What the answer states and the case or the draft does not bear out, a sentence each."""
    outcome = outcome_of(answer.outcome, is_elsewhere=answer.is_elsewhere)
    gives = bool(answer.files.all() or answer.documents.all())
    written = draft_of(answer, [row.told for row in answer.parts.all()], gives=gives, on=on)
    return lacking(outcome, of_case(answer.request, on=on, outcome=outcome), written)


def borne_out(answer: Answer, *, on: dt.date) -> Verdict:
    """Whether an answer that was handed in may go on: what it states must hold today as well."""
    for sentence in lacks(answer, on=on):
        return refuse(f"{sentence}请退回，由承办人补齐后重新提交。")
    return ALLOWED


def _term(row: Consultation) -> ledger.Consultation:
    return ledger.Consultation(
        ledger.ConsultationKind(row.kind), row.sent_on, row.served_on, row.closed_on
    )
