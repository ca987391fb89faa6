"""The period for the reply: where it begins, what is not counted in it, where it ends."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.workdays.calendar import (
    BeyondCalendar,
    Deadline,
    WorkingCalendar,
    chinese_date,
    deadline,
)
from requests_app.deadlines.facts import Consultation, ConsultationKind, Facts
from requests_app.deadlines.laws import (
    CO_MAKER,
    OPINION_DAYS,
    PAYMENT,
    PAYMENT_DAYS,
    REPLY,
    REPLY_DAYS,
    THIRD_PARTY,
    Readings,
)


class Waiting(StrEnum):
    """What the reply period waits for, while nobody can say when it will end."""

    CORRECTION = "correction"
    PAYMENT = "payment"
    OPINION = "opinion"


@dataclass(frozen=True)
class Stretch:
    """The days after `after`, up to and including `until`; counted or not.

    `ended_on` is the rest day on which the opinions ended, where `until` is rolled on from it.
    """

    after: dt.date
    until: dt.date
    counts: bool
    ended_on: dt.date | None = None


@dataclass(frozen=True)
class ReplyPeriod:
    """The reply period: `days` counted working days after `start`.

    `deadline` is None while the period waits for something of unknown date. `stretches` cover
    every day from `start` to the due date once, as far as they are known. `too_late` are
    consultations sent after the period had run out: they change nothing.
    """

    start: dt.date
    days: int
    deadline: Deadline | None = None
    waits_for: Waiting | None = None
    stretches: tuple[Stretch, ...] = ()
    too_late: tuple[Consultation, ...] = ()


def opinion_due(consultation: Consultation, calendar: WorkingCalendar) -> Deadline | None:
    """15 working days after the letter was served; None while it was not."""
    if consultation.served_on is None:
        return None
    is_third_party = consultation.kind is ConsultationKind.THIRD_PARTY
    return deadline(
        calendar,
        start=consultation.served_on,
        days=OPINION_DAYS,
        basis=THIRD_PARTY if is_third_party else CO_MAKER,
    )


def fee_due(facts: Facts, calendar: WorkingCalendar) -> Deadline | None:
    """20 working days after the notice to pay arrived; None without one."""
    if facts.fee is None:
        return None
    start = facts.fee.notice_received_on
    return deadline(calendar, start=start, days=PAYMENT_DAYS, basis=PAYMENT)


def paid_in_time(facts: Facts, calendar: WorkingCalendar) -> dt.date | None:
    """The day of payment, unless the applicant was already deemed to have given up."""
    due = fee_due(facts, calendar)
    if facts.fee is None or due is None or facts.fee.paid_on is None:
        return None
    return None if due.is_overdue(on=facts.fee.paid_on) else facts.fee.paid_on


def is_payment_undecided(facts: Facts, calendar: WorkingCalendar) -> bool:
    """Whether the payment came so far beyond the calendar that it may be in time or late."""
    due, paid_on = fee_due(facts, calendar), paid_in_time(facts, calendar)
    if facts.fee is None or paid_on is None or due is None or not due.provisional:
        return False
    # So many working days are never fewer days.
    earliest = facts.fee.notice_received_on + dt.timedelta(days=PAYMENT_DAYS)
    return paid_on > max(earliest, due.at_least or earliest)


def reply_period(facts: Facts, calendar: WorkingCalendar, readings: Readings) -> ReplyPeriod:
    """The period under these facts, which must be free of contradictions."""
    start = _start(facts, calendar, readings)
    extension = facts.extension
    granted = extension is not None and (
        readings.extension_outlives_restart or extension.approved_on >= start
    )
    period = ReplyPeriod(start, REPLY_DAYS + (extension.days if extension and granted else 0))
    if any(each.received_on is None for each in facts.corrections):
        return replace(period, waits_for=Waiting.CORRECTION)
    if facts.fee and readings.payment_restarts and paid_in_time(facts, calendar) is None:
        return replace(period, waits_for=Waiting.PAYMENT)
    try:
        return _ended(period, facts.consultations, calendar)
    except BeyondCalendar as error:
        return replace(period, deadline=_provisional(period, error))


def _start(facts: Facts, calendar: WorkingCalendar, readings: Readings) -> dt.date:
    """The last day on which the period began: receipt, then each restart."""
    days = [facts.received_on, *(each.received_on for each in facts.corrections)]
    if readings.payment_restarts:
        days.append(paid_in_time(facts, calendar))
    return max(day for day in days if day is not None)


def _ended(
    period: ReplyPeriod, consultations: tuple[Consultation, ...], calendar: WorkingCalendar
) -> ReplyPeriod:
    """Count the period to its end, leaving out the union of the consultations.

    A consultation belongs to the period when it was sent no later than the due date that the
    earlier ones had led to. Raises BeyondCalendar.
    """
    ordered = sorted(consultations, key=lambda each: each.sent_on)
    due = calendar.add(period.start, period.days)
    excluded = 0
    reached = period.start
    stretches: list[Stretch] = []
    for place, each in enumerate(ordered):
        if each.sent_on > due:
            period = replace(period, too_late=tuple(ordered[place:]))
            break
        until = _opinion_end(each, calendar)
        after = max(each.sent_on, reached)
        if until is None:
            if after > reached:
                stretches.append(Stretch(reached, after, counts=True))
            return replace(period, waits_for=Waiting.OPINION, stretches=tuple(stretches))
        if until <= after:
            continue
        ended_on = until
        if after == due:
            # Sent on the last day: nothing is left to count, so the period ends with the opinion.
            until = calendar.roll(until)
        if after > reached:
            stretches.append(Stretch(reached, after, counts=True))
        rolled_from = ended_on if until > ended_on else None
        stretches.append(Stretch(after, until, counts=False, ended_on=rolled_from))
        excluded += calendar.count(after, until)
        reached = until
        due = calendar.add(period.start, period.days + excluded)
    if reached < due:
        stretches.append(Stretch(reached, due, counts=True))
    found = deadline(calendar, start=period.start, days=period.days + excluded, basis=REPLY)
    return replace(period, deadline=found, stretches=tuple(stretches))


def _opinion_end(consultation: Consultation, calendar: WorkingCalendar) -> dt.date | None:
    """The day the opinion arrived or its term lapsed, whichever came first; None while open."""
    if consultation.served_on is None:
        return consultation.closed_on
    try:
        lapse = calendar.add(consultation.served_on, OPINION_DAYS)
    except BeyondCalendar as error:
        # The term ends later than the calendar, so an opinion within the calendar came in time.
        if consultation.closed_on and consultation.closed_on <= error.covered_until:
            return consultation.closed_on
        raise
    return min(consultation.closed_on or lapse, lapse)


def _provisional(period: ReplyPeriod, error: BeyondCalendar) -> Deadline:
    return Deadline(
        due_on=None,
        basis=REPLY,
        explanation=f"自{chinese_date(period.start)}的次日起{period.days}个工作日，"
        f"征求意见所需时间不计算在内。{error}"
        f"待国务院公布{error.year}年节假日安排并收录后确定。",
        provisional=True,
        at_least=max(period.start, error.covered_until),
    )
