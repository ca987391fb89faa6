"""Everything that became public, changed or was withdrawn since a cursor, in order.

The cursor is the search entries' own (transaction, key): a change committed late by a long
transaction is never passed by (portal.search.querysets). It names the database it counts in.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

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


class Placed(NamedTuple):
    """That something changed, where it stands in the order, and whether it may still be found."""

    object_id: int
    is_live: bool
    changed_at: dt.datetime
    position: Position


def history() -> str:
    """Which database a cursor counts in."""
    return hashlib.sha256(database_identity().encode()).hexdigest()[:12]


def places_after(position: Position, kinds: Sequence[str], *, limit: int) -> list[Placed]:
    """The next changes of search entries of some kinds, each entry once, in their order."""
    entries = SearchEntry.objects.filter(kind__in=kinds).changed_after(position).settled()
    rows = entries.values_list("change_xid", "pk", "object_id", "is_live", "changed_at")[:limit]
    return [
        Placed(object_id, is_live, changed_at, Position(xid, key))
        for xid, key, object_id, is_live, changed_at in rows
    ]


def changes_since(cursor: str, *, limit: int) -> Changes:
    """The next changes. Raises BadParameter for a strange cursor, OtherHistory for an old one."""
    known = history()
    position = _position(cursor, known) if cursor else START
    rows = places_after(position, [_KIND], limit=limit + 1)
    shown = rows[:limit]
    documents = briefly([row.object_id for row in shown if row.is_live])
    results = tuple(
        Change(row.object_id, row.changed_at, documents.get(row.object_id) if row.is_live else None)
        for row in shown
    )
    if shown:
        position = shown[-1].position
    return Changes(results, pack(known, *position), has_more=len(rows) > limit)


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
