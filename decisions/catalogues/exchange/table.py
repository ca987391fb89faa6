"""A catalogue as rows of a table, which can be brought in again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from decisions.catalogues.models import Catalogue
from decisions.catalogues.selectors import Account, Line
from disclosure.exchange.tables import Cell
from disclosure.exchange.values import SEPARATOR


def rows_of(
    catalogue: Catalogue, lines: Iterable[Line], accounts: Mapping[int, Account]
) -> list[tuple[Cell, ...]]:
    """One for each item, by the columns of `ITEMS`."""
    return [_row(catalogue, line, accounts.get(line.item.pk)) for line in lines]


def _row(catalogue: Catalogue, line: Line, account: Account | None) -> tuple[Cell, ...]:
    edition = line.edition
    return (
        catalogue.maker.name,
        catalogue.year,
        line.item.number or "",
        edition.title,
        edition.get_matter_display(),
        edition.lead.name,
        SEPARATOR.join(organ.name for organ in edition.joint.all()),
        str(edition.span),
        SEPARATOR.join(edition.step_words),
        "是" if edition.hearing else "否",
        edition.gist,
        edition.basis,
        edition.uninvited,
        edition.get_place_display(),
        account.outcome.label if account else "",
        account.words if account else "",
    )
