"""What the letter of an answer says, from the rows of the case: signed, or as it will be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.conf import settings

from portal.notifications.links import absolute
from portal.workdays.services import load_calendar
from requests_app.choices import ConsultationKind, Opinion
from requests_app.deadlines import facts as ledger
from requests_app.deadlines.clock import is_open
from requests_app.letters import facts, remedies
from requests_app.letters.kinds import kind_of_outcome
from requests_app.models import Answer, Consultation
from requests_app.outcomes import BY_CODE, law_of
from requests_app.preconditions import Part
from requests_app.services.letters.rows import correction, fee, reasons, wanted

if TYPE_CHECKING:
    from disclosure.models import Document
    from requests_app.models import InformationRequest


def answer_facts(
    request: InformationRequest,
    row: Answer,
    *,
    parts: Sequence[Part],
    files: Sequence[str],
    documents: Iterable[Document],
    on: dt.date,
) -> facts.Answer:
    """What the letter of an answer says, signed or not, as of a day; a row that is not saved yet
    has its parts, the titles of its files and its public documents told beside it.
    """
    organ, public = request.organ, list(documents)
    group = BY_CODE[row.outcome].group
    return facts.Answer(
        outcome=row.outcome,
        law=law_of(
            row.outcome,
            is_elsewhere=row.is_elsewhere,
            is_public=bool(public) and not files,
            grounds=[part.ground for part in parts],
        ),
        body=row.body,
        reason=row.reason,
        signed_on=row.signed_on,
        remedies=remedies.in_answer(
            row.outcome,
            remedies.remedy_of(row.outcome, settings.OUTCOME_REMEDIES),
            organ.review_organ,
            court=organ.court,
            paper="本答复" if kind_of_outcome(group).code == "reply" else "本告知书",
        ),
        wanted=wanted(request),
        override_reason=row.override_reason,
        is_elsewhere=row.is_elsewhere,
        in_charge=row.in_charge_told,
        parts=tuple(parts),
        provision=row.provision,
        unasked_reason=row.unasked_reason,
        earlier_number=row.earlier_number,
        earlier_on=row.earlier_on,
        files=tuple(files),
        sources=tuple(
            facts.Source(each.title, each.doc_number, absolute(each.get_absolute_url()))
            for each in public
        ),
        opinions=_opinions(request, on=on),
        correction=correction(request),
        demand=reasons(request),
        fee=fee(request),
    )


def _opinions(request: InformationRequest, *, on: dt.date) -> facts.Opinions:
    """Of the third parties alone; a letter that came back asked nobody. Who still had time when
    the answer was signed was not silent.
    """
    rows = request.consultations.filter(kind=ConsultationKind.THIRD_PARTY)
    asked = [row for row in rows if row.opinion != Opinion.NONE]
    calendar = load_calendar()
    unheard = [row for row in asked if not row.opinion]
    waited_for = sum(is_open(_term(row), calendar, on=on) for row in unheard)
    return facts.Opinions(
        asked=len(asked),
        objecting=sum(row.opinion in (Opinion.OBJECTS, Opinion.PARTLY) for row in asked),
        silent=len(unheard) - waited_for,
        waited_for=waited_for,
    )


def _term(row: Consultation) -> ledger.Consultation:
    kind = ledger.ConsultationKind(row.kind)
    return ledger.Consultation(kind, row.sent_on, row.served_on, row.closed_on)
