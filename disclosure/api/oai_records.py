"""The records of OAI-PMH: the search entries of public documents, those withdrawn included.

A list goes by (transaction, key), the order in which entries were last written: whatever is
written again meanwhile moves towards the end, so that a harvester never passes it by.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Min, Q

from disclosure import selectors
from disclosure.api.oai_arguments import OaiProblem, Selection
from disclosure.api.oai_sets import Set
from disclosure.api.reads import briefly
from disclosure.models import Document
from disclosure.search_entries import PUBLIC_KIND
from portal.search.models import SearchEntry
from portal.search.querysets import Position, SearchEntryQuerySet, database_identity

PAGE: Final = {"ListIdentifiers": 500, "ListRecords": 50}
_NOTHING_YET = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_Row = tuple[int, int, int, bool, dt.datetime, list[str]]
_COLUMNS = ("change_xid", "pk", "object_id", "is_live", "changed_at", "facet_terms")


@dataclass(frozen=True)
class Record:
    """One record; without a document it is deleted, and nothing but that is told of it."""

    id: int
    changed_at: dt.datetime
    terms: tuple[str, ...] = ()
    document: Document | None = None


@dataclass(frozen=True)
class Listed:
    """A part of a list, and the selection of what follows it."""

    records: tuple[Record, ...]
    following: Selection | None


def history() -> str:
    """Which database a token counts in."""
    return hashlib.sha256(database_identity().encode()).hexdigest()[:12]


def earliest() -> dt.datetime:
    """No record bears an earlier date."""
    found = _entries().aggregate(first=Min("changed_at"))["first"]
    return found or _NOTHING_YET


def identifier_of(pk: int, *, host: str) -> str:
    """The lasting identifier of a document's record."""
    return f"oai:{host}:{pk}"


def record_named(identifier: str, *, host: str) -> Record:
    """The record of an identifier. Raises OaiProblem idDoesNotExist for what never was public."""
    named = re.fullmatch(rf"oai:{re.escape(host)}:([1-9]\d{{0,17}})", identifier, re.ASCII)
    rows = _entries().filter(object_id=int(named[1])) if named else _entries().none()
    row = rows.values_list(*_COLUMNS).first()
    if row is None:
        raise OaiProblem("idDoesNotExist", "没有这个标识，或者它所指的文件从未公开。")
    return _records([row], "ListRecords")[0]


def listed(selection: Selection, *, sets: Iterable[Set]) -> Listed:
    """The next part of a list. Raises OaiProblem noRecordsMatch when there is nothing."""
    entries = _within(_entries().changed_after(selection.position), selection)
    if selection.set_spec:
        entries = entries.filter(_in_set(selection.set_spec, sets))
    size = PAGE[selection.verb]
    rows = list(entries.values_list(*_COLUMNS)[: size + 1])
    if not rows:
        raise OaiProblem("noRecordsMatch", "没有符合这些条件的记录。")
    shown = rows[:size]
    following = None
    if len(rows) > size:
        position, told = Position(*shown[-1][:2]), selection.told + size
        following = replace(selection, position=position, told=told)
    return Listed(tuple(_records(shown, selection.verb)), following)


def _entries() -> SearchEntryQuerySet:
    return SearchEntry.objects.filter(kind=PUBLIC_KIND)


def _within(entries: SearchEntryQuerySet, selection: Selection) -> SearchEntryQuerySet:
    if first := selection.first:
        entries = entries.filter(changed_at__gte=first)
    if end := selection.end:
        entries = entries.filter(changed_at__lt=end)
    return entries


def _in_set(spec: str, sets: Iterable[Set]) -> Q:
    """Deleted records belong to every set: of them nothing is kept, and all copies must go."""
    terms = [one.term for one in sets if one.spec == spec]
    if not terms:
        raise OaiProblem("noRecordsMatch", "没有这个集合，请用 ListSets 查看。")
    return Q(facet_terms__contains=terms) | Q(is_live=False)


def _records(
    rows: list[tuple[int, int, int, bool, dt.datetime, list[str]]], verb: str
) -> list[Record]:
    live = [object_id for _, _, object_id, is_live, _, _ in rows if is_live]
    documents = _documents(live, whole=verb == "ListRecords")
    return [
        Record(object_id, changed_at, tuple(terms), documents[object_id])
        if is_live and object_id in documents
        else Record(object_id, changed_at)
        for _, _, object_id, is_live, changed_at, terms in rows
    ]


def _documents(ids: list[int], *, whole: bool) -> Mapping[int, Document]:
    """Public documents by id, with what a record of theirs tells."""
    if not whole:
        return briefly(ids)
    return {row.pk: row for row in selectors.whole_records().filter(pk__in=ids)} if ids else {}
