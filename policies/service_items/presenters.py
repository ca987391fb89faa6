"""Page words of service items, and the address of their list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from disclosure.companions import Mark as PlaceMark
from policies.service_items.exchange.columns import ITEMS
from policies.service_items.models import ServiceItem
from policies.service_items.selectors import Mark
from portal.common.typed import said
from portal.organs.models import Organ
from portal.search.lists import Paging, paging_of
from portal.taxonomy.models import Theme

SIGN = "办"
_PAGE = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)
_LONGEST_TEXT = 60
# 办件类型 of the exchange table; other codes are shown as they come.
_PROJECT_TYPES = {"1": "即办件", "2": "承诺件"}
_SHOWN = (
    "server_type",
    "project_type",
    "promise_day",
    "anticipate_day",
    "limit_scene_num",
    "handle_type",
    "accept_condition",
    "handle_flow",
    "transact_addr",
    "transact_time",
    "is_fee",
    "fee_basis",
    "link_way",
    "supervise_way",
    "by_law",
    "task_code",
    "catalog_code",
    "plan_effective_date",
    "plan_cancel_date",
)


@dataclass(frozen=True)
class ServiceAddress:
    """What the list is asked for; what makes no sense is left out."""

    text: str = ""
    organ: Organ | None = None
    theme: Theme | None = None
    page: int = 1

    @classmethod
    def read(
        cls, query: QueryDict, *, organs: Sequence[Organ], themes: Sequence[Theme]
    ) -> ServiceAddress:
        """Read a query string; organs and themes are those the list offers."""
        page = query.get("page", "")
        return cls(
            text=said(query.get("q", "").replace("\x00", ""))[:_LONGEST_TEXT],
            organ=next((each for each in organs if each.code == query.get("organ")), None),
            theme=next((each for each in themes if each.path == query.get("theme")), None),
            page=int(page) if _PAGE.fullmatch(page) else 1,
        )

    def at(self, page: int) -> str:
        """The address of another page of the same list."""
        asked = {
            "q": self.text,
            "organ": self.organ.code if self.organ else "",
            "theme": self.theme.path if self.theme else "",
            "page": page if page > 1 else "",
        }
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{reverse('policies:services')}{'?' if query else ''}{query}"

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.text or self.organ or self.theme)


def title_marks(found: Sequence[Mark]) -> list[PlaceMark]:
    """办 at the title: the one service by its name, of several how many there are."""
    if len(found) == 1:
        return [_mark(found[0])]
    return [PlaceMark(SIGN, f"可以办 {len(found)} 项", "#services")]


def passage_marks(found: Sequence[Mark]) -> dict[str, list[PlaceMark]]:
    """办 at the passages that lead to a service, by its name."""
    marks: dict[str, list[PlaceMark]] = {}
    for mark in found:
        for anchor, _ in mark.passages:
            marks.setdefault(anchor, []).append(_mark(mark))
    return marks


def _mark(mark: Mark) -> PlaceMark:
    return PlaceMark(SIGN, mark.item.task_name, mark.item.get_absolute_url())


def pages_of(address: ServiceAddress, page: int, pages: int) -> Paging | None:
    """The pager of the list, on the page it really shows."""
    return paging_of(replace(address, page=page), pages)


def facts_of(item: ServiceItem) -> list[tuple[str, list[str]]]:
    """What is told of an item: each heading with its lines, those with nothing to say left out."""
    facts = []
    for name in _SHOWN:
        value = getattr(item, name)
        if name == "project_type":
            value = _PROJECT_TYPES.get(value, value)
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        if lines:
            facts.append((ITEMS.by_key[name].heading, lines))
    return facts
