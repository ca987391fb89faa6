"""A letter that asks for an opinion, as its holder sees it and as it is printed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.workdays.services import load_calendar
from requests_app.choices import ConsultationKind
from requests_app.deadlines import facts as ledger
from requests_app.deadlines.reply import opinion_due
from requests_app.letters.outside import CO_MAKER, THIRD_PARTY, Words
from requests_app.letters.remedies import Remedies, of_opening
from requests_app.models import Consultation, ThirdPartyNotice
from requests_app.permissions import may_opine
from requests_app.presenters.clocks import steps_of_letter

_WORDS = {
    ConsultationKind.THIRD_PARTY.value: THIRD_PARTY,
    ConsultationKind.CO_MAKER.value: CO_MAKER,
}


def words_of(letter: Consultation) -> Words:
    """The words of its kind."""
    return _WORDS[letter.kind]


def letter_page(letter: Consultation, *, on: dt.date) -> dict[str, Any]:
    """Everything its holder sees; nothing of the application but the question."""
    calendar = load_calendar()
    facts = ledger.Consultation(
        ledger.ConsultationKind(letter.kind), letter.sent_on, letter.served_on, letter.closed_on
    )
    due = opinion_due(facts, calendar)
    return {
        "letter": letter,
        "organ": letter.request.organ,
        "words": words_of(letter),
        "doc_number": letter.letters.filter(kind=letter.kind)
        .values_list("number", flat=True)
        .first(),
        "due_on": due.due_on if due else None,
        "is_late": bool(due and not letter.closed_on and due.is_overdue(on=on)),
        "steps": steps_of_letter(facts, calendar, on=on),
        "may_answer": may_opine(None, letter, letter.request),
        "papers": list(letter.files.all()),
        "notices": [(notice, _remedies(notice)) for notice in _told(letter)],
    }


def _told(letter: Consultation) -> list[ThirdPartyNotice]:
    """The notices of answers that were signed: before that nothing is decided."""
    rows = letter.notices.filter(answer__signed_on__isnull=False)
    return list(rows.select_related("consultation__request__organ__review_organ"))


def _remedies(notice: ThirdPartyNotice) -> Remedies:
    organ = notice.consultation.request.organ
    return of_opening(organ.review_organ, court=organ.court)
