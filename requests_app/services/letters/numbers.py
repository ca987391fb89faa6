"""文号: an act that sends a letter numbers it in its own transaction."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from portal.papers import issue
from requests_app.letters.kinds import KINDS, Kind
from requests_app.models import InformationRequest, Letter
from requests_app.services.letters.codes import codes_of
from requests_app.services.letters.facts import Subject, draw_up, subjects_of

if TYPE_CHECKING:
    from portal.accounts.models import User

# Acts that put right what a letter says: a day, the applicant's name.
_PUTS_RIGHT = ("rectify", "amend_particulars")


def issue_letters(
    request: InformationRequest, action: str, *, by: User | None, at: dt.datetime
) -> list[str]:
    """Number what an act sends and strike what it takes back; returns the numbers.

    The caller holds the row of the case, and writes its audit entry afterwards.
    """
    issue.strike(request.letters.all(), KINDS.taken_back_by(action), at=at)
    if by is None:
        return []
    made = _put_right(request) if action in _PUTS_RIGHT else []
    for kind in KINDS.sent_by(action):
        subjects = subjects_of(request, kind)
        letter = make(kind, request, subjects[-1], by=by, at=at) if subjects else None
        if letter:
            made.append(letter.number)
    return made


def make(
    kind: Kind, request: InformationRequest, subject: Subject, *, by: User, at: dt.datetime
) -> Letter | None:
    """The letter with its number, the same one when asked twice; None while a fact is missing.

    The caller holds the row of the case.
    """
    about: dict[str, Any] = {kind.about.value: subject} if subject else {}
    about["request"] = request
    if known := issue.standing(Letter, kind, about):
        return known
    paper = draw_up(kind, request, subject)
    if paper is None:
        return None
    organ = request.organ
    head = codes_of(organ).head(kind.series)
    return issue.number(Letter, kind, about, paper, organ=organ, head=head, by=by, at=at)


def _put_right(request: InformationRequest) -> list[str]:
    """An answer that was signed and has not left says what stands in the case now; its numbers."""
    known = InformationRequest.objects.get(pk=request.pk)
    changed = []
    for letter in known.letters.filter(void_on=None, answer__signed_on__isnull=False):
        paper = draw_up(KINDS[letter.kind], known, letter.answer)
        is_gone = hasattr(letter.answer, "delivery")
        if paper and not is_gone and issue.put_right(letter, paper):
            changed.append(letter.number)
    return changed
