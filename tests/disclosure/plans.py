"""How many rows the database reads for what the portal asks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass
class RowsRead:
    """The rows that passed the nodes of every plan, summed."""

    rows: int = 0


@contextmanager
def rows_read() -> Iterator[RowsRead]:
    """Explain each SELECT asked inside the block, as it is asked, and sum what its plan read."""
    read = RowsRead()
    with connection.cursor() as cursor:
        # Or the plans would depend on whether the server has looked at the new rows by itself.
        cursor.execute("ANALYZE")

    def explain(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if sql.startswith("SELECT") and not many:
            with connection.cursor() as cursor:
                # Straight to the driver: a statement of this test is not explained in its turn.
                cursor.cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
                (found,) = cursor.cursor.fetchone()
            plans = json.loads(found) if isinstance(found, str) else found
            read.rows += sum(_rows_of(plan["Plan"]) for plan in plans)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield read


def _rows_of(node: dict[str, Any]) -> int:
    own = round(node["Actual Rows"] * node["Actual Loops"])
    return own + sum(_rows_of(below) for below in node.get("Plans", ()))
