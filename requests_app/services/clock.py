"""From the rows of a case to its clock, and the dates kept beside it for lists."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings

from portal.workdays.services import load_calendar
from requests_app.choices import Opinion
from requests_app.deadlines import facts as ledger
from requests_app.deadlines.clock import Clock, clock
from requests_app.deadlines.laws import Readings
from requests_app.internal_terms import Terms
from requests_app.models import Answer
from requests_app.services.terms import apply_terms, terms_of

if TYPE_CHECKING:
    from portal.workdays.calendar import WorkingCalendar
    from requests_app.models import InformationRequest


def facts_of(request: InformationRequest, *, as_of: dt.date) -> ledger.Facts | None:
    """The ledger of a case as its rows tell it; None until its receipt is confirmed."""
    if request.received_on is None:
        return None
    notice = getattr(request, "correction_notice", None)
    extension = getattr(request, "extension", None)
    fee = getattr(request, "fee_notice", None)
    arrived = _arrived(request)
    # What left, ended or was given up is not late any more: only an answer that arrived is dated.
    closed = request.closed_on if arrived is None else None
    return ledger.Facts(
        received_on=request.received_on,
        corrections=((ledger.Correction(notice.noticed_on, notice.received_on),) if notice else ()),
        consultations=tuple(
            ledger.Consultation(
                ledger.ConsultationKind(row.kind),
                row.sent_on,
                row.served_on,
                row.closed_on,
                is_ended=row.opinion == Opinion.NONE,
            )
            for row in request.consultations.all()
        ),
        extension=ledger.Extension(extension.approved_on, extension.days) if extension else None,
        fee=ledger.Fee(fee.received_on, fee.paid_on) if fee and fee.received_on else None,
        delivered_on=arrived,
        as_of=max(min(as_of, closed), request.received_on) if closed else as_of,
    )


def clock_of(
    request: InformationRequest, *, as_of: dt.date, calendar: WorkingCalendar | None = None
) -> Clock | None:
    """Every deadline of a case as of a day; None until its receipt is confirmed.

    Raises FactsError when the rows contradict each other, which the acts do not let happen.
    """
    facts = facts_of(request, as_of=as_of)
    if facts is None:
        return None
    readings = Readings(**settings.REQUEST_CLOCK_READINGS)
    calendar = calendar or load_calendar()
    try:
        return clock(facts, calendar, readings=readings)
    except ledger.FactsError:
        if facts.extension is None:
            raise
    # A day told later, or a calendar loaded later, may show that the term was over when the
    # extension was agreed to: then it extends nothing, and the case is not stuck because of it.
    return clock(replace(facts, extension=None), calendar, readings=readings)


def apply_clock(
    request: InformationRequest,
    *,
    as_of: dt.date,
    calendar: WorkingCalendar | None = None,
    terms: Terms | None = None,
) -> Clock | None:
    """Set the dates kept for lists on the row in hand; does not save.

    A loop over cases takes calendar and terms once and passes them on.
    """
    calendar = calendar or load_calendar()
    found = clock_of(request, as_of=as_of, calendar=calendar)
    reply = found.reply if found else None
    request.reply_due_on = answer_due_on(request, found)
    request.reply_due_provisional = bool(reply and reply.provisional)
    undated = reply if reply and request.reply_due_on is None else None
    request.reply_not_before = undated.at_least if undated else None
    request.notice_due_on = found.notice_of_correction.due_on if found else None
    if request.reply_due_on is None:
        request.draft_due_on = request.review_due_on = None
    else:
        apply_terms(request, terms or terms_of(request.organ), calendar)
    return found


def answer_due_on(request: InformationRequest, found: Clock | None) -> dt.date | None:
    """The day by which to answer: the term's end, a later day set under 第三十五条, or the day
    ordered when the case is handled again.
    """
    reopenings = list(request.reopenings.all()) if request.pk else []
    if reopenings:
        return reopenings[-1].answer_by
    due = found.reply.due_on if found and found.reply else None
    deferral = getattr(request, "deferral", None)
    return max(due, deferral.until) if due and deferral else due


def _arrived(request: InformationRequest) -> dt.date | None:
    """When the last signed answer reached the applicant; none while it is handled again."""
    if not request.outcome:
        return None
    signed = Answer.objects.filter(request=request, signed_on__isnull=False)
    last = signed.select_related("delivery").order_by("-version").first()
    delivery = getattr(last, "delivery", None)
    return delivery.arrived_on if delivery else None
