"""典型案例: a public answer that shows others how such a matter is handled, and why it does."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from policies.messages.services.steps import STEPS
from portal.acts.refusals import needed, refuse_if
from portal.common.errors import ActRefused
from portal.common.verdicts import Blocker
from portal.personal.free_text import grave

if TYPE_CHECKING:
    from policies.messages.models import Message
    from portal.accounts.models import User

LONGEST_NOTE: Final = 300


@transaction.atomic
def choose(*, message: Message, note: str, by: User, at: dt.datetime) -> Message:
    """Set it before the others, with the words that say why; again, they take the place of those
    before. Raises Blocked for numbers of persons in them.
    """
    held, act = STEPS.begin(message, "choose_typical", by, at)
    note = needed(note, "典型在哪里")
    if len(note) > LONGEST_NOTE:
        raise ActRefused(f"典型在哪里最多写{LONGEST_NOTE}字，请删减。")
    refuse_if(
        [
            Blocker("personal", f"里面还有{spot.kind}（{spot.masked}），请先隐去。", "note")
            for spot in grave(note)
        ]
    )
    _keep(held, note, timezone.localdate(at), at=at)
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def drop(*, message: Message, reason: str, by: User, at: dt.datetime) -> Message:
    """It stands among the others again."""
    held, act = STEPS.begin(message, "drop_typical", by, at)
    reason = needed(reason, "不再列为典型案例的理由")
    _keep(held, "", None, at=at)
    return STEPS.finish(held, act, by=by, at=at, reason=reason)


def _keep(message: Message, note: str, on: dt.date | None, *, at: dt.datetime) -> None:
    row = message.published
    row.typical_note, row.typical_on, row.updated_at = note, on, at
    row.save(update_fields=["typical_note", "typical_on", "updated_at"])
