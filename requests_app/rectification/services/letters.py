"""文号 of the letters of a request for rectification, taken in the transaction of the act."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.papers.issue import number, standing
from requests_app.choices import ApplicantKind
from requests_app.letters import facts
from requests_app.letters.kinds import Series
from requests_app.rectification.letters import ANSWER, RECTIFICATION_KINDS, SENT_ON, Decided, SentOn
from requests_app.rectification.models import (
    RectificationDecision,
    RectificationForwarding,
    RectificationLetter,
)
from requests_app.services.letters.codes import codes_of
from requests_app.services.letters.rows import contact_of

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ
    from portal.papers.kinds import LetterKind
    from portal.papers.paper import Paper
    from requests_app.rectification.models import Rectification

RectificationSubject = RectificationDecision | RectificationForwarding


def kind_of(subject: RectificationSubject) -> LetterKind:
    """Which letter tells it."""
    return ANSWER if isinstance(subject, RectificationDecision) else SENT_ON


def letter_of(subject: RectificationSubject) -> RectificationLetter | None:
    """The letter that tells it, once it has its number."""
    kind = kind_of(subject)
    return standing(RectificationLetter, kind, {kind.about: subject})


def issue_rectification_letter(
    rectification: Rectification, action: str, *, by: User | None, at: dt.datetime
) -> list[str]:
    """Number what the act sends; returns the numbers. The caller holds the row."""
    kind = next(iter(RECTIFICATION_KINDS.sent_by(action)), None)
    if kind is None or by is None:
        return []
    rows = rectification.decisions if kind is ANSWER else rectification.forwardings
    return [make_rectification_letter(rows.order_by("-id")[0], by=by, at=at).number]


def make_rectification_letter(
    subject: RectificationSubject, *, by: User, at: dt.datetime
) -> RectificationLetter:
    """The letter with its number, the same one when asked twice. The caller holds the case."""
    if known := letter_of(subject):
        return known
    kind, organ = kind_of(subject), _sender(subject)
    about = {"rectification": subject.rectification, kind.about: subject}
    paper = _draw_up(kind, subject, organ)
    head = codes_of(organ).head(Series(kind.series))
    return number(RectificationLetter, kind, about, paper, organ=organ, head=head, by=by, at=at)


def _sender(subject: RectificationSubject) -> Organ:
    if isinstance(subject, RectificationForwarding):
        return subject.source
    return subject.rectification.organ


def _draw_up(kind: LetterKind, subject: RectificationSubject, organ: Organ) -> Paper:
    rectification, is_decision = subject.rectification, isinstance(subject, RectificationDecision)
    case = facts.Case(
        organ=organ.name,
        contact=contact_of(organ),
        number=rectification.number,
        subject=rectification.record,
        # Where it was sent on, this is the day on which the next organ got it.
        received_on=rectification.started_on if is_decision else None,
        addressee=rectification.name,
        you="您" if rectification.applicant_kind == ApplicantKind.PERSON else "贵单位",
    )
    given = _decided(subject) if isinstance(subject, RectificationDecision) else _sent_on(subject)
    return kind.paper(case, given)


def _decided(row: RectificationDecision) -> Decided:
    return Decided(
        kind=row.kind,
        asked=(
            ("哪里不准确", row.rectification.inaccurate),
            ("应当是什么", row.rectification.should_be),
        ),
        text=row.text,
        decided_on=timezone.localdate(row.approved_at),
        corrected_on=row.corrected_on,
        ground=row.get_ground_display(),
        right_organ=row.right_organ,
        right_contacts=row.right_contacts,
    )


def _sent_on(row: RectificationForwarding) -> SentOn:
    return SentOn(row.target.name, contact_of(row.target), row.reason, row.forwarded_on)
