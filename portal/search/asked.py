"""What is asked of the search, and what a page of its answer holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from portal.search.querysets import EVER, Span

__all__ = ["FacetValue", "Hit", "SearchPage", "SearchQuery"]


@dataclass(frozen=True)
class SearchQuery:
    """What is asked: values of one facet are alternatives, different facets must all be met.

    With `in_title` the words must stand in the title; a number is found all the same. With
    `valid_on`, only what holds on that day exists: it bounds hits, totals and every facet;
    so do the `signed` and `published` stretches of days. `near` asks for what comes near too,
    where what is found exactly fills no page.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "relevance"
    page: int = 1
    per_page: int = 20
    in_title: bool = False
    kinds: tuple[str, ...] = ("document",)
    valid_on: dt.date | None = None
    signed: Span = EVER
    published: Span = EVER
    near: bool = True


@dataclass(frozen=True)
class Hit:
    """One row of the page; both texts are escaped, with hits in <mark>."""

    kind: str
    object_id: int
    title_html: SafeString
    snippet_html: SafeString


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet and the hits it would leave."""

    value: str
    count: int


@dataclass(frozen=True)
class SearchPage:
    """One page of hits; `facets` are counted under all filters but the facet's own.

    Total, pages and facets are those of what was found exactly. `near` is what comes near, in its
    order, on a page that the exact hits leave room on; `meant` the text somebody probably meant,
    where nothing was exact.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    degraded: bool
    pages: int
    near: tuple[Hit, ...] = ()
    meant: str = ""

    @property
    def shown(self) -> tuple[Hit, ...]:
        """Everything on the page from top to bottom."""
        return (*self.hits, *self.near)
