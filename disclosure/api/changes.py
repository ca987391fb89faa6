"""Everything that became public, changed or was withdrawn since a cursor, in order.

The cursor is the search entries' own (transaction, key): a change committed late by a long
transaction is never passed by (portal.search.querysets). It names the database it counts in.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from disclosure.api.cursors import BadCursor, pack, unpack
from disclosure.api.errors import OtherHistory
from disclosure.api.reads import briefly
from disclosure.list_query import bad_cursor
from disclosure.models import Document
from portal.search.models import SearchEntry
from portal.search.querysets import START, Position, database_identity

_KIND = "document"


@dataclass(frozen=True)
class Change:
    """One change; without a document it is a withdrawal, of which only the number is told."""

    id: int
    changed_at: dt.datetime
    document: Document | None

    @property
    def change(self) -> str:
        """What happened, as far as a copy elsewhere is concerned."""
        return "published" if self.document else "withdrawn"


@dataclass(frozen=True)
class Changes:
    """Changes in order, where to go on, and whether there is more already."""

    results: tuple[Change, ...]
    next_cursor: str
    has_more: bool


def changes_since(cursor: str, *, limit: int) -> Changes:
    """The next changes. Raises BadParameter for a strange cursor, OtherHistory for an old one."""
    history = hashlib.sha256(database_identity().encode()).hexdigest()[:12]
    position = _position(cursor, history) if cursor else START
    entries = SearchEntry.objects.filter(kind=_KIND).changed_after(position).settled()
    rows = list(
        entries.values_list("change_xid", "pk", "object_id", "is_live", "changed_at")[: limit + 1]
    )
    shown = rows[:limit]
    live = [object_id for _, _, object_id, is_live, _ in shown if is_live]
    documents = briefly(live)
    results = tuple(
        Change(object_id, changed_at, documents.get(object_id) if is_live else None)
        for _, _, object_id, is_live, changed_at in shown
    )
    if shown:
        position = Position(*shown[-1][:2])
    return Changes(results, pack(history, *position), has_more=len(rows) > limit)


def _position(cursor: str, history: str) -> Position:
    try:
        known, xid, key = unpack(cursor, 3)
    except BadCursor as error:
        raise bad_cursor("since") from error
    if not (isinstance(known, str) and isinstance(xid, int) and isinstance(key, int)):
        raise bad_cursor("since")
    if known != history:
        raise OtherHistory
    return Position(xid, key)
