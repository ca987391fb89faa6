"""What stands in all tables at a moment, kept beside them and put back in no time.

Django empties every table after a test that commits by one TRUNCATE, which makes the files of some
three hundred tables and their indexes anew, and reads the rows of the migrations in again one by
one: seconds each time. Here only what holds rows is emptied, by DELETE, and filled from a copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

_COLUMNS = """
    SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'"""


@dataclass(frozen=True)
class Kept:
    """The schema with the copies of those tables that had rows, and their columns."""

    schema: str
    columns: Mapping[str, str]


@transaction.atomic
def keep(schema: str) -> Kept:
    """Copy what stands in the tables now."""
    columns = {}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        cursor.execute(f"CREATE SCHEMA {schema}")
        for table in _filled(_tables()):
            cursor.execute(f'CREATE TABLE {schema}."{table}" AS TABLE "{table}"')
            cursor.execute(_COLUMNS, [table])
            columns[table] = cursor.fetchone()[0]
    return Kept(schema, columns)


def bringing_back(kept: Kept) -> list[str]:
    """The statements, of one transaction, after which the tables hold what was kept and no more.

    Their triggers judged these rows when they were written first, and would refuse to let what is
    never deleted go.
    """
    filled = _filled(_tables())
    touched = sorted({*filled, *kept.columns})
    return [
        *(f'ALTER TABLE "{table}" DISABLE TRIGGER USER' for table in touched),
        *(f'DELETE FROM "{table}"' for table in filled),  # noqa: S608
        *(
            f'INSERT INTO "{table}" ({names}) SELECT {names} FROM {kept.schema}."{table}"'  # noqa: S608
            for table, names in kept.columns.items()
        ),
        "SET CONSTRAINTS ALL IMMEDIATE",
        *(f'ALTER TABLE "{table}" ENABLE TRIGGER USER' for table in touched),
    ]


@transaction.atomic
def bring_back(kept: Kept) -> None:
    """Do it now."""
    with connection.cursor() as cursor:
        for statement in bringing_back(kept):
            cursor.execute(statement)


def keep_baseline() -> None:
    """From now on Django's `flush` leaves what stands in the tables now: what migrations made."""
    kept = keep("baseline")

    def restoring(_operations: Any, _style: Any, _tables: object, **_options: object) -> list[str]:
        return bringing_back(kept)

    # Of the class: beside Playwright's event loop Django opens a connection of its own.
    type(connection.ops).sql_flush = restoring  # type: ignore[method-assign,assignment]


def _tables() -> Sequence[str]:
    """Those of the project's models."""
    return connection.introspection.django_table_names(only_existing=True, include_views=False)


def _filled(tables: Iterable[str]) -> list[str]:
    """Those of these tables that hold a row."""
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [name for (name,) in cursor.fetchall()]
