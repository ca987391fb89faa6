"""Suggestions after a session, for their writer and for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from decisions.events.choices import Result
from decisions.events.models import Event, SignUp, Suggestion
from decisions.events.selectors import answered_suggestions
from decisions.events.services.suggestions import STEPS
from decisions.events.workflow import Said
from decisions.ledgers.ledger import Line, line_of
from decisions.ledgers.terms import OUTCOMES

_COLOURS: Final = {
    Said.RECEIVED: "not_yet",
    Said.ANSWERED: "not_yet",
    Said.TOLD: "in_force",
    Said.WITHDRAWN: "expired",
}


@dataclass(frozen=True)
class Own:
    """One of one's own: what was written, where it stands, what came of it once that is public."""

    row: Suggestion
    code: str
    word: str
    is_told: bool
    may_withdraw: bool
    may_unpublish: bool


@dataclass(frozen=True)
class Answered:
    """What everybody reads of the suggestions of an event: how many ended how, and each."""

    line: Line
    rows: Sequence[Suggestion]
    figures: Sequence[tuple[str, int]]


def suggestions_of(signup: SignUp) -> list[Own]:
    """Those of one sign-up; how one was answered is its writer's to read with everybody. One
    query.
    """
    today = timezone.localdate()
    return [
        Own(
            row,
            _COLOURS[Said(row.status)],
            "已收到，正在处理" if row.status == Said.ANSWERED else row.get_status_display(),
            row.status == Said.TOLD,
            bool(STEPS.party_verdict(row, "withdraw", on=today)),
            bool(STEPS.party_verdict(row, "withdraw_consent", on=today)),
        )
        for row in signup.suggestions.order_by("serial")
    ]


def answered_of(event: Event) -> Answered | None:
    """For the page of an event; None before the answers are published. One query at most."""
    rows = answered_suggestions(event)
    if not rows:
        return None
    counted = {code: sum(row.outcome == code for row in rows) for code in OUTCOMES}
    figures = [(Result(code).label, number) for code, number in counted.items() if number]
    return Answered(line_of(counted), rows, figures)
