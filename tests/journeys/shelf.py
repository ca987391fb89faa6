"""A built-up state of database and folders, kept beside it and put back for each test.

Building the small site takes seconds, putting it back a tenth of one.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.db import connection, transaction

T = TypeVar("T")

_COLUMNS = """
    SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'"""
_TRIGGERS = """
    SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND tgenabled <> 'D' AND relname = ANY(%s)"""


class Shelf:
    """States by name, each built into tables as empty as a transactional test leaves them.

    `migrated_rows` is what the migrations wrote, as Django serializes it; under `room` lie the
    files of each state.
    """

    def __init__(self, migrated_rows: str, room: Path) -> None:
        self._migrated_rows = migrated_rows
        self._room = room
        self._kept: dict[str, Any] = {}
        # By state: the tables that have rows in it, and their columns.
        self._columns: dict[str, dict[str, str]] = {}

    def bring(self, name: str, build: Callable[[], T], folders: list[Path]) -> T:
        """Build the state of this name the first time, put it back ever after.

        `folders` belong to the state. What `build` returned comes as a copy, so that no test
        sees what another did to it.
        """
        if name not in self._kept:
            connection.creation.deserialize_db_from_string(self._migrated_rows)
            self._kept[name] = build()
            self._keep(name, folders)
        else:
            self._put_back(name, folders)
        kept: T = copy.deepcopy(self._kept[name])
        return kept

    def _keep(self, name: str, folders: list[Path]) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS kept_{name} CASCADE")
            cursor.execute(f"CREATE SCHEMA kept_{name}")
            columns: dict[str, str] = {}
            for table in _tables():
                cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')  # noqa: S608, names of ours
                if cursor.fetchone()[0]:
                    cursor.execute(f'CREATE TABLE kept_{name}."{table}" AS TABLE "{table}"')
                    cursor.execute(_COLUMNS, [table])
                    columns[table] = cursor.fetchone()[0]
            self._columns[name] = columns
        for number, folder in enumerate(folders):
            if folder.is_dir():
                shutil.copytree(folder, self._room / name / str(number))

    def _put_back(self, name: str, folders: list[Path]) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            columns_of = self._columns[name]
            # The triggers judged these rows when they were written first.
            cursor.execute(_TRIGGERS, [list(columns_of)])
            triggers = cursor.fetchall()
            for table, trigger in triggers:
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER "{trigger}"')
            for table, columns in columns_of.items():
                rows = f'SELECT {columns} FROM kept_{name}."{table}"'  # noqa: S608, names of ours
                cursor.execute(f'INSERT INTO "{table}" ({columns}) {rows}')
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table, trigger in triggers:
                cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER "{trigger}"')
        for number, folder in enumerate(folders):
            if (kept := self._room / name / str(number)).is_dir():
                shutil.copytree(kept, folder, dirs_exist_ok=True)


def _tables() -> list[str]:
    """Those that a transactional test empties."""
    return connection.introspection.django_table_names(only_existing=True, include_views=False)
