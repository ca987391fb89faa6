"""Concerns for tests, brought to a state by walking the lawful path through the services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from policies.concerns.choices import Gravity, Nature, Origin
from policies.concerns.models import Concern
from policies.concerns.selectors import open_statement
from policies.concerns.services import concerns
from policies.concerns.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.models import User
from tests.builders import City

# A Monday at nine, and when it was noticed: an hour before.
AT = dt.datetime(2026, 9, 7, 1, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
NOTICED = AT - HOUR
TITLE, ASKED = "自来水发黄能不能喝", "老城区早晨的自来水发黄，能不能喝？"
SAID: Mapping[str, str] = {
    "facts": "凌晨检修后水流冲起管内铁锈。", "done": "已经排水，九时检测合格。",
    "further": "一周内逐栋回访。",
}  # fmt: skip


def local(text: str) -> dt.datetime:
    """A moment where the portal is."""
    return dt.datetime.fromisoformat(f"{text}+08:00")


def recorded(city: City, **changes: Any) -> Concern:
    """A grave concern of the office, as it was taken down."""
    given = {
        "organ": city.office, "title": TITLE, "asked": ASKED, "origin": Origin.NETWORK,
        "origin_words": "本地论坛", "nature": Nature.LIVELIHOOD, "gravity": Gravity.SERIOUS,
        "noticed_at": NOTICED, "by": city.people[Role.MESSAGE_RESPONDER], "at": AT,
    }  # fmt: skip
    return concerns.record_concern(**{**given, **changes})


def written(concern: Concern, by: User, at: dt.datetime, **changes: Any) -> Concern:
    """With something in every text; without anything where there is nothing to write in."""
    if open_statement(concern) is None:
        return concerns.write(concern=concern, **SAID, by=by, at=at)
    return concerns.write(concern=concern, **{**SAID, **changes}, by=by, at=at)


Step = Callable[[Concern, Any, City, dt.datetime], Any]


def _plain(action: str, **given: Any) -> Step:
    return lambda row, by, _, at: concerns.STEPS.perform(row, action, by=by, at=at, **given)


STEPS: Mapping[str, Step] = {
    "write": lambda row, by, _, at: written(row, by, at),
    "submit": _plain("submit"),
    "release": lambda row, by, _, at: concerns.release(concern=row, by=by, at=at),
    "return": _plain("return", reason="写明检测结果"),
    "follow_up": lambda row, by, _, at: concerns.follow_up(concern=row, by=by, at=at),
    "redo": lambda row, by, _, at: concerns.redo(concern=row, by=by, at=at),
    "drop": lambda row, by, _, at: concerns.drop(concern=row, reason="没有新情况", by=by, at=at),
    "discard": _plain("discard", reason="与本机关无关"),
    "withdraw": lambda row, by, _, at: concerns.withdraw(
        concern=row, reason="数据有误", by=by, at=at
    ),
    "regrade": lambda row, by, _, at: concerns.regrade(
        concern=row, gravity=Gravity.SERIOUS, noticed_at=NOTICED - HOUR, reason="时间记错",
        by=by, at=at,
    ),
    "meet_press": lambda row, by, _, at: concerns.meet_press(
        concern=row, held_at=AT, place="市政府新闻发布厅", by=by, at=at
    ),
    "excuse_press": lambda row, by, _, at: concerns.excuse_press(
        concern=row, reason="已由上级统一发布", by=by, at=at
    ),
}  # fmt: skip
WAYS: Mapping[str, tuple[str, ...]] = {
    "draft": (),
    "review": ("write", "submit"),
    "public": ("write", "submit", "release"),
    "withdrawn": ("write", "submit", "release", "withdraw"),
    "discarded": ("discard",),
}


def again(concern: Concern) -> Concern:
    """The row as it is now."""
    return Concern.objects.select_related("organ").get(pk=concern.pk)


def walk(concern: Concern, city: City, *actions: str, at: dt.datetime = AT) -> Concern:
    """Do the acts by those whose they are."""
    for action in actions:
        by = city.people[Role(WORKFLOW.actions[action].role)]
        STEPS[action](again(concern), by, city, at)
    return again(concern)


def brought(city: City, state: str) -> Concern:
    """A new concern in a state."""
    return walk(recorded(city), city, *WAYS[state])


def released(city: City, *, at: dt.datetime = AT + HOUR, **changes: Any) -> Concern:
    """An answered concern; `changes` of what it was taken down with, or of what is said."""
    said = {name: changes.pop(name) for name in (*SAID, "policies", "messages") if name in changes}
    concern = recorded(city, **changes)
    written(concern, city.people[Role.MESSAGE_RESPONDER], at, **said)
    return walk(concern, city, "submit", "release", at=at)


def followed_up(city: City, concern: Concern, at: dt.datetime, **said: Any) -> Concern:
    """News after it, released."""
    walk(concern, city, "follow_up", at=at)
    by = city.people[Role.MESSAGE_RESPONDER]
    said = {"facts": "", "done": "", "further": "回访结束，没有新的投诉。", **said}
    concerns.write(concern=again(concern), **said, by=by, at=at)
    return walk(concern, city, "submit", "release", at=at)
