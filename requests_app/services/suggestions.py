"""Counting how often what is already public spared an application."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from requests_app.models import SuggestionLook

if TYPE_CHECKING:
    from portal.organs.models import Organ


def note_shown(
    *, organ: Organ, documents: int, answers: int, on: dt.date, previous: int | None = None
) -> SuggestionLook | None:
    """Count that matches were shown; once for one draft, and not when there were none."""
    if not documents + answers:
        return None
    known = SuggestionLook.objects.filter(pk=previous).first() if previous else None
    if known:
        return known
    return SuggestionLook.objects.create(
        organ=organ, shown_on=on, documents=documents, answers=answers
    )


def note_enough(*, look: int) -> bool:
    """Count that what was shown was what was wanted."""
    return bool(SuggestionLook.objects.filter(pk=look).update(was_enough=True))
