"""The rows that acts put on record of a decision: each adds one, and changes none."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, TypeVar

from decisions.dossiers.models import Decision, Record
from decisions.dossiers.models.records import LONGEST_NOTE
from portal.acts.refusals import text_of

if TYPE_CHECKING:
    from portal.accounts.models import User

Row = TypeVar("Row", bound=Record)
LONGEST_TEXT: Final = 20_000
LONGEST_WORDS: Final = 500
LONGEST_NAME: Final = 200


def add(
    decision: Decision,
    table: type[Row],
    *,
    by: User,
    at: dt.datetime,
    note: str = "",
    reference: str = "",
    **columns: Any,
) -> Row:
    """One more row of a step in the present round."""
    return table._default_manager.create(
        decision=decision,
        round=decision.round,
        note=text_of(note, "公开说明", longest=LONGEST_NOTE, required=False),
        reference=text_of(reference, "材料编号", longest=LONGEST_NAME, required=False),
        recorded_by=by,
        recorded_at=at,
        **columns,
    )
