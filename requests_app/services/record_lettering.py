"""Printing a letter of a request for correction: each time with an entry in the trail."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.statute import PRIVACY_LAW, Article
from requests_app.letters.paper import from_json
from requests_app.models import RecordDecision
from requests_app.record_permissions import may_print_record_letter
from requests_app.services.lettering import NOT_YET, PURGED
from requests_app.services.record_issuing import RecordSubject, make_record_letter
from requests_app.services.record_stepping import locked_record

if TYPE_CHECKING:
    from portal.accounts.models import User
    from requests_app.letters.paper import Paper
    from requests_app.models import RecordLetter


@transaction.atomic
def open_record_letter(*, subject: RecordSubject, by: User, at: dt.datetime) -> Paper:
    """The letter to be printed; one of before letters were numbered gets its number now."""
    subject.correction = held = locked_record(subject.correction)
    if not (verdict := may_print_record_letter(by, subject)):
        raise NotPermitted(verdict.reason)
    if held.purged_at:
        raise ActRefused(PURGED)
    if isinstance(subject, RecordDecision) and subject.approved_at is None:
        raise ActRefused(NOT_YET)
    letter = make_record_letter(subject, by=by, at=at)
    record(
        action="records.print_letter",
        summary=f"打印{letter.get_kind_display()}：{held.number}",
        by=by,
        at=at,
        organ=letter.organ,
        subject=held,
        basis=Article(51, law=PRIVACY_LAW),
        details={"letter": letter.kind, "number": letter.number},
    )
    return paper_of_record_letter(letter)


def paper_of_record_letter(letter: RecordLetter) -> Paper:
    """Its words as they went out. Raises ActRefused once they are gone."""
    if letter.correction.purged_at:
        raise ActRefused(PURGED)
    return replace(from_json(letter.content), number=letter.number)
