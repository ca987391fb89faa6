"""What becomes of suggestions: each is answered with a reason, by the rules of every ledger;
another hand takes the answers to the public, and each writer is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction

from decisions.events.models import Event, Suggestion
from decisions.events.selectors import ledger_of_suggestions
from decisions.events.services import suggestions
from decisions.events.services.events import STEPS
from decisions.events.services.notices import tell_answered
from decisions.events.workflow import Said
from decisions.ledgers.refusals import answer_of, clean, explained, summary_of
from decisions.ledgers.terms import OUTCOMES
from portal.acts.refusals import needed, numbers_of
from portal.common.errors import ActRefused
from portal.personal.free_text import masked

if TYPE_CHECKING:
    from portal.accounts.models import User

_CHANGED: Final = "怎样改进"


@transaction.atomic
def answer(
    *,
    event: Event,
    numbers: Sequence[str],
    outcome: str,
    reason: str,
    summary: str,
    change: str = "",
    by: User,
    at: dt.datetime,
) -> Event:
    """Say what becomes of one or several suggestions, by their numbers; until it is published the
    later word counts. Raises ActRefused for numbers that are none, and an outcome without a reason.
    """
    held, act = STEPS.begin(event, "answer_suggestions", by, at)
    said = answer_of(outcome, reason, change, changed=_CHANGED) | {"summary": summary_of(summary)}
    wanted = numbers_of(numbers)
    if not wanted:
        raise ActRefused("请填写建议的编号。")
    rows = suggestions.locked(held, Said.RECEIVED, Said.ANSWERED).filter(serial__in=wanted)
    found = {row.serial: row for row in rows}
    if missing := [number for number in wanted if number not in found]:
        raise ActRefused(f"{missing[0]}号建议没有，或者已经反馈、撤回，请核对编号。")
    least: int = settings.CONSULTATION_CONCENTRATED_LEAST
    explained(len(found), outcome, said["reason"], least=least)
    for row in found.values():
        for name, value in said.items():
            setattr(row, name, value)
        suggestions.move(row, "answer", by=by, at=at, outcome=outcome)
    details = {"outcome": outcome, "suggestions": sorted(found)}
    return STEPS.finish(held, act, by=by, at=at, details=details)


@transaction.atomic
def publish(*, event: Event, by: User, at: dt.datetime) -> Event:
    """Everybody reads what became of the suggestions, and each writer is told. Raises ActRefused
    while one may still be made, or is not answered.
    """
    held, act = STEPS.begin(event, "publish_suggestions", by, at)
    held.suggestions_told_at = at
    line = ledger_of_suggestions(held)
    for row in suggestions.locked(held, Said.ANSWERED):
        if row.signup.purged_at:
            row.text = ""  # its writer's data are gone, and now nobody has to read it any more
        suggestions.move(row, "tell", by=by, at=at)
        tell_answered(row, at=at)
    figures = {name: getattr(line, name) for name in OUTCOMES}
    return STEPS.finish(held, act, by=by, at=at, details={"received": line.received, **figures})


def proposed_text(suggestion: Suggestion) -> str:
    """What may be shown, with all that is personal masked: where a person begins."""
    name = suggestion.signup.name
    return masked(suggestion.text, names=[name] if name else [])


@transaction.atomic
def show(*, suggestion: Suggestion, text: str, by: User, at: dt.datetime) -> Suggestion:
    """Release a copy as it stands here; it is read once the answers are. Raises ActRefused for
    numbers of persons in it.
    """
    held, act = suggestions.STEPS.begin(suggestion, "show", by, at)
    held.public_text = clean(needed(text, "公开的文字"))
    held.shown_at = at
    return suggestions.STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def hide(*, suggestion: Suggestion, reason: str, by: User, at: dt.datetime) -> Suggestion:
    """Take a copy off the page at once."""
    held, act = suggestions.STEPS.begin(suggestion, "hide", by, at)
    suggestions.taken_off(held)
    words = needed(reason, "撤下的理由")[:500]
    return suggestions.STEPS.finish(held, act, by=by, at=at, reason=words)
