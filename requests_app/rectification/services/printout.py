"""Printing a letter of a request for rectification: each time with an entry in the trail."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.statute import PRIVACY_LAW, Article
from requests_app.letters.paper import from_json
from requests_app.rectification.models import RectificationDecision
from requests_app.rectification.permissions import may_print_rectification_letter
from requests_app.rectification.services.letters import (
    RectificationSubject,
    make_rectification_letter,
)
from requests_app.rectification.services.steps import STEPS
from requests_app.services.letters.printout import NOT_YET, PURGED

if TYPE_CHECKING:
    from portal.accounts.models import User
    from requests_app.letters.paper import Paper
    from requests_app.rectification.models import RectificationLetter


@transaction.atomic
def open_rectification_letter(*, subject: RectificationSubject, by: User, at: dt.datetime) -> Paper:
    """The letter to be printed; one of before letters were numbered gets its number now."""
    subject.rectification = held = STEPS.locked(subject.rectification)
    if not (verdict := may_print_rectification_letter(by, subject)):
        raise NotPermitted(verdict.reason)
    if held.purged_at:
        raise ActRefused(PURGED)
    if isinstance(subject, RectificationDecision) and subject.approved_at is None:
        raise ActRefused(NOT_YET)
    letter = make_rectification_letter(subject, by=by, at=at)
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
    return paper_of_rectification_letter(letter)


def paper_of_rectification_letter(letter: RectificationLetter) -> Paper:
    """Its words as they went out. Raises ActRefused once they are gone."""
    if letter.rectification.purged_at:
        raise ActRefused(PURGED)
    return replace(from_json(letter.content), number=letter.number)
