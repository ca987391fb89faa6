"""Printing a letter: whoever sends it opens its words, each time with an entry in the trail."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from portal.common.errors import ActRefused, NotPermitted
from portal.papers.printout import NOT_YET, PURGED, note_printing, paper_of_letter
from requests_app.letters.kinds import KINDS, Kind, To
from requests_app.letters.outside import reply_slip, ways_of_answering
from requests_app.models import Consultation
from requests_app.permissions import may_open_letter, may_unmask, may_weigh
from requests_app.services.consultation.letters import open_letter
from requests_app.services.letters.facts import Subject, draw_up, subjects_of
from requests_app.services.letters.numbers import make
from requests_app.services.reveal import Purpose, reveal
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.common.verdicts import Verdict
    from portal.papers.paper import Paper
    from requests_app.models import InformationRequest


def may_print(user: User | AnonymousUser, request: InformationRequest, kind: Kind) -> Verdict:
    """Those who send what names the applicant; those who judge an answer what they judge it on;
    the handlers alone for letters to others.
    """
    if kind.to is To.OFFICE:
        return may_weigh(user, request) or may_unmask(user, request)
    return may_unmask(user, request) if kind.has_applicant else may_open_letter(user, request)


@transaction.atomic
def open_paper(
    *,
    request: InformationRequest,
    kind: Kind,
    subject: Subject,
    by: User,
    at: dt.datetime,
    ways: str = "",
) -> Paper:
    """The letter to be printed. One that has no number yet is numbered now, the first time.

    `ways` is the address at which a letter that asks for an opinion is answered.
    """
    if not (verdict := may_print(by, request, kind)):
        raise NotPermitted(verdict.reason)
    request = STEPS.locked(request)
    if request.purged_at:
        raise ActRefused(PURGED)
    if kind.is_form:
        paper, number = draw_up(kind, request, subject), ""
    elif not request.acts.filter(action__in=kind.acts).exists():
        # A part has the words of the whole; the letter with them was sent in the whole.
        raise ActRefused(NOT_YET)
    else:
        letter = make(kind, request, subject, by=by, at=at)
        paper, number = (paper_of_letter(letter), letter.number) if letter else (None, "")
    if paper is None:
        raise ActRefused(NOT_YET)
    is_outside = kind.to in (To.THIRD_PARTY, To.CO_MAKER) and not kind.is_form
    if isinstance(subject, Consultation) and is_outside:
        return _with_code(paper, subject, ways, by=by, at=at)
    _note(request, kind, number, by=by, at=at)
    return paper


def named(request: InformationRequest, name: str) -> tuple[Kind, Subject] | None:
    """The letter that `kind` or `kind:row` names within the case; None for any other."""
    code, _, row = name.partition(":")
    kind = KINDS.get(code)
    if kind is None:
        return None
    for subject in subjects_of(request, kind):
        if (str(subject.pk) if subject else "") == row:
            return kind, subject
    return None


def _with_code(
    paper: Paper, consultation: Consultation, ways: str, *, by: User, at: dt.datetime
) -> Paper:
    code = open_letter(consultation=consultation, by=by, at=at)
    told = ways_of_answering(ways, consultation.number, code, paper.organ)
    slip = reply_slip(consultation.number)
    return replace(paper, paragraphs=(*paper.paragraphs, *told), attached=slip)


def _note(
    request: InformationRequest, kind: Kind, number: str, *, by: User, at: dt.datetime
) -> None:
    """One entry for each look, with the kind and the number of the letter and nothing in it."""
    if kind.has_applicant:
        details = {"letter": kind.code, "number": number}
        reveal(request=request, purpose=Purpose.LETTER, by=by, at=at, details=details)
        return
    note_printing(
        request,
        kind,
        prefix="requests",
        number=number,
        organ=request.organ,
        basis=kind.articles[0],
        by=by,
        at=at,
    )
