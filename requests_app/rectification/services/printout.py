"""Printing a letter of a request for rectification: each time with an entry in the trail."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from portal.common.errors import ActRefused, NotPermitted
from portal.papers.printout import NOT_YET, PURGED, note_printing, paper_of_letter
from portal.personal.reveals import BASIS
from requests_app.rectification.models import RectificationDecision
from requests_app.rectification.permissions import may_print_rectification_letter
from requests_app.rectification.services.letters import (
    RectificationSubject,
    kind_of,
    make_rectification_letter,
)
from requests_app.rectification.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.papers.paper import Paper


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
    note_printing(
        held,
        kind_of(subject),
        prefix="records",
        number=letter.number,
        organ=letter.organ,
        basis=BASIS,
        by=by,
        at=at,
    )
    return paper_of_letter(letter)
