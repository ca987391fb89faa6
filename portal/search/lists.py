"""A list that is searched and filtered, all of its state in the address: for every kind of entry.

An app says which facets it has and what their values are called; components/facet.html, chips.html
and pager.html draw what this gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urlencode

from portal.search.queries import FacetValue, SearchQuery

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

    from portal.search.queries import SearchPage

_AROUND: Final = 2
_FIRST: Final = 8
_LONGEST_TEXT: Final = 200
_LONGEST_VALUE: Final = 80
_MOST_VALUES: Final = 20
_PAGE: Final = re.compile(r"[1-9]\d{0,3}", re.ASCII)
RELEVANCE, NEWEST = "relevance", "published_on"


@dataclass(frozen=True)
class Link:
    """A value of a facet; following it sets the filter, or takes it off when `current`."""

    label: str
    count: int
    url: str
    current: bool = False
    below: tuple[Link, ...] = ()
    below_label: str = ""
    below_open: bool = False


@dataclass(frozen=True)
class Group:
    """One facet."""

    name: str
    title: str
    links: tuple[Link, ...]
    more: tuple[Link, ...] = ()
    is_open: bool = False


@dataclass(frozen=True)
class Chip:
    """An applied filter; following it removes the filter."""

    label: str
    url: str


@dataclass(frozen=True)
class PageLink:
    """A page number; no address for the page one is on, no number for a gap."""

    number: int | None
    url: str = ""


@dataclass(frozen=True)
class Paging:
    """The pager of a list of more than one page."""

    links: tuple[PageLink, ...]
    previous: str
    following: str


@dataclass(frozen=True)
class NamedList:
    """What a list is of, for components/listed.html: its name as a column with the tags of one,
    what one row is called and counted in, the names of its address and of its feeds, and what its
    search box says.
    """

    name: str
    description: str
    keywords: str
    noun: str
    unit: str
    view: str
    feed: str
    json_feed: str
    says: str


class Paged(Protocol):
    """The address of a list, as far as its pages are concerned."""

    @property
    def page(self) -> int: ...

    def at(self, page: int) -> str: ...


def paging_of(address: Paged, pages: int) -> Paging | None:
    """First, last and the pages around this one."""
    if pages < 2:
        return None
    here = min(address.page, pages)
    around = range(here - _AROUND, here + _AROUND + 1)
    wanted = sorted({1, pages, *(page for page in around if 1 <= page <= pages)})
    links: list[PageLink] = []
    for before, page in zip([0, *wanted], wanted, strict=False):
        if page - before > 1:
            links.append(PageLink(None))
        links.append(PageLink(page, "" if page == here else address.at(page)))
    return Paging(
        tuple(links),
        address.at(here - 1) if here > 1 else "",
        address.at(here + 1) if here < pages else "",
    )


@dataclass(frozen=True)
class Facet:
    """A facet of a list: its name in address and index, its title, the word for a value. Values
    stand by their number, or by `order`, least first.
    """

    name: str
    title: str
    word: Callable[[str], str] = str
    is_open: bool = False
    order: Callable[[str], int] | None = None


@dataclass(frozen=True)
class ListAddress:
    """What is asked of such a list."""

    facets: tuple[Facet, ...]
    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict, facets: tuple[Facet, ...]) -> ListAddress:
        """Read a query string; what makes no sense is left out."""
        filters = {
            each.name: tuple(
                dict.fromkeys(
                    value[:_LONGEST_VALUE]
                    for value in query.getlist(each.name)
                    if value and "\x00" not in value
                )
            )[:_MOST_VALUES]
            for each in facets
        }
        page, sort = query.get("page", ""), query.get("sort", "")
        return cls(
            facets,
            text=query.get("q", "").replace("\x00", "").strip()[:_LONGEST_TEXT],
            filters={name: values for name, values in filters.items() if values},
            sort=sort if sort in (RELEVANCE, NEWEST) else "",
            page=int(page) if _PAGE.fullmatch(page) else 1,
        )

    @property
    def order(self) -> str:
        """By relevance where there is a text, unless asked otherwise; else the newest first."""
        if not self.text:
            return NEWEST
        return self.sort or RELEVANCE

    def query(self, *kinds: str) -> SearchQuery:
        """What to ask the search of these kinds."""
        return SearchQuery(
            text=self.text,
            filters=self.filters,
            sort=self.order,
            page=self.page,
            kinds=kinds,
            near=False,
        )

    def url(self) -> str:
        """The address itself, as a query string."""
        pairs: list[tuple[str, str]] = [("q", self.text)] if self.text else []
        for each in self.facets:
            pairs += [(each.name, value) for value in self.filters.get(each.name, ())]
        if self.sort:
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return "?" + urlencode(pairs)

    def having(self, name: str, value: str) -> str:
        """With one value of a facet in place of any other."""
        return replace(self, filters={**self.filters, name: (value,)}, page=1).url()

    def without(self, name: str, value: str) -> str:
        """Without one value of a facet."""
        left = tuple(each for each in self.filters.get(name, ()) if each != value)
        filters = {other: values for other, values in self.filters.items() if other != name}
        if left:
            filters[name] = left
        return replace(self, filters=filters, page=1).url()

    def at(self, page: int) -> str:
        """Another page of it."""
        return replace(self, page=page).url()

    @property
    def lasting(self) -> str:
        """What a feed takes of it."""
        return replace(self, page=1, sort="").url()

    @property
    def everywhere(self) -> str:
        """The same words without any filter."""
        return replace(self, filters={}, page=1).url()

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """The orders there are, each with its address and whether it is in use."""
        words = ((RELEVANCE, "相关"), (NEWEST, "发布日期")) if self.text else ()
        return [
            (label, replace(self, sort=key, page=1).url(), key == self.order)
            for key, label in words
        ]

    def chips(self) -> list[Chip]:
        """The applied filters."""
        return [
            Chip(each.word(value), self.without(each.name, value))
            for each in self.facets
            for value in self.filters.get(each.name, ())
        ]

    def groups(self, counted: Mapping[str, Sequence[FacetValue]]) -> list[Group]:
        """Every facet that offers a choice."""
        groups = (self._group(each, counted.get(each.name, ())) for each in self.facets)
        return [group for group in groups if group.links]

    def _group(self, facet: Facet, values: Sequence[FacetValue]) -> Group:
        chosen, by = self.filters.get(facet.name, ()), facet.order
        if by is not None:
            values = sorted(values, key=lambda each: by(each.value))
        links = tuple(
            Link(
                facet.word(each.value),
                each.count,
                self.without(facet.name, each.value)
                if each.value in chosen
                else self.having(facet.name, each.value),
                each.value in chosen,
            )
            for each in values
            if each.count or each.value in chosen
        )
        shown, more = (links, ()) if len(links) <= _FIRST + 2 else (links[:_FIRST], links[_FIRST:])
        return Group(facet.name, facet.title, shown, more, facet.is_open or bool(chosen))


def list_context(
    request: HttpRequest,
    listed: NamedList,
    address: ListAddress,
    found: SearchPage,
    rows: Sequence[object],
) -> dict[str, object]:
    """What components/listed.html draws."""
    return {
        "seek_text": address.text,
        "seek_action": request.path,
        "seek_label": f"搜索{listed.name}",
        "seek_says": listed.says,
        "listed": listed,
        "address": address,
        "found": found,
        "rows": rows,
        "groups": address.groups(found.facets),
        "chips": address.chips(),
        "paging": paging_of(address, found.pages),
    }
