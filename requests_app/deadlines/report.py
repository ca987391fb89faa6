"""The answer as plain values for JSON."""

import datetime as dt
from typing import Any

from portal.workdays.calendar import CountedDay, Deadline, WorkingCalendar
from requests_app.deadlines.clock import Clock
from requests_app.deadlines.steps import Step, explain


def report(clock: Clock, calendar: WorkingCalendar) -> dict[str, Any]:
    """The dates, the state and every step; the keys are told in docs/clock.md."""
    return {
        "notice_of_correction_due": _due(clock.notice_of_correction),
        "reply_due": _due(clock.reply),
        "third_party_due": _due(clock.third_party),
        "fee_due": _due(clock.fee),
        "review_due": _due(clock.review),
        "suit_due": _due(clock.suit),
        "state": clock.state.value,
        "provisional": clock.is_provisional,
        "explanation": [_step(step) for step in explain(clock, calendar)],
    }


def _due(deadline: Deadline | None) -> str | None:
    return _iso(deadline.due_on) if deadline else None


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _step(step: Step) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "from": _iso(step.first),
        "to": _iso(step.last),
        "days": step.days,
        "text": step.text,
        "article": step.article.citation if step.article else None,
        "lines": [_line(line) for line in step.lines],
    }


def _line(line: CountedDay) -> dict[str, Any]:
    return {"date": line.date.isoformat(), "ordinal": line.ordinal, "text": str(line)}
