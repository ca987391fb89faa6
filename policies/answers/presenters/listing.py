"""The list of answers: all of its state in the address, its facets, its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from policies.answers.choices import Audience
from policies.answers.search_entries import kinds_of
from policies.answers.selectors import Tally
from portal.search.lists import Chip, Group, Link
from portal.search.queries import FacetValue, SearchQuery

if TYPE_CHECKING:
    from django.http import QueryDict
    from django.utils.safestring import SafeString

    from policies.answers.models import Entry
    from portal.search.queries import Hit

FACETS = {"organ": "责任机关", "theme": "主题", "policy": "依据的政策"}
PER_PAGE = 20
_PAGE = re.compile(r"[1-9]\d{0,3}", re.ASCII)
_LONGEST_TEXT = 200
_LONGEST_VALUE = 80
_FIRST = 8
# From so many votes on a share says something.
_TELLING = 5


@dataclass(frozen=True)
class ListAddress:
    """What is looked for, under which filters, on which page."""

    text: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> ListAddress:
        """Read a query string; what makes no sense is left out."""
        given = {name: _clean(query.get(name, ""))[:_LONGEST_VALUE] for name in FACETS}
        page = query.get("page", "")
        return cls(
            text=_clean(query.get("q", ""))[:_LONGEST_TEXT],
            filters={name: value for name, value in given.items() if value},
            page=int(page) if _PAGE.fullmatch(page) else 1,
        )

    @property
    def query(self) -> SearchQuery:
        """What to ask the search: what anyone may read."""
        return SearchQuery(
            text=self.text,
            filters={name: (value,) for name, value in self.filters.items()},
            sort="relevance" if self.text else "published_on",
            page=self.page,
            per_page=PER_PAGE,
            kinds=kinds_of(Audience.PUBLIC),
            near=False,
        )

    def url(self) -> str:
        """The address itself, as a query string."""
        pairs = [("q", self.text)] if self.text else []
        pairs += list(self.filters.items())
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return "?" + urlencode(pairs)

    def at(self, page: int) -> str:
        """Another page of the same."""
        return replace(self, page=page).url()

    def having(self, name: str, value: str) -> str:
        """With this value of a filter."""
        return replace(self, filters={**self.filters, name: value}, page=1).url()

    def without(self, name: str) -> str:
        """Without a filter."""
        left = {other: value for other, value in self.filters.items() if other != name}
        return replace(self, filters=left, page=1).url()

    def lasting(self) -> str:
        """What a feed takes of it."""
        return replace(self, page=1).url()


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()


@dataclass(frozen=True)
class AnswerRow:
    """One answer in a list."""

    url: str
    title_html: SafeString | str
    short_answer: str
    organ: str
    public_at: Any
    policies: Sequence[str]
    share: int | None


def rows_of(
    hits: Sequence[Hit], entries: Mapping[int, Entry], votes: Mapping[int, Tally]
) -> list[AnswerRow]:
    """Rows in the order of the hits; what was withdrawn meanwhile is left out."""
    return [
        row_of(entries[hit.object_id], hit.title_html, votes.get(hit.object_id, Tally()))
        for hit in hits
        if hit.object_id in entries
    ]


def row_of(entry: Any, title: SafeString | str, votes: Tally) -> AnswerRow:
    """One entry, read with its page parts."""
    titles = (basis.document.quoted_title for basis in entry.current.bases.all())
    return AnswerRow(
        url=entry.get_absolute_url(),
        title_html=title,
        short_answer=entry.current.short_answer,
        organ=entry.organ.name,
        public_at=entry.public_at,
        policies=list(dict.fromkeys(titles)),
        share=votes.share if votes.total >= _TELLING else None,
    )


Labels = Mapping[str, Mapping[str, str]]


def groups_of(
    address: ListAddress, facets: Mapping[str, Sequence[FacetValue]], labels: Labels
) -> list[Group]:
    """Every facet that offers a choice."""
    groups = [_group(address, name, facets.get(name, ()), labels) for name in FACETS]
    return [group for group in groups if group.links]


def _group(address: ListAddress, name: str, values: Sequence[FacetValue], labels: Labels) -> Group:
    chosen = address.filters.get(name, "")
    links = tuple(
        Link(
            label=label_of(labels, name, each.value),
            count=each.count,
            url=address.without(name) if each.value == chosen else address.having(name, each.value),
            current=each.value == chosen,
        )
        for each in values
        if name == "theme" or each.value in labels[name]
    )
    return Group(name, FACETS[name], links[:_FIRST], links[_FIRST:], is_open=name != "policy")


def chips_of(address: ListAddress, labels: Labels) -> list[Chip]:
    """The filters that are on."""
    return [
        Chip(label_of(labels, name, value), address.without(name))
        for name, value in address.filters.items()
    ]


def label_of(labels: Labels, name: str, value: str) -> str:
    """What a value is called; of what is not public any more no more than what was typed."""
    return labels.get(name, {}).get(value, value)
