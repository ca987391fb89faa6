"""Short ways to ask the clock of the shipped calendar, and to read its answer."""

import datetime as dt

from requests_app.deadlines.clock import Clock, clock
from requests_app.deadlines.facts import Consultation, ConsultationKind, Facts
from requests_app.deadlines.steps import Step, explain
from tests.workdays.calendars import CALENDAR

D = dt.date.fromisoformat
THIRD_PARTY, CO_MAKER = ConsultationKind.THIRD_PARTY, ConsultationKind.CO_MAKER


def day(text: str | None) -> dt.date | None:
    return D(text) if text else None


def asked(
    sent: str,
    *,
    served: str | None = None,
    closed: str | None = None,
    kind: ConsultationKind = THIRD_PARTY,
) -> Consultation:
    return Consultation(kind, D(sent), day(served), day(closed))


def on(received: str, **facts: object) -> Clock:
    return clock(Facts(D(received), **facts), CALENDAR)


def due(answer: Clock) -> str | None:
    return str(answer.reply.due_on) if answer.reply and answer.reply.due_on else None


def step(answer: Clock, kind: str) -> Step:
    return next(each for each in explain(answer, CALENDAR) if each.kind == kind)


def kinds(answer: Clock) -> list[str]:
    return [each.kind for each in explain(answer, CALENDAR)]
