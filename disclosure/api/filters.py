"""The parameters of the interface. The page forgives nonsense; a machine must be told."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict

from disclosure.api.errors import BadParameter
from disclosure.choices import DocumentType, Kind, Validity
from disclosure.presenters.address import ALL, FACETS, SORTS, Address
from portal.organs.choices import OrganLevel

MAX_LIMIT = 100
DEFAULT_LIMIT = 20
MAX_CURSOR = 400
_LONGEST_TEXT = 200
_LONGEST_VALUE = 80
_MOST_VALUES = 20
_OWN = ("q", "sort", "limit", "cursor", "facets", "on")
# Facets whose values are known beforehand; the others hold names and codes from the data.
VALUES: Mapping[str, Collection[str]] = {
    "validity": (*Validity.values, ALL),
    "level": OrganLevel.values,
    "doc_type": DocumentType.values,
    "kind": Kind.values,
    "normative": ("yes", "no"),
}
_SHAPES: Mapping[str, tuple[re.Pattern[str], str]] = {
    "year": (re.compile(r"[12]\d{3}", re.ASCII), "应为四位数字的年份，如 2026"),
    "category": (re.compile(r"\d{1,2}(-\d{1,2})?", re.ASCII), "应为公开类别的序号，如 3 或 21-2"),
}


@dataclass(frozen=True)
class ListQuery:
    """What a list of documents is asked for; `address` is the same as the page's."""

    address: Address
    limit: int = DEFAULT_LIMIT
    cursor: str = ""
    with_facets: bool = False

    @property
    def digest(self) -> str:
        """What a cursor belongs to: the filters and the order, not the length of the page."""
        return hashlib.sha256(self.address.url().encode()).hexdigest()[:16]

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
            raise BadParameter(name[:_LONGEST_VALUE], _unknown(name, known))
        if any("\x00" in value for value in values):
            raise BadParameter(name, f"参数 {name} 含有不能识别的字符。")


def read_list_query(query: QueryDict) -> ListQuery:
    """Everything about a list of documents. Raises BadParameter for what the page leaves out."""
    refuse_unknown(query, (*_OWN, *FACETS))
    for name in FACETS:
        _check_facet(name, query.getlist(name))
    if len(_once(query, "q")) > _LONGEST_TEXT:
        raise BadParameter("q", f"参数 q 最多{_LONGEST_TEXT}个字符。")
    sort = _once(query, "sort")
    if sort and sort not in SORTS:
        raise BadParameter("sort", f"参数 sort 只能是 {'、'.join(SORTS)}。")
    address = Address.read(query)
    if _once(query, "on") and address.valid_on is None:
        raise BadParameter("on", "参数 on 应为日历上有的日期，如 2026-03-31。")
    facets = _once(query, "facets")
    if facets not in ("", "0", "1"):
        raise BadParameter("facets", "参数 facets 只能是 1 或 0。")
    return ListQuery(
        address=replace(address, page=1),
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


def _check_facet(name: str, values: list[str]) -> None:
    if len(values) > _MOST_VALUES:
        raise BadParameter(name, f"参数 {name} 最多可以有{_MOST_VALUES}个值。")
    for value in values:
        if not value or len(value) > _LONGEST_VALUE:
            raise BadParameter(name, f"参数 {name} 的值应为 1 到 {_LONGEST_VALUE} 个字符。")
        if name in VALUES and value not in VALUES[name]:
            raise BadParameter(name, f"参数 {name} 只能是 {'、'.join(VALUES[name])}。")
        if name in _SHAPES and not _SHAPES[name][0].fullmatch(value):
            raise BadParameter(name, f"参数 {name} {_SHAPES[name][1]}。")
    if name == "validity" and ALL in values and len(values) > 1:
        raise BadParameter(name, "参数 validity 为 all 时不能再有其他值。")


def _unknown(name: str, known: Collection[str]) -> str:
    wanted = f"可用的参数：{'、'.join(sorted(known))}" if known else "本接口没有参数"
    return f"没有名为“{name[:_LONGEST_VALUE]}”的参数。{wanted}。"
