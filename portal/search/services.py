"""Publishing to and withdrawing from the search. Both belong in the owning app's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db.models.functions import Now

from portal.search.fields import LONGEST_TEXT, MORE
from portal.search.models import SearchEntry
from portal.search.query_parser import number_key
from portal.search.querysets import BELOW, PLAIN, RANK, CurrentXid, facet_term
from portal.search.tokens import clean

__all__ = [
    "ALWAYS",
    "BELOW",
    "NEVER",
    "PLAIN",
    "RANK",
    "Period",
    "adopt_restored_entries",
    "publish_entry",
    "withdraw_entry",
]

_IDENTITY = ("kind", "object_id")
_CONTENT = (
    "title",
    "body",
    "texts",
    "numbers",
    "number_keys",
    "facet_terms",
    "signed_on",
    "published_at",
    "valid_from",
    "valid_until",
    "url",
    "is_live",
    "changed_at",
    "written_at",
    "change_xid",
)


class Period(NamedTuple):
    """The days on which something holds, the first and the last included.

    None is since ever, or without end. A last day before the first is no day at all: what was
    repealed before it took effect needs no case of its own.
    """

    first: dt.date | None = None
    last: dt.date | None = None


ALWAYS = Period()
NEVER = Period(dt.date.max, dt.date.min)


def publish_entry(
    *,
    kind: str,
    object_id: int,
    title: str,
    body: str,
    numbers: Sequence[str],
    facets: Mapping[str, Sequence[str]],
    signed_on: dt.date | None,
    published_at: dt.datetime,
    url: str,
    at: dt.datetime,
    valid_during: Period = ALWAYS,
    texts: Mapping[str, str] | None = None,
) -> None:
    """Make something findable, or replace what is found of it, when the transaction commits.

    `texts` says more of it under the names of `fields.MORE` (KeyError for any other): what helps
    to come near it, without deciding what is found exactly.
    """
    more = {name: clean(text)[:LONGEST_TEXT] for name, text in (texts or {}).items() if text}
    if unknown := sorted(set(more).difference(MORE)):
        raise KeyError(f"no such field of the search: {unknown[0]}")
    numbers = [number for number in map(clean, numbers) if number.strip()]
    terms = {facet_term(name, clean(value)) for name, values in facets.items() for value in values}
    entry = SearchEntry(
        kind=kind,
        object_id=object_id,
        title=clean(title),
        body=clean(body),
        texts=more,
        numbers=numbers,
        number_keys=sorted({key for number in numbers if (key := number_key(number))}),
        facet_terms=sorted(terms),
        signed_on=signed_on,
        published_at=published_at,
        valid_from=valid_during.first or dt.date.min,
        valid_until=valid_during.last or dt.date.max,
        url=url,
        is_live=True,
        changed_at=at,
        written_at=Now(),
        change_xid=CurrentXid(),
    )
    SearchEntry.objects.bulk_create(
        [entry], update_conflicts=True, unique_fields=_IDENTITY, update_fields=_CONTENT
    )


def withdraw_entry(*, kind: str, object_id: int, at: dt.datetime) -> None:
    """Stop something from being found, from the moment the transaction commits.

    Only an empty tombstone stays, which tells the indexes to forget it too.
    """
    SearchEntry.objects.filter(kind=kind, object_id=object_id, is_live=True).update(
        title="",
        body="",
        texts={},
        numbers=[],
        number_keys=[],
        facet_terms=[],
        valid_from=dt.date.min,
        valid_until=dt.date.max,
        url="",
        is_live=False,
        changed_at=at,
        written_at=Now(),
        change_xid=CurrentXid(),
    )


def adopt_restored_entries() -> int:
    """Renumber rows that came from another database with transactions ours has not reached."""
    return SearchEntry.objects.from_the_future().update(change_xid=CurrentXid())
