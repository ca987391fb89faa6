"""The parameters of a list, read to the letter: for the interface, and for what staff keep.

The page forgives nonsense; a machine must be told, and a column must not show something else
than its keeper meant.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from django.http import QueryDict

from disclosure.address import FACETS, Address
from disclosure.filters import LONGEST_VALUE, DocumentFilterSet
from portal.search.querysets import SearchEntryQuerySet

MAX_LIMIT = 100
DEFAULT_LIMIT = 20
MAX_CURSOR = 400
_OWN = ("q", "sort", "limit", "cursor", "facets", "on")


class BadParameter(ValueError):
    """A parameter is unknown or its value makes no sense; the message says which and why."""

    def __init__(self, parameter: str, message: str) -> None:
        self.parameter = parameter
        super().__init__(message)


@dataclass(frozen=True)
class ListQuery:
    """What a list of documents is asked for: its filters, and which page of it."""

    filters: DocumentFilterSet
    limit: int = DEFAULT_LIMIT
    cursor: str = ""
    with_facets: bool = False

    @property
    def address(self) -> Address:
        """The same as the page's."""
        return self.filters.address

    @property
    def digest(self) -> str:
        """What a cursor belongs to: the filters and the order, not the length of the page."""
        return hashlib.sha256(self.address.url().encode()).hexdigest()[:16]

    def narrowed(self, entries: SearchEntryQuerySet) -> SearchEntryQuerySet:
        """The entries under every filter but the text."""
        found: SearchEntryQuerySet = DocumentFilterSet(self.filters.data, queryset=entries).qs
        return found

    def following(self, cursor: str) -> str:
        """The query string of the next page."""
        parts = [f"limit={self.limit}", f"cursor={cursor}"]
        if self.with_facets:
            parts.append("facets=1")
        own = self.address.url()
        return own + ("&" if own != "?" else "") + "&".join(parts)


def refuse_unknown(query: QueryDict, known: Collection[str]) -> None:
    """No parameter but the known ones, each readable. Raises BadParameter."""
    for name, values in query.lists():
        if name not in known:
            raise BadParameter(name[:LONGEST_VALUE], _unknown(name, known))
        if any("\x00" in value for value in values):
            raise BadParameter(name, f"参数 {name} 含有不能识别的字符。")


def read_list_query(query: QueryDict) -> ListQuery:
    """Everything about a list of documents. Raises BadParameter for what the page leaves out."""
    refuse_unknown(query, (*_OWN, *FACETS))
    filters = DocumentFilterSet(query)
    for name, problems in filters.form.errors.items():
        raise BadParameter(name, problems[0])
    facets = _once(query, "facets")
    if facets not in ("", "0", "1"):
        raise BadParameter("facets", "参数 facets 只能是 1 或 0。")
    return ListQuery(
        filters=filters,
        limit=read_limit(query),
        cursor=read_cursor(query, "cursor"),
        with_facets=facets == "1",
    )


def read_limit(query: QueryDict) -> int:
    """How many rows a page holds."""
    text = _once(query, "limit")
    if "limit" not in query:
        return DEFAULT_LIMIT
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MAX_LIMIT):
        raise BadParameter("limit", f"参数 limit 应为 1 到 {MAX_LIMIT} 的整数。")
    return int(text)


def read_cursor(query: QueryDict, name: str) -> str:
    """A cursor as the client sent it, not yet taken apart."""
    text = _once(query, name)
    if len(text) > MAX_CURSOR:
        raise bad_cursor(name)
    return text


def bad_cursor(name: str) -> BadParameter:
    """The refusal of a cursor that was not given out for this query."""
    return BadParameter(
        name, f"参数 {name} 不是本接口给出的游标，或不属于这组条件，请从第一页重新读取。"
    )


def _once(query: QueryDict, name: str) -> str:
    values = query.getlist(name)
    if len(values) > 1:
        raise BadParameter(name, f"参数 {name} 只能出现一次。")
    return values[0] if values else ""


def _unknown(name: str, known: Collection[str]) -> str:
    wanted = f"可用的参数：{'、'.join(sorted(known))}" if known else "本接口没有参数"
    return f"没有名为“{name[:LONGEST_VALUE]}”的参数。{wanted}。"
