"""The rows of the migrations, put back after each test that commits.

Django empties every table after such a test by one TRUNCATE, which makes the files of some three
hundred tables and their indexes anew, and reads the rows of the migrations in again one by one:
seconds each time. Here what holds rows is emptied by DELETE and filled from a copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from tests.guards import truncate_guard

_SCHEMA = "baseline"
# Neither triggers nor foreign keys are asked: all tables are emptied together, and what comes back
# was in order when it was copied.
_UNASKED = "SET LOCAL session_replication_role = replica"


def keep_baseline() -> None:
    """Copy what the migrations made, and have Django's `flush` restore it from now on.

    Only who may do everything in the database can leave its triggers unasked: for others Django
    goes on as it does, with the audit trail's guard against it switched off.
    """
    if not _may_leave_triggers_unasked():
        truncate_guard("DISABLE")
        return
    made = _filled(connection.introspection.django_table_names(only_existing=True))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {_SCHEMA} CASCADE")
        cursor.execute(f"CREATE SCHEMA {_SCHEMA}")
        for table in made:
            cursor.execute(f'CREATE TABLE {_SCHEMA}."{table}" AS TABLE "{table}"')
    # Nothing is left for `serialized_rollback` to read in.
    connection._test_serialized_contents = "[]"  # type: ignore[attr-defined]

    def restoring(_style: Any, tables: Sequence[str], **_options: Any) -> list[str]:
        return [
            _UNASKED,
            *(f'DELETE FROM "{table}"' for table in _filled(tables)),  # noqa: S608
            *(f'INSERT INTO "{table}" SELECT * FROM {_SCHEMA}."{table}"' for table in made),  # noqa: S608
        ]

    connection.ops.sql_flush = restoring  # type: ignore[method-assign,assignment]


def _may_leave_triggers_unasked() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def _filled(tables: Sequence[str]) -> list[str]:
    """Those of these tables that hold a row."""
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [name for (name,) in cursor.fetchall()]
