"""The search of a list of cases by the database's index of pairs of signs (`text_pairs`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL


@dataclass(frozen=True)
class TextIndex:
    """Columns of a model ("app.Model") that one index covers, in its order; `case` leads to the
    case by its key.
    """

    model: str
    columns: tuple[str, ...]
    case: str = "pk"

    def cases(self, term: str) -> QuerySet[Any, Any]:
        """Keys of the cases of which one of the columns holds the term, whatever its case."""
        text = " || ' ' || ".join(self.columns)
        covered = RawSQL(  # noqa: S611  columns of our own models, the term as a parameter
            f"text_pairs({text}) @> text_pairs(%s)", [term], output_field=BooleanField()
        )
        holds = reduce(or_, (Q(**{f"{column}__icontains": term}) for column in self.columns))
        rows = apps.get_model(self.model)._default_manager.annotate(covered=covered)
        return rows.filter(holds, covered=True).order_by().values_list(self.case, flat=True)


def found(rows: QuerySet[Any], indexes: Iterable[TextIndex], typed: str) -> QuerySet[Any] | None:
    """The rows that hold every term typed; None where one is too short for an index of pairs."""
    terms = typed.split()
    if any(len(term) < 2 for term in terms):
        return None
    for term in terms:
        first, *others = (index.cases(term) for index in indexes)
        rows = rows.filter(pk__in=first.union(*others) if others else first)
    return rows
