"""文号 of the letters of a request for rectification, taken in the transaction of the act."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from requests_app.choices import ApplicantKind
from requests_app.letters import facts
from requests_app.letters.kinds import About, Kind, paper_of
from requests_app.letters.paper import to_json
from requests_app.rectification.letters import ANSWER, RECTIFICATION_KINDS, SENT_ON, Decided, SentOn
from requests_app.rectification.models import (
    RectificationDecision,
    RectificationForwarding,
    RectificationLetter,
)
from requests_app.services.letters.facts import contact_of
from requests_app.services.letters.numbers import next_number

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ
    from requests_app.letters.paper import Paper
    from requests_app.rectification.models import Rectification

RectificationSubject = RectificationDecision | RectificationForwarding


def kind_of(subject: RectificationSubject) -> Kind:
    """Which letter tells it."""
    return ANSWER if isinstance(subject, RectificationDecision) else SENT_ON


def letter_of(subject: RectificationSubject) -> RectificationLetter | None:
    """The letter that tells it, once it has its number."""
    return RectificationLetter.objects.filter(**{kind_of(subject).about.value: subject}).first()


def issue_rectification_letter(
    rectification: Rectification, action: str, *, by: User | None, at: dt.datetime
) -> list[str]:
    """Number what the act sends; returns the numbers. The caller holds the row, and
    writes its audit entry afterwards: the counters are locked before the trail by everyone.
    """
    kind = next((each for each in RECTIFICATION_KINDS.values() if action in each.acts), None)
    if kind is None or by is None:
        return []
    is_answer = kind.about is About.RECTIFICATION_DECISION
    rows = rectification.decisions if is_answer else rectification.forwardings
    return [make_rectification_letter(rows.order_by("-id")[0], by=by, at=at).number]


def make_rectification_letter(
    subject: RectificationSubject, *, by: User, at: dt.datetime
) -> RectificationLetter:
    """The letter with its number, the same one when asked twice. The caller holds the case."""
    kind, organ = kind_of(subject), _sender(subject)
    if known := letter_of(subject):
        return known
    today = timezone.localdate(at)
    content = to_json(_draw_up(kind, subject, organ))
    counter = next_number(organ, kind.series, today.year)
    return RectificationLetter.objects.create(
        rectification=subject.rectification,
        organ=organ,
        kind=kind.code,
        head=counter.head,
        year=counter.year,
        sequence=counter.last,
        number=str(counter),
        content=content,
        made_on=today,
        by=by,
        at=at,
        **{kind.about.value: subject},
    )


def _sender(subject: RectificationSubject) -> Organ:
    if isinstance(subject, RectificationForwarding):
        return subject.source
    return subject.rectification.organ


def _draw_up(kind: Kind, subject: RectificationSubject, organ: Organ) -> Paper:
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
    return paper_of(kind, case, given)


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
