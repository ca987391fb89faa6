"""What changed of what a consumer may read since a cursor, in order, withdrawals included.

The places are those of the library's changes. What is told of each entry is what may be read of it
now, by the rule of the rows: a copy kept in step never holds what the page does not show. The
cursor is sealed, so that one that was altered is refused and not followed.
"""

from __future__ import annotations

import datetime as dt
import hmac
from dataclasses import dataclass
from typing import Any

from disclosure.api.changes import history, places_after
from disclosure.api.cursors import BadCursor, pack, unpack
from disclosure.api.errors import OtherHistory
from disclosure.list_query import BadParameter, bad_cursor
from policies.answers.choices import Audience
from policies.answers.search_entries import kinds_of
from policies.answers.selectors import readable_rows
from portal.search.models import SearchEntry
from portal.search.querysets import START, Position
from portal.vault.keys import blind_index

_SEAL = 16


@dataclass(frozen=True)
class Change:
    """One change; without an answer the consumer may not read it any more."""

    id: int
    changed_at: dt.datetime
    answer: Any

    @property
    def change(self) -> str:
        """What a copy elsewhere does with it."""
        return "published" if self.answer else "withdrawn"


@dataclass(frozen=True)
class Changes:
    """Changes in order, where to go on, and whether there is more already."""

    results: tuple[Change, ...]
    next_cursor: str
    has_more: bool


def changes_since(cursor: str, scope: Audience, *, limit: int) -> Changes:
    """The next changes for a scope. Raises BadParameter for a cursor that was not given out for
    it, OtherHistory for one of another database.
    """
    position = _position(cursor, scope) if cursor else START
    rows = places_after(position, kinds_of(scope), limit=limit + 1)
    shown = rows[:limit]
    last = {row.object_id: row for row in shown}
    answers = readable_rows(last, *scope.reads)
    # Of an entry that changed twice only the last place is told.
    results = tuple(
        Change(row.object_id, row.changed_at, answers.get(row.object_id))
        for row in shown
        if last[row.object_id] is row
    )
    if shown:
        position = shown[-1].position
    return Changes(results, sealed(scope, position), has_more=len(rows) > limit)


def sealed(scope: Audience, position: Position) -> str:
    """A cursor for a scope."""
    known = history()
    return pack(known, *position, _seal(scope, known, *position))


def _position(cursor: str, scope: Audience) -> Position:
    try:
        known, xid, key, seal = unpack(cursor, 4)
    except BadCursor as error:
        raise bad_cursor("since") from error
    if not (isinstance(known, str) and isinstance(xid, int) and isinstance(key, int)):
        raise bad_cursor("since")
    right = _seal(scope, known, xid, key)
    if not isinstance(seal, str) or not hmac.compare_digest(seal.encode(), right.encode()):
        raise bad_cursor("since")
    if known != history():
        raise OtherHistory
    # The entry at which a cursor stands moves only onwards.
    if not SearchEntry.objects.filter(change_xid__gte=xid).exists():
        raise BadParameter("since", "参数 since 的游标在现在之后，请不带 since 从头同步。")
    return Position(xid, key)


def _seal(scope: Audience, known: str, xid: int, key: int) -> str:
    return blind_index(f"{scope}:{known}:{xid}:{key}", purpose="answers cursor")[:_SEAL]
