"""Reads of what changed: the cursor of some tables, in one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection, models


class Cursor(NamedTuple):
    """Where some tables stand.

    `mark` is the same as long as nothing they hold has changed and no moment has passed that turns
    a page; `changed_at` is when something last did, by the clock of the database, which showed
    `seen_at`. While a transaction is writing, nothing `is_settled`: it may bring an earlier time.
    """

    mark: str
    changed_at: dt.datetime
    seen_at: dt.datetime
    is_settled: bool


class PageChangeQuerySet(models.QuerySet[Any]):
    """Changes."""

    def cursor_of(
        self, tables: Sequence[str], turns: Sequence[tuple[str, str]], now: dt.datetime
    ) -> Cursor | None:
        """The cursor of some tables, and of columns (table, column) that hold moments.

        None where one of the tables is not watched: then nothing is known of it.
        """
        with connection.cursor() as cursor:
            cursor.execute(_asked(turns), [*[now] * len(turns), list(tables)])
            weight, sources, changed_at, turned_at, seen_at, is_settled = cursor.fetchone()
        if sources != len(tables):
            return None
        mark = f"{weight}/{turned_at.timestamp() if turned_at else ''}"
        return Cursor(mark, max(changed_at, turned_at or changed_at), seen_at, is_settled)


def _asked(turns: Sequence[tuple[str, str]]) -> str:
    quote = connection.ops.quote_name
    passed = ", ".join(
        f"(SELECT max({quote(column)}) FROM {quote(table)} WHERE {quote(column)} <= %s)"  # noqa: S608  names of our own models
        for table, column in turns
    )
    turned = f"GREATEST({passed})" if passed else "NULL::timestamptz"
    return (
        f"SELECT c.weight, c.sources, c.at, {turned},"  # noqa: S608  see above
        " clock_timestamp(), pg_snapshot_xmin(s) = pg_snapshot_xmax(s)"
        " FROM (SELECT sum(g.weight) AS weight, count(*) AS sources, max(g.at) AS at"
        " FROM (SELECT source, sum(weight) AS weight, max(at) AS at FROM pages_pagechange"
        " WHERE source = ANY(%s) GROUP BY source) g) c, pg_current_snapshot() s"
    )
