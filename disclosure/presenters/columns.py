"""A column's page: the library's list with a filter that the reader cannot take off."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from django.http import QueryDict

from disclosure.address import OPENING, Address
from disclosure.filters import read_address
from portal.search.queries import SearchQuery


@dataclass(frozen=True)
class ColumnAddress(Address):
    """What the reader chose within a column; `base` is the column's own filter.

    The addresses it gives hold the reader's choice only, and are read beside the column's path.
    What the base fixes the reader cannot change: their own values for it count for nothing.
    """

    base: Address = field(default_factory=Address)

    @classmethod
    def within(cls, base: Address, query: QueryDict) -> ColumnAddress:
        """Read the reader's part of the address of a column's page."""
        own = read_address(query)
        fixed = base.filters.keys()
        filters = {name: values for name, values in own.filters.items() if name not in fixed}
        every_state = own.all_states or base.all_states
        return cls(
            text="" if base.text else own.text,
            filters=filters,
            sort=own.sort,
            page=own.page,
            all_states=every_state and not {"validity"} & (filters.keys() | fixed),
            valid_on=own.valid_on,
            span=own.span,
            dated=own.dated,
            is_titled=own.is_titled,
            size=own.size,
            base=base,
        )

    @cached_property
    def combined(self) -> Address:
        """The same list as an address of the whole library: for feeds and subscriptions."""
        return Address(
            text=self.base.text or self.text,
            filters={**self.filters, **self.base.filters},
            sort=self.sort or ("published_on" if self.base.text else ""),
            page=self.page,
            all_states=self.all_states,
            valid_on=self.valid_on,
            span=self.span,
            dated=self.dated,
            is_titled=self.is_titled and not self.base.text,
            size=self.size,
        )

    @property
    def fixed(self) -> frozenset[str]:
        """The facets that are the column's own and offer the reader no choice."""
        return frozenset(self.base.filters)

    @property
    def states(self) -> tuple[str, ...]:
        return self.combined.states

    @property
    def is_preset(self) -> bool:
        return self.combined.is_preset

    @property
    def order(self) -> str:
        return self.combined.order

    @property
    def query(self) -> SearchQuery:
        return self.combined.query

    @property
    def themes(self) -> tuple[str, ...]:
        return self.combined.filters.get("theme", ())

    def preset(self) -> str:
        """What the list opens with: to be named where the column itself begins with every state."""
        if not self.base.all_states:
            return super().preset()
        filters = {**self.filters, "validity": OPENING}
        return replace(self, filters=filters, all_states=False, page=1).url()
