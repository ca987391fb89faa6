"""文号 of the letters of a request for correction, taken in the transaction of the act."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from requests_app.choices import ApplicantKind
from requests_app.letters import facts
from requests_app.letters.corrections import ANSWER, RECORD_KINDS, SENT_ON, Decided, SentOn
from requests_app.letters.kinds import About, Kind, paper_of
from requests_app.letters.paper import to_json
from requests_app.models import RecordDecision, RecordForwarding, RecordLetter
from requests_app.services.issuing import next_number
from requests_app.services.letter_facts import contact_of

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ
    from requests_app.letters.paper import Paper
    from requests_app.models import RecordCorrection

RecordSubject = RecordDecision | RecordForwarding


def record_kind(subject: RecordSubject) -> Kind:
    """Which letter tells it."""
    return ANSWER if isinstance(subject, RecordDecision) else SENT_ON


def letter_of(subject: RecordSubject) -> RecordLetter | None:
    """The letter that tells it, once it has its number."""
    return RecordLetter.objects.filter(**{record_kind(subject).about.value: subject}).first()


def issue_record_letter(
    correction: RecordCorrection, action: str, *, by: User | None, at: dt.datetime
) -> RecordLetter | None:
    """Number what the act sends. The caller holds the row, and writes its audit entry afterwards:
    the counters are locked before the trail by everyone.
    """
    kind = next((each for each in RECORD_KINDS.values() if action in each.acts), None)
    if kind is None or by is None:
        return None
    is_answer = kind.about is About.RECORD_DECISION
    rows = correction.decisions if is_answer else correction.forwardings
    return make_record_letter(rows.order_by("-id")[0], by=by, at=at)


def make_record_letter(subject: RecordSubject, *, by: User, at: dt.datetime) -> RecordLetter:
    """The letter with its number, the same one when asked twice. The caller holds the case."""
    kind, organ = record_kind(subject), _sender(subject)
    if known := letter_of(subject):
        return known
    today = timezone.localdate(at)
    content = to_json(_draw_up(kind, subject, organ))
    counter = next_number(organ, kind.series, today.year)
    return RecordLetter.objects.create(
        correction=subject.correction,
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


def _sender(subject: RecordSubject) -> Organ:
    if isinstance(subject, RecordForwarding):
        return subject.source
    return subject.correction.organ


def _draw_up(kind: Kind, subject: RecordSubject, organ: Organ) -> Paper:
    correction, is_decision = subject.correction, isinstance(subject, RecordDecision)
    case = facts.Case(
        organ=organ.name,
        contact=contact_of(organ),
        number=correction.number,
        subject=correction.record,
        # Where it was sent on, this is the day on which the next organ got it.
        received_on=correction.started_on if is_decision else None,
        addressee=correction.name,
        you="您" if correction.applicant_kind == ApplicantKind.PERSON else "贵单位",
    )
    given = _decided(subject) if isinstance(subject, RecordDecision) else _sent_on(subject)
    return paper_of(kind, case, given)


def _decided(row: RecordDecision) -> Decided:
    return Decided(
        kind=row.kind,
        asked=(("哪里不准确", row.correction.inaccurate), ("应当是什么", row.correction.should_be)),
        text=row.text,
        decided_on=timezone.localdate(row.approved_at),
        corrected_on=row.corrected_on,
        ground=row.get_ground_display(),
        right_organ=row.right_organ,
        right_contacts=row.right_contacts,
    )


def _sent_on(row: RecordForwarding) -> SentOn:
    return SentOn(row.target.name, contact_of(row.target), row.reason, row.forwarded_on)
