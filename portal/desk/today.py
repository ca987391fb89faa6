"""今天的工作: what each app lays on the first page of the back office, registered in `ready()`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User


@dataclass(frozen=True)
class Tool:
    """A button at the head of the page: the name of its address, and how soon it is reached for;
    of all that are shown the first by `rank` is the main one.
    """

    label: str
    address: str
    rank: int


@dataclass(frozen=True)
class Panel:
    """What an app shows: `read` gives what its `template` draws as `panel`, None for those who
    have nothing to do with it; `tools` follow from what was read. Panels stand by `place`.
    """

    code: str
    place: int
    template: str
    read: Callable[[User | AnonymousUser, dt.date], Any]
    tools: Callable[[Any], Sequence[Tool]] = lambda _read: ()


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Make a panel known. Raises ValueError when its code already means something else."""
    if _panels.setdefault(panel.code, panel) != panel:
        raise ValueError(f"工作台的栏目 {panel.code} 已登记为另一含义。")


@dataclass(frozen=True)
class Day:
    """What one person's day begins with."""

    panels: list[tuple[Panel, Any]]
    tools: list[tuple[Tool, bool]]


def day_of(user: User | AnonymousUser, *, on: dt.date) -> Day:
    """Every panel that has something for the person, and the buttons with the main one marked."""
    found = sorted(_panels.values(), key=lambda panel: panel.place)
    read = [(panel, panel.read(user, on)) for panel in found]
    shown = [(panel, given) for panel, given in read if given is not None]
    tools = [tool for panel, given in shown for tool in panel.tools(given)]
    first = min((tool.rank for tool in tools), default=0)
    return Day(shown, [(tool, tool.rank == first) for tool in tools])
