"""The library's address: what is searched and filtered, and the addresses one step away."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from disclosure.choices import Validity
from portal.search.queries import EVER, SearchQuery, Span

FACETS = (
    "validity",
    "organ",
    "level",
    "theme",
    "subtheme",
    "year",
    "doc_type",
    "kind",
    "normative",
    "category",
    "audience",
    "subject",
    "language",
    "tag",
)
# Which of its days a stretch bounds.
DATED = {"signed": "成文", "published": "发布"}
# How many rows a page has; a longer one is asked for.
SIZES = (20, 50)
# The words stand in the title, not anywhere in the text.
IN_TITLE = "title"
SORTS = {"relevance": "相关", "signed_on": "成文日期", "published_on": "发布日期"}
# What holds today.
CURRENT = (Validity.IN_FORCE.value, Validity.AMENDED.value)
ALL = "all"
# Borne, in place of a state, by what is listed as of today and can never be in force: a notice, a
# report, an explanation, a translation.
NONE = "none"
# The list opens with these; one tap shows everything.
OPENING = (*CURRENT, NONE)
STATES = (*Validity.values, NONE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Address:
    """The state of the list, all of it in the query string."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    all_states: bool = False
    valid_on: dt.date | None = None
    span: Span = EVER
    dated: str = "published"
    is_titled: bool = False
    size: int = SIZES[0]

    @classmethod
    def of(cls, cleaned: Mapping[str, Any]) -> Address:
        """The state that the parameters say, as `disclosure.filters` has cleaned them."""
        filters = {name: cleaned[name] for name in FACETS if cleaned[name]}
        all_states = filters.get("validity") == (ALL,)
        if all_states:
            del filters["validity"]
        return cls(
            text=cleaned["q"],
            filters=filters,
            sort=cleaned["sort"],
            page=cleaned["page"],
            all_states=all_states,
            valid_on=cleaned["on"],
            span=Span(cleaned["from"], cleaned["to"]),
            dated=cleaned["by"],
            is_titled=cleaned["in"],
            size=cleaned["size"],
        )

    @property
    def states(self) -> tuple[str, ...]:
        """The states of today searched for; empty means all of them, as with a day of its own."""
        if self.valid_on and "validity" not in self.filters:
            return ()
        return () if self.all_states else self.filters.get("validity", OPENING)

    @property
    def is_preset(self) -> bool:
        """Whether the states are the list's own choice, not the reader's."""
        return not (self.all_states or self.valid_on or "validity" in self.filters)

    @property
    def order(self) -> str:
        """The order in use: by relevance when there is a text, else newest first."""
        if self.sort == "relevance" and not self.text:
            return "published_on"
        return self.sort or ("relevance" if self.text else "published_on")

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes whose second level is worth offering."""
        return self.filters.get("theme", ())

    @property
    def query(self) -> SearchQuery:
        """What to ask the search."""
        filters = {k: v for k, v in self.filters.items() if k != "validity"}
        if self.states:
            filters["validity"] = self.states
        return SearchQuery(
            text=self.text,
            filters=filters,
            sort=self.order,
            page=self.page,
            per_page=self.size,
            in_title=self.is_titled,
            valid_on=self.valid_on,
            signed=self.span if self.dated == "signed" else EVER,
            published=self.span if self.dated == "published" else EVER,
        )

    @property
    def own_filters(self) -> int:
        """How many filters the reader set."""
        values = sum(map(len, self.filters.values()))
        return values + bool(self.valid_on) + (not self.span.is_ever)

    def url(self) -> str:
        """The address itself, as a query string."""
        pairs: list[tuple[str, str]] = [("q", self.text)] if self.text else []
        if self.text and self.is_titled:
            pairs.append(("in", IN_TITLE))
        if self.all_states:
            pairs.append(("validity", ALL))
        if self.valid_on:
            pairs.append(("on", self.valid_on.isoformat()))
        if not self.span.is_ever:
            pairs += [("by", self.dated)] if self.dated == "signed" else []
            ends = (("from", self.span.first), ("to", self.span.last))
            pairs += [(name, day.isoformat()) for name, day in ends if day]
        pairs += [(name, v) for name in FACETS for v in self.filters.get(name, ())]
        if self.sort:
            pairs.append(("sort", self.sort))
        if self.size != SIZES[0]:
            pairs.append(("size", str(self.size)))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return "?" + urlencode(pairs)

    def having(self, name: str, value: str) -> str:
        """With one value of a facet in place of any other."""
        filters = {**self.filters, name: (value,)}
        if name == "theme":
            filters.pop("subtheme", None)
        state = self.all_states and name != "validity"
        return replace(self, filters=filters, page=1, all_states=state).url()

    def without(self, name: str, value: str = "") -> str:
        """Without one value of a facet, or without the facet."""
        left = tuple(v for v in self.filters.get(name, ()) if value and v != value)
        filters = {k: v for k, v in self.filters.items() if k != name}
        if left:
            filters[name] = left
        if name == "theme":
            filters.pop("subtheme", None)
        return replace(self, filters=filters, page=1).url()

    def any_state(self) -> str:
        """With documents of every state."""
        filters = {k: v for k, v in self.filters.items() if k != "validity"}
        return replace(self, filters=filters, all_states=True, page=1).url()

    def preset(self) -> str:
        """With what the list opens with."""
        filters = {k: v for k, v in self.filters.items() if k != "validity"}
        return replace(self, filters=filters, all_states=False, page=1).url()

    def held(self) -> str:
        """With what holds today, and nothing that can never be in force."""
        filters = {**self.filters, "validity": CURRENT}
        return replace(self, filters=filters, all_states=False, page=1).url()

    def today(self) -> str:
        """Without the day asked about."""
        return replace(self, valid_on=None, page=1).url()

    def but_day(self) -> list[tuple[str, str]]:
        """Every part of the address but the day, for the form that asks for one."""
        return parse_qsl(replace(self, valid_on=None, page=1).url()[1:])

    def ever(self) -> str:
        """Without the stretch of days."""
        return replace(self, span=EVER, page=1).url()

    def but_span(self) -> list[tuple[str, str]]:
        """Every part of the address but the stretch of days, for the form that asks for one."""
        return parse_qsl(replace(self, span=EVER, page=1).url()[1:])

    def lasting(self) -> str:
        """What feeds take of it: the words and filters, and no stretch of days, which ends."""
        return replace(self, span=EVER, page=1, is_titled=False, size=SIZES[0]).url()

    def whole(self) -> str:
        """From its first row: what a table of the list is made of."""
        return replace(self, page=1).url()

    def titled(self, *, only: bool) -> str:
        """With the words in the title only, or anywhere."""
        return replace(self, is_titled=only, page=1).url()

    def sized(self, size: int) -> str:
        """With so many rows on a page."""
        return replace(self, size=size, page=1).url()

    def sorted_by(self, sort: str) -> str:
        """In another order."""
        return replace(self, sort=sort, page=1).url()

    def at(self, page: int) -> str:
        """At another page."""
        return replace(self, page=page).url()

    def worded(self, text: str) -> str:
        """With other words."""
        return replace(self, text=text, page=1).url()

    def everywhere(self) -> str:
        """The same words in all documents."""
        return replace(
            self, filters={}, all_states=True, page=1, sort="", valid_on=None, span=EVER
        ).url()


def named_day(text: str) -> dt.date | None:
    """A day written 2026-03-31, or None for anything else."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
