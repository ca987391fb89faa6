"""Which public pages are the same for everybody, and what each depends on.

A page that nobody names here is shown anew to each reader and kept by no shared cache.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps


@dataclass(frozen=True)
class Page:
    """What a page depends on beside its address, the day and the reader's choices.

    `reads` are models ("app.Model"); any change to their tables makes the page another. `turns`
    are columns ("app.Model.column") of moments that turn the page as they pass, to the second.
    With `searches` it shows what the search index holds. `apart` are words of the query with which
    a page is shown anew each time.
    """

    reads: frozenset[str]
    turns: tuple[str, ...] = ()
    searches: bool = False
    apart: frozenset[str] = frozenset()

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The tables of what it reads."""
        return tuple(sorted({table_of(label) for label in self.reads}))

    @cached_property
    def moments(self) -> tuple[tuple[str, str], ...]:
        """Table and column of each moment that turns it."""
        split = (label.rpartition(".") for label in self.turns)
        return tuple((table_of(model), column) for model, _, column in split)


_pages: dict[str, Page] = {}
_choices: dict[str, Callable[[str], str]] = {}
_counted: dict[str, str] = {}


def register_pages(pages: Mapping[str, Page]) -> None:
    """Make pages known by the names of their addresses."""
    _pages.update(pages)


def register_choice(cookie: str, written: Callable[[str], str]) -> None:
    """Make a cookie known of which public pages follow, with what writes its value in one form."""
    _choices[cookie] = written


def register_counted(rows: Mapping[str, str]) -> None:
    """Tables ("app.Model") of which not every row is shown: those count that meet the condition."""
    _counted.update(rows)


def page_of(name: str) -> Page | None:
    """The page of an address."""
    return _pages.get(name)


def pages() -> Mapping[str, Page]:
    """All pages by the names of their addresses."""
    return _pages


def choices(cookies: Mapping[str, str]) -> dict[str, str]:
    """What a reader chose, each in its one written form."""
    return {name: written(cookies.get(name, "")) for name, written in sorted(_choices.items())}


def watched() -> dict[str, str]:
    """Every table a page reads, with the condition on the rows that count, or nothing."""
    tables = {table: "" for page in _pages.values() for table in page.tables}
    return tables | {table_of(label): condition for label, condition in _counted.items()}


def table_of(label: str) -> str:
    """The table of a model."""
    return apps.get_model(label)._meta.db_table
