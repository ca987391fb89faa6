"""Which tables a page reads while it is made: with one it does not declare, it is not kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from django.apps import apps

_NAMED: Final = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)"?', re.IGNORECASE)


@cache
def _tables() -> frozenset[str]:
    models = apps.get_models(include_auto_created=True)
    return frozenset(model._meta.db_table for model in models)


def tables_in(sql: str) -> set[str]:
    """The tables of ours that a statement reads."""
    return set(_NAMED.findall(sql)) & _tables()


class Reads:
    """Around every statement of a connection: the tables it read."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        self.tables |= tables_in(sql)
        return execute(sql, params, many, context)
