"""文号: an act that sends a letter numbers it in its own transaction, without gaps, for good."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from requests_app.letters.kinds import KINDS, Kind, Series, sent_by, taken_back_by
from requests_app.letters.paper import to_json
from requests_app.models import InformationRequest, Letter, LetterCounter
from requests_app.services.letters.codes import codes_of
from requests_app.services.letters.facts import Subject, draw_up, subjects_of

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

# Acts that put right what a letter says: a day, the applicant's name.
_PUTS_RIGHT = ("rectify", "amend_particulars")


def issue_letters(
    request: InformationRequest, action: str, *, by: User | None, at: dt.datetime
) -> list[str]:
    """Number what an act sends and strike what it takes back; returns the numbers.

    The caller holds the row of the case, and writes its audit entry afterwards: the counters are
    locked before the trail by everyone, so that no two wait for each other.
    """
    for kind in taken_back_by(action):
        alive = request.letters.filter(kind=kind.code, void_on=None)
        alive.update(void_on=timezone.localdate(at))
    if by is None:
        return []
    made = _put_right(request) if action in _PUTS_RIGHT else []
    for kind in sent_by(action):
        subjects = subjects_of(request, kind)
        letter = make(kind, request, subjects[-1], by=by, at=at) if subjects else None
        if letter:
            made.append(letter.number)
    return made


def made_before(kind: Kind, request: InformationRequest, subject: Subject) -> Letter | None:
    """The letter of the kind to the row, as it was numbered."""
    return Letter.objects.filter(
        request=request, kind=kind.code, void_on=None, **_about(kind, subject)
    ).first()


def make(
    kind: Kind, request: InformationRequest, subject: Subject, *, by: User, at: dt.datetime
) -> Letter | None:
    """The letter with its number, the same one when asked twice; None while a fact is missing.

    The caller holds the row of the case.
    """
    if known := made_before(kind, request, subject):
        return known
    paper = draw_up(kind, request, subject)
    if paper is None:
        return None
    today = timezone.localdate(at)
    counter = next_number(request.organ, kind.series, today.year)
    return Letter.objects.create(
        request=request,
        organ=request.organ,
        kind=kind.code,
        head=counter.head,
        year=counter.year,
        sequence=counter.last,
        number=str(counter),
        content=to_json(paper),
        made_on=today,
        by=by,
        at=at,
        **_about(kind, subject),
    )


def _put_right(request: InformationRequest) -> list[str]:
    """An answer that was signed and has not left says what stands in the case now; its numbers."""
    known = InformationRequest.objects.get(pk=request.pk)
    changed = []
    for letter in known.letters.filter(void_on=None, answer__signed_on__isnull=False):
        paper = draw_up(KINDS[letter.kind], known, letter.answer)
        if hasattr(letter.answer, "delivery") or not paper or to_json(paper) == letter.content:
            continue
        letter.content = to_json(paper)
        letter.save(update_fields=["content"])
        changed.append(letter.number)
    return changed


def next_number(organ: Organ, series: Series, year: int) -> LetterCounter:
    """The counter with the number taken, held until the transaction ends."""
    key: dict[str, Any] = {"organ": organ, "head": codes_of(organ).head(series), "year": year}
    LetterCounter.objects.get_or_create(**key)
    counter = LetterCounter.objects.select_for_update().get(**key)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter


def _about(kind: Kind, subject: Subject) -> dict[str, Subject]:
    return {kind.about.value: subject} if subject else {}
