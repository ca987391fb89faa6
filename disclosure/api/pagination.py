"""Pages of a list by cursor: whatever is published in between, nothing comes twice or is missed.

Without a text the rows answer alone: every filter is a facet term of the search entries, and
the cursor is the last row's own place in the order. With a text the index proposes the first
REACH hits; by date the cursor is again a place in the order, by relevance it is the last hit.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q
from django.utils.dateparse import parse_date, parse_datetime

from disclosure.api.cursors import BadCursor, pack, unpack
from disclosure.list_query import ListQuery, bad_cursor
from disclosure.models import Document
from portal.search.database_source import DatabaseSource
from portal.search.index_files import IndexUnavailable
from portal.search.index_source import IndexSource
from portal.search.models import SearchEntry
from portal.search.needs import read_need
from portal.search.places import places_in
from portal.search.queries import MOST_NEAR, TITLES_READ, SearchQuery
from portal.search.query_parser import ParsedQuery, parse
from portal.search.querysets import Bounds, SearchEntryQuerySet
from portal.search.slips import meant
from portal.search.tokens import clean
from portal.search.vocabulary import vocabulary

KIND = "document"
REACH = 5000


@dataclass(frozen=True)
class Page:
    """The documents of a page in order, and the cursor of the next one, empty on the last. Where
    what a text finds exactly leaves room on the first page, what comes near, and what was meant.
    """

    ids: tuple[int, ...] = ()
    following: str = ""
    degraded: bool = False
    truncated: bool = False
    near: tuple[int, ...] | None = None
    meant: str = ""


@dataclass(frozen=True)
class _Proposal:
    keys: list[int]
    degraded: bool
    truncated: bool
    source: IndexSource | None = None


def page_of(asked: ListQuery) -> Page:
    """The page a query asks for."""
    query = asked.address.query
    filters = {name: tuple(map(clean, values)) for name, values in query.filters.items()}
    parsed = parse(query.text)
    if parsed.is_unanswerable:
        return Page()
    entries = asked.narrowed(_public_entries())
    if parsed.is_blank:
        return _by_date(asked, entries, _Proposal([], False, False))
    proposal = _proposed(parsed, query, filters)
    exact = entries.filter(pk__in=proposal.keys)
    if query.sort != "relevance":
        return _by_date(asked, exact, proposal)
    page = _by_rank(asked, exact, proposal)
    if asked.cursor or len(page.ids) >= asked.limit or proposal.source is None:
        return page
    return _with_near(asked, page, proposal.source, filters, entries)


def _with_near(
    asked: ListQuery,
    page: Page,
    source: IndexSource,
    filters: dict[str, tuple[str, ...]],
    entries: SearchEntryQuerySet,
) -> Page:
    """The first page with what comes near, under every filter, and not among the exact ones."""
    text = asked.address.text
    need = read_need(text, vocabulary(), places_in(text))
    keys = source.near(need, filters, (), MOST_NEAR + len(page.ids))
    rows = {key: row for key, *row in entries.filter(pk__in=keys).values_list(
        "pk", "object_id", "title"
    )}  # fmt: skip
    found = [rows[key] for key in keys if key in rows and rows[key][0] not in page.ids]
    near = found[: min(MOST_NEAR, asked.limit - len(page.ids))]
    told = "" if page.ids else meant(need, [title for _, title in near[:TITLES_READ]])
    return replace(page, near=tuple(pk for pk, _ in near), meant=told)


def _public_entries() -> SearchEntryQuerySet:
    """Live entries whose document is public: the row has the last word."""
    public = Document.objects.public().filter(pk=OuterRef("object_id"))
    return SearchEntry.objects.live([KIND]).filter(Exists(public))


def _proposed(
    parsed: ParsedQuery, query: SearchQuery, filters: dict[str, tuple[str, ...]]
) -> _Proposal:
    try:
        found = IndexSource(
            settings.SEARCH_INDEX_DIR,
            parsed,
            kinds=[KIND],
            sort=query.sort,
            bounds=Bounds(query.valid_on),
        )
        total, keys = found.window(filters, (), REACH)
        return _Proposal(keys[:REACH], found.degraded, total > REACH, found)
    except IndexUnavailable:
        rows = DatabaseSource(parsed, kinds=[KIND], sort=query.sort, bounds=Bounds(query.valid_on))
        total, keys = rows.window(filters, (), REACH)
        return _Proposal(keys, True, total > REACH)


def _by_date(asked: ListQuery, entries: SearchEntryQuerySet, proposal: _Proposal) -> Page:
    field = "signed_on" if asked.address.order == "signed_on" else "published_at"
    if asked.cursor:
        value, key = _place(asked, field)
        entries = entries.filter(_after(field, value, key))
    ordered = entries.order_by(
        F(field).desc(nulls_last=True if field == "signed_on" else None), "-pk"
    )
    rows = list(ordered.values_list("pk", "object_id", field)[: asked.limit + 1])
    following = ""
    if len(rows) > asked.limit:
        key, _, last = rows[asked.limit - 1]
        following = pack(asked.digest, field, last.isoformat() if last else None, key)
    ids = tuple(row[1] for row in rows[: asked.limit])
    return Page(ids, following, proposal.degraded, proposal.truncated)


def _after(field: str, value: dt.date | dt.datetime | None, key: int) -> Q:
    """What stands behind a place; the undated stand last."""
    if value is None:
        return Q(**{f"{field}__isnull": True}, pk__lt=key)
    behind = Q(**{f"{field}__lt": value}) | Q(**{field: value}, pk__lt=key)
    return behind | Q(**{f"{field}__isnull": True})


def _place(asked: ListQuery, field: str) -> tuple[dt.date | dt.datetime | None, int]:
    digest, name, value, key = _parts(asked)
    if digest != asked.digest or name != field or not isinstance(key, int):
        raise bad_cursor("cursor")
    if value is None and field == "signed_on":
        return None, key
    try:
        read = parse_date if field == "signed_on" else parse_datetime
        found = read(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or (isinstance(found, dt.datetime) and found.tzinfo is None):
        raise bad_cursor("cursor")
    return found, key


def _by_rank(asked: ListQuery, entries: SearchEntryQuerySet, proposal: _Proposal) -> Page:
    """By relevance there is no value to stand behind: the last hit shown is the place."""
    keys = proposal.keys
    start = 0
    if asked.cursor:
        digest, name, offset, last = _parts(asked)
        known = digest == asked.digest and name == "relevance"
        if not (known and isinstance(offset, int) and isinstance(last, int)):
            raise bad_cursor("cursor")
        # When the last hit is gone, what came behind it has moved up by one.
        start = keys.index(last) + 1 if last in keys else max(0, offset - 1)
    shown = dict(entries.values_list("pk", "object_id"))
    left = [(place, key) for place, key in enumerate(keys[start:], start) if key in shown]
    page = left[: asked.limit]
    following = ""
    if len(left) > asked.limit:
        place, key = page[-1]
        following = pack(asked.digest, "relevance", place + 1, key)
    ids = tuple(shown[key] for _, key in page)
    return Page(ids, following, proposal.degraded, proposal.truncated)


def _parts(asked: ListQuery) -> list[str | int | None]:
    try:
        return unpack(asked.cursor, 4)
    except BadCursor as error:
        raise bad_cursor("cursor") from error
