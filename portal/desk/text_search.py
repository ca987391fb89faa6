"""The search of a list by the database's indexes of pairs of signs (`text_pairs`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.apps import apps
from django.db.models import Q, QuerySet, Value
from django.http import HttpRequest

from portal.common.admin import LONGEST_SEARCH
from portal.common.text_pairs import TextPairs


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
        holds = reduce(or_, (Q(**{f"{column}__icontains": term}) for column in self.columns))
        rows = apps.get_model(self.model)._default_manager.alias(pairs=TextPairs(*self.columns))
        rows = rows.filter(holds, pairs__contains=TextPairs(Value(term)))
        return rows.order_by().values_list(self.case, flat=True)


def found(rows: QuerySet[Any], indexes: Iterable[TextIndex], typed: str) -> QuerySet[Any] | None:
    """The rows that hold every term typed; None where one is too short for an index of pairs."""
    terms = typed.split()
    if any(len(term) < 2 for term in terms):
        return None
    for term in terms:
        first, *others = (index.cases(term) for index in indexes)
        rows = rows.filter(pk__in=first.union(*others) if others else first)
    return rows


class TextSearch:
    """A list of the back office whose search asks `text_indexes` where what was typed is long
    enough, in place of reading through the columns of `search_fields`.
    """

    text_indexes: ClassVar[tuple[TextIndex, ...]] = ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Django's own hook: the rows found, and whether one may be among them twice."""
        if self.text_indexes and search_term:
            rows = found(queryset, self.text_indexes, search_term[:LONGEST_SEARCH])
            if rows is not None:
                return rows, False
        answer: tuple[QuerySet[Any], bool] = super().get_search_results(  # type: ignore[misc]
            request, queryset, search_term
        )
        return answer
