"""Random ledgers, and a naive day-by-day reckoning written apart from the code it checks."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache
from random import Random

import chinese_calendar  # type: ignore[import-untyped]

from requests_app.deadlines.facts import (
    Consultation,
    ConsultationKind,
    Correction,
    Extension,
    Facts,
    Fee,
)

DAY = dt.timedelta(days=1)
FIRST = dt.date(2019, 6, 1)
# Late enough that some periods leave the loaded calendar.
LAST = dt.date(2026, 12, 20)


def _later(random: Random, day: dt.date, most: int) -> dt.date:
    return day + random.randint(0, most) * DAY


def _perhaps(random: Random, day: dt.date, most: int) -> dt.date | None:
    return _later(random, day, most) if random.random() < 0.7 else None


def _consultation(random: Random, received: dt.date) -> Consultation:
    sent = _later(random, received, 50)
    served = _perhaps(random, sent, 8)
    return Consultation(
        kind=random.choice(list(ConsultationKind)),
        sent_on=sent,
        served_on=served,
        closed_on=_perhaps(random, served or sent, 40),
    )


def ledger(random: Random) -> Facts:
    """Facts in a possible order; the extension may come too late, and is then refused."""
    received = _later(random, FIRST, (LAST - FIRST).days)
    corrections: tuple[Correction, ...] = ()
    if random.random() < 0.3:
        noticed = _later(random, received, 14)
        corrections = (Correction(noticed, _perhaps(random, noticed, 30)),)
    extension = fee = None
    if random.random() < 0.4:
        extension = Extension(_later(random, received, 45), random.randint(1, 20))
    if random.random() < 0.25:
        told = _later(random, received, 40)
        fee = Fee(told, _perhaps(random, told, 45))
    asked = random.choice([0, 0, 1, 1, 2, 3, 4])
    consultations = tuple(_consultation(random, received) for _ in range(asked))
    facts = Facts(received, corrections, consultations, extension, fee)
    latest = facts.judged_on
    return replace(
        facts,
        delivered_on=_later(random, latest, 60) if random.random() < 0.3 else None,
        as_of=_later(random, received, 120) if random.random() < 0.6 else None,
    )


class OffTheCalendar(Exception):
    """The walk left the years the independent calendar knows."""


@cache
def works(day: dt.date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:
        raise OffTheCalendar from error


def walk(start: dt.date, number: int) -> dt.date:
    day, counted = start, 0
    while counted < number:
        day += DAY
        counted += works(day)
    return day


@dataclass(frozen=True)
class Naive:
    """What the walk found: a due date, or why there is none."""

    start: dt.date | None = None
    due: dt.date | None = None
    is_open: bool = False
    is_beyond: bool = False


def _end(each: Consultation) -> dt.date | None:
    ends = [each.closed_on] if each.closed_on else []
    if each.served_on:
        try:
            ends.append(walk(each.served_on, 15))
        except OffTheCalendar:
            ends.append(dt.date(2027, 1, 1))
    return min(ends, default=None)


def reckon(facts: Facts) -> Naive:
    """The reply period, a day at a time.

    It is over on the first working day by whose end enough days were counted while no
    consultation, sent by then, still goes on into the next day.
    """
    starts = [facts.received_on]
    for correction in facts.corrections:
        if correction.received_on is None:
            return Naive(is_open=True)
        starts.append(correction.received_on)
    if facts.fee:
        paid = facts.fee.paid_on
        try:
            if paid is None or paid > walk(facts.fee.notice_received_on, 20):
                return Naive(is_open=True)
        except OffTheCalendar:
            return Naive(is_open=True, is_beyond=True)
        starts.append(paid)
    needed = 20 + (facts.extension.days if facts.extension else 0)
    return _walk_to_the_end(max(starts), needed, facts.consultations)


def _walk_to_the_end(start: dt.date, needed: int, consultations: tuple[Consultation, ...]) -> Naive:
    spans = [(each.sent_on, _end(each)) for each in consultations]
    day, counted = start, 0
    try:
        while True:
            if any(end is None and sent <= day for sent, end in spans):
                return Naive(start, is_open=True)
            goes_on = any(end and sent <= day < end for sent, end in spans)
            if counted >= needed and works(day) and not goes_on:
                return Naive(start, day)
            day += DAY
            stands_still = any(end and sent < day <= end for sent, end in spans)
            counted += works(day) and not stands_still
    except OffTheCalendar:
        return Naive(start, is_beyond=True)
