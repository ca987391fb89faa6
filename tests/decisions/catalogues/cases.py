"""Catalogues for tests, brought to a state by walking the lawful path through the services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from decisions.catalogues.models import Catalogue, CatalogueItem
from decisions.catalogues.selectors import Line, editions_of, lines_of
from decisions.catalogues.services import adjustments, catalogues, completion, items
from decisions.catalogues.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.workflow import lawful_path
from tests.builders import City

D = dt.date
TITLE = "试江市居家养老服务补贴办法"
GIVEN: Mapping[str, Any] = {
    "title": TITLE, "matter": "measures", "months": "2月至9月",
    "gist": "给失能的老人发服务券。", "basis": "《试江市养老服务条例》第十二条",
    "steps": ["taking_part", "experts"],
}  # fmt: skip


def noon(year: int, month: int, day: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(year, month, day, 12, 0))  # noqa: DTZ001


AT = noon(2026, 3, 27)
LATER = noon(2026, 9, 15)


def handler(city: City) -> User:
    return city.people[Role.DECISION_HANDLER]


def reviewer(city: City) -> User:
    return city.people[Role.DECISION_REVIEWER]


def given(city: City, **changes: Any) -> dict[str, Any]:
    """What an item says."""
    return {"lead": city.office, "joint": [city.street], **GIVEN, **changes}


def begun(city: City, *, year: int = 2026, organ: Any = None, at: dt.datetime = AT) -> Catalogue:
    """A draft without items."""
    return catalogues.begin(organ=organ or city.office, year=year, by=handler(city), at=at)


def put(row: Catalogue, city: City, at: dt.datetime = AT, **changes: Any) -> CatalogueItem:
    """One more item."""
    items.put(catalogue=row, **given(city, **changes), by=handler(city), at=at)
    return row.items.order_by("-position")[0]


def drafted(
    city: City, count: int = 1, *, year: int = 2026, organ: Any = None, at: dt.datetime = AT
) -> Catalogue:
    """A draft that lacks nothing."""
    row = begun(city, year=year, organ=organ, at=at)
    for number in range(1, count + 1):
        put(row, city, at, title=TITLE if number == 1 else f"第{number}件大事")
    return catalogues.write(
        catalogue=row, note="今年要定的大事。", collected_by="市政府办公室",
        approved_by="市政府第12次常务会议", by=handler(city), at=at,
    )  # fmt: skip


def again(row: Catalogue) -> Catalogue:
    return Catalogue.objects.select_related("organ", "maker").get(pk=row.pk)


def released(
    city: City, count: int = 1, *, year: int = 2026, organ: Any = None, at: dt.datetime = AT
) -> Catalogue:
    """One that anybody reads since `at`."""
    row = drafted(city, count, year=year, organ=organ, at=at)
    catalogues.STEPS.perform(row, "submit", by=handler(city), at=at)
    catalogues.release(catalogue=row, by=reviewer(city), at=at)
    return again(row)


def item_of(row: Catalogue, number: int = 1) -> CatalogueItem:
    return row.items.order_by("position")[number - 1]


def adjusted(row: Catalogue, city: City, at: dt.datetime = LATER, **changes: Any) -> Catalogue:
    """The first item changed, and that published."""
    told = {"reason": "资金没有落实。", "asked_by": "市民政局", "months": "4月至12月", **changes}
    adjustments.change(
        catalogue=row, item=item_of(row), **given(city, **told), by=handler(city), at=at
    )
    adjustments.adjust(catalogue=row, by=reviewer(city), at=at)
    return again(row)


def told(row: Catalogue, city: City, at: dt.datetime, outcome: str = "done") -> None:
    """What became of the items of which that is not said yet."""
    for item in row.items.filter(completions=None):
        completion.complete(
            catalogue=row, item=item, outcome=outcome, words="已经印发。", by=handler(city), at=at
        )


def closed(city: City, count: int = 1, *, at: dt.datetime = LATER) -> Catalogue:
    """One of which it was said what became of it."""
    row = released(city, count)
    told(row, city, at)
    completion.account(catalogue=row, by=handler(city), at=at)
    completion.close(catalogue=row, by=reviewer(city), at=at)
    return again(row)


Step = Callable[[Catalogue, Any, City, dt.datetime], Any]


def _some(row: Catalogue) -> CatalogueItem:
    """The first item; of a catalogue without one a row that was not saved."""
    return row.items.order_by("position").first() or CatalogueItem(catalogue=row)


def _reason(action: str) -> Step:
    return lambda row, by, _, at: catalogues.STEPS.perform(
        row, action, by=by, at=at, reason="按规定"
    )


STEPS: Mapping[str, Step] = {
    "put": lambda row, by, city, at: items.put(
        catalogue=row, **given(city, title=f"又一件{row.items.count()}"), by=by, at=at
    ),
    "edit": lambda row, by, city, at: items.edit(
        catalogue=row, item=_some(row), **given(city), by=by, at=at
    ),
    "take_out": lambda row, by, _, at: items.take_out(
        catalogue=row, item=_some(row), by=by, at=at
    ),
    "write": lambda row, by, _, at: catalogues.write(
        catalogue=row, approved_by="市政府第12次常务会议", by=by, at=at
    ),
    "release": lambda row, by, _, at: catalogues.release(catalogue=row, by=by, at=at),
    "change": lambda row, by, city, at: adjustments.change(
        catalogue=row, item=_some(row), reason="名称不准", by=by, at=at,
        **given(city, title=f"改过{row.adjustments.count()}次的名称"),
    ),
    "add": lambda row, by, city, at: adjustments.add(
        catalogue=row, **given(city, title=f"增加的{row.items.count()}"), reason="国家新规定",
        by=by, at=at,
    ),
    "move": lambda row, by, _, at: adjustments.move(
        catalogue=row, item=_some(row), moved_to=2027, reason="勘察没有做完", by=by, at=at
    ),
    "remove": lambda row, by, _, at: adjustments.remove(
        catalogue=row, item=_some(row), reason="不再需要", by=by, at=at
    ),
    "adjust": lambda row, by, _, at: adjustments.adjust(catalogue=row, by=by, at=at),
    "refuse": lambda row, by, _, at: adjustments.refuse(
        catalogue=row, reason="再研究", by=by, at=at
    ),
    "complete": lambda row, by, _, at: completion.complete(
        catalogue=row, item=_some(row), outcome="done", by=by, at=at
    ),
    "account": lambda row, by, _, at: completion.account(catalogue=row, by=by, at=at),
    "close": lambda row, by, _, at: completion.close(catalogue=row, by=by, at=at),
    "reopen": lambda row, by, _, at: completion.reopen(
        catalogue=row, reason="有一项写错", by=by, at=at
    ),
    "withdraw": lambda row, by, _, at: catalogues.withdraw(
        catalogue=row, reason="没有报同级党委", by=by, at=at
    ),
    **{action: _reason(action) for action in ("submit", "discard", "return", "correct")},
}  # fmt: skip
CLEAR = {
    "submit": ("put", "write"), "edit": ("put",), "take_out": ("put",),
    "account": ("complete",),
}  # fmt: skip


def brought(city: City, state: str) -> Catalogue:
    """A new one in a state of the table."""
    row, at = drafted(city), AT
    for action in lawful_path(WORKFLOW, state):
        at += dt.timedelta(minutes=1)
        if action == "account":
            told(row, city, at)
        by = city.people[Role(WORKFLOW.actions[action].role)]
        STEPS[action](row, by, city, at)
    return again(row)


def lines_on(catalogue: Catalogue, day: dt.date) -> list[Line]:
    """The catalogue as anyone could read it on a day."""
    return lines_of(editions_of(catalogue), day)
