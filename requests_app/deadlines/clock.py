"""The answer: every deadline of an application, its state, and why."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.workdays.calendar import Deadline, WorkingCalendar, chinese_date, deadline
from requests_app.deadlines import laws, remedies
from requests_app.deadlines.contradictions import contradictions
from requests_app.deadlines.facts import Consultation, ConsultationKind, Facts, FactsError
from requests_app.deadlines.laws import DEFAULT_READINGS, Readings
from requests_app.deadlines.reply import (
    ReplyPeriod,
    Waiting,
    fee_due,
    is_payment_undecided,
    opinion_due,
    paid_in_time,
    reply_period,
)


class State(StrEnum):
    """Where an application stands on a day (docs/clock.md)."""

    RUNNING = "running"
    AWAITING_CORRECTION = "awaiting_correction"
    CONSULTING = "consulting"
    AWAITING_PAYMENT = "awaiting_payment"
    DEEMED_WITHDRAWN = "deemed_withdrawn"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class Clock:
    """The deadlines; None where nothing has begun to run, or nobody can say when it will end."""

    facts: Facts
    readings: Readings
    notice_of_correction: Deadline
    period: ReplyPeriod
    third_party: Deadline | None
    fee: Deadline | None
    remedies_from: dt.date | None
    review: Deadline | None
    suit: Deadline | None
    state: State

    @property
    def reply(self) -> Deadline | None:
        """When the reply is due; None while that waits for something of unknown date."""
        return self.period.deadline

    @property
    def is_provisional(self) -> bool:
        """Whether a date is missing because the calendar does not reach far enough."""
        deadlines = (
            *(self.notice_of_correction, self.reply, self.third_party),
            *(self.fee, self.review, self.suit),
        )
        return any(each.provisional for each in deadlines if each is not None)


def clock(
    facts: Facts, calendar: WorkingCalendar, *, readings: Readings = DEFAULT_READINGS
) -> Clock:
    """Reckon every deadline. Raises FactsError when the facts cannot all be true."""
    problems = contradictions(facts)
    if not problems:
        problems = _late_extension(facts, calendar, readings)
    if problems:
        raise FactsError(problems)
    known = facts.known_on(facts.judged_on)
    known_period = reply_period(known, calendar, readings)
    state = _state(known, known_period, calendar, facts.judged_on)
    start = _remedies_from(facts, known_period, state)
    review, suit = _remedies(start, calendar, is_silence=facts.delivered_on is None)
    return Clock(
        facts=facts,
        readings=readings,
        notice_of_correction=deadline(
            calendar,
            start=facts.received_on,
            days=laws.CORRECTION_NOTICE_DAYS,
            basis=laws.CORRECTION,
        ),
        period=reply_period(facts, calendar, readings),
        third_party=_third_party(facts, calendar),
        fee=fee_due(facts, calendar),
        remedies_from=start,
        review=review,
        suit=suit,
        state=state,
    )


def due_known_on(
    day: dt.date, facts: Facts, calendar: WorkingCalendar, readings: Readings
) -> dt.date | None:
    """The due date as it stood on `day`; None where there was none."""
    found = reply_period(facts.known_on(day), calendar, readings).deadline
    return found.due_on if found else None


def is_open(consultation: Consultation, calendar: WorkingCalendar, *, on: dt.date) -> bool:
    """Whether the opinion was still awaited at the end of the day, as far as is known."""
    if consultation.sent_on > on:
        return False
    if consultation.closed_on is not None and consultation.closed_on <= on:
        return False
    due = opinion_due(consultation, calendar)
    return due is None or not due.is_overdue(on=on)


def is_undated(due: Deadline, *, on: dt.date) -> bool:
    """Whether nobody can say if the term is over on the day."""
    return due.due_on is None and due.at_least is not None and on > due.at_least


def _late_extension(facts: Facts, calendar: WorkingCalendar, readings: Readings) -> list[str]:
    if facts.extension is None:
        return []
    approved_on = facts.extension.approved_on
    due = due_known_on(approved_on, replace(facts, extension=None), calendar, readings)
    if due is None or approved_on <= due:
        return []
    return [
        f"延期应当在答复期限内批准（{laws.REPLY.citation}）：extension.approved_on"
        f"（{chinese_date(approved_on)}）晚于答复期限（{chinese_date(due)}）。"
    ]


def _third_party(facts: Facts, calendar: WorkingCalendar) -> Deadline | None:
    """The last day on which any third party that was served may still answer."""
    terms = [
        term
        for each in facts.consultations
        if each.kind is ConsultationKind.THIRD_PARTY
        and (term := opinion_due(each, calendar)) is not None
    ]
    # A term beyond the calendar ends later than all that have a date.
    return max(terms, key=lambda term: term.due_on or dt.date.max, default=None)


def _state(known: Facts, period: ReplyPeriod, calendar: WorkingCalendar, on: dt.date) -> State:
    if known.delivered_on is not None:
        return State.ANSWERED
    fee = fee_due(known, calendar)
    is_unpaid = fee is not None and paid_in_time(known, calendar) is None
    if fee is not None and is_unpaid:
        if is_undated(fee, on=on):
            return State.UNDETERMINED
        if fee.is_overdue(on=on):
            return State.DEEMED_WITHDRAWN
    if is_payment_undecided(known, calendar):
        return State.UNDETERMINED
    if any(each.received_on is None for each in known.corrections):
        return State.AWAITING_CORRECTION
    if is_unpaid:
        return State.AWAITING_PAYMENT
    return _running(known, period, calendar, on)


def _running(known: Facts, period: ReplyPeriod, calendar: WorkingCalendar, on: dt.date) -> State:
    due = period.deadline
    if due is not None and due.is_overdue(on=on):
        return State.OVERDUE
    if due is not None and is_undated(due, on=on):
        return State.UNDETERMINED
    if period.waits_for is Waiting.OPINION:
        return State.CONSULTING
    if any(is_open(each, calendar, on=on) for each in known.consultations):
        return State.CONSULTING
    return State.RUNNING


def _remedies_from(facts: Facts, known_period: ReplyPeriod, state: State) -> dt.date | None:
    """The day of delivery; without one, the end of a period that ran out unanswered."""
    if facts.delivered_on is not None:
        return facts.delivered_on
    if state is State.OVERDUE and known_period.deadline:
        return known_period.deadline.due_on
    return None


def _remedies(
    start: dt.date | None, calendar: WorkingCalendar, *, is_silence: bool
) -> tuple[Deadline | None, Deadline | None]:
    if start is None:
        return None, None
    review = laws.REVIEW_OF_SILENCE if is_silence else laws.REVIEW
    suit = laws.SUIT_OF_SILENCE if is_silence else laws.SUIT
    return (
        remedies.review_due(start, calendar, basis=review),
        remedies.suit_due(start, calendar, basis=suit),
    )
