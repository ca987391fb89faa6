"""Triggers that note every change of what public pages read: laid anew with every migration.

A trigger and not a call in each act: what a page shows is changed by acts, by tasks, by commands
and by hand, and each of them counts.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

from django.db import connections

from portal.pages.registry import watched

_EVENTS: Final = {
    "insert": ("INSERT", "REFERENCING NEW TABLE AS new_rows"),
    "update": ("UPDATE", "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows"),
    "delete": ("DELETE", "REFERENCING OLD TABLE AS old_rows"),
    "truncate": ("TRUNCATE", ""),
}
_PREFIX: Final = "pages_"


def watch_tables(*, using: str, **_options: Any) -> None:
    """After a migration: lay what is missing, take away what is watched no more."""
    connection = connections[using]
    quote = connection.ops.quote_name
    wanted = {table: (condition, _version(condition)) for table, condition in watched().items()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, obj_description(t.oid, 'pg_trigger') FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = %s",
            [f"{_PREFIX}insert"],
        )
        laid = dict(cursor.fetchall())
        there = set(connection.introspection.table_names(cursor))
        for table in laid.keys() - wanted.keys():
            for event in _EVENTS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {quote(_PREFIX + event)} ON {quote(table)}")
            cursor.execute(f"DROP FUNCTION {quote(_function(table))}()")
        for table, (condition, version) in sorted(wanted.items()):
            if table in there and laid.get(table) != version:
                cursor.execute(_noting(quote(_function(table)), condition))
                for event, (kind, rows) in _EVENTS.items():
                    name = quote(_PREFIX + event)
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {quote(table)}")
                    cursor.execute(
                        f"CREATE TRIGGER {name} AFTER {kind} ON {quote(table)} {rows}"
                        f" FOR EACH STATEMENT EXECUTE FUNCTION {quote(_function(table))}()"
                    )
                cursor.execute(
                    f"COMMENT ON TRIGGER {quote(_PREFIX + 'insert')} ON {quote(table)}"
                    f" IS '{version}'"
                )
                # A table of which nothing was noted yet is one of which nothing is known.
                cursor.execute(_NOTE, [table])


def _function(table: str) -> str:
    return f"{_PREFIX}{table}"[:63]


_NOTE: Final = (
    "INSERT INTO pages_pagechange (source, weight, at)"
    " VALUES (%s, floor(random() * 9007199254740992), clock_timestamp())"
)


def _noting(function: str, condition: str) -> str:
    """A statement that touched no row, or none that counts, is no change."""
    where = f" WHERE {condition}" if condition else ""
    old, new = (f"EXISTS (SELECT FROM {name}{where})" for name in ("old_rows", "new_rows"))
    note = _NOTE.replace("%s", "TG_TABLE_NAME")
    return (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP = 'INSERT' THEN IF NOT {new} THEN RETURN NULL; END IF;"
        f" ELSIF TG_OP = 'DELETE' THEN IF NOT {old} THEN RETURN NULL; END IF;"
        f" ELSIF TG_OP = 'UPDATE' THEN IF NOT ({old} OR {new}) THEN RETURN NULL; END IF;"
        f" END IF;"
        f" {note}; RETURN NULL; END $$"
    )


def _version(condition: str) -> str:
    return hashlib.sha256(_noting("", condition).encode()).hexdigest()[:16]
