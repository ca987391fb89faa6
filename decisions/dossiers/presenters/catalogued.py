"""What the catalogue says of the decisions of its items."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from decisions.catalogues.sources import Stage, Told
from decisions.dossiers import steps
from decisions.dossiers.presenters.course import knots_of, reached_by
from decisions.dossiers.selectors import decisions_of

if TYPE_CHECKING:
    from decisions.catalogues.models import CatalogueItem
    from decisions.dossiers.models import Decision


# A catalogue is over with the publication of its decisions.
_SHOWN: Final = steps.STAGES.index("公布") + 1


def told_of(item: CatalogueItem) -> list[Told]:
    """The decision of an item, as far as it is public."""
    return [
        Told(row.title, row.get_absolute_url(), row.started_on, _words(row))
        for row in decisions_of([item.pk]).values()
    ]


def brief_of(items: Collection[int]) -> dict[int, Told]:
    """Where the decision of each item stands."""
    return {
        key: Told("决策全过程", row.get_absolute_url(), row.started_on, _words(row))
        for key, row in decisions_of(items).items()
    }


def stages_of(items: Collection[int]) -> dict[int, list[Stage]]:
    """Where the decision of each item stands up to its publication. A query a table."""
    decisions = decisions_of(items)
    reached = reached_by([row.pk for row in decisions.values()])
    return {
        key: [Stage(each.name, each.state) for each in knots_of(row, reached[row.pk])[:_SHOWN]]
        for key, row in decisions.items()
    }


def _words(row: Decision) -> str:
    return str(row.get_status_display())
