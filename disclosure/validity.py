"""有效性 as a pure rule: dated facts in, the state and its reason out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

NOT_YET = "not_yet"
IN_FORCE = "in_force"
AMENDED = "amended"
EXPIRED = "expired"
REPEALED = "repealed"
TO_VERIFY = "to_verify"


@dataclass(frozen=True)
class Change:
    """What another document does to this one: `kind` is amends, repeals or replaces."""

    kind: str
    effective_on: dt.date
    by_label: str


@dataclass(frozen=True)
class Facts:
    """What is known of a document's life in time.

    `needs_period` is true for normative documents, which must state a period of validity; one
    that states none is never declared lapsed by a default, it is left 待核实 for an official.
    """

    effective_on: dt.date | None
    expires_on: dt.date | None
    needs_period: bool
    changes: Sequence[Change] = ()


@dataclass(frozen=True)
class Standing:
    """The state on a day, and the sentence that says why."""

    state: str
    reason: str


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def standing(facts: Facts, *, on: dt.date) -> Standing:
    """Decide in the order 废止, 尚未施行, 失效, 已修改, 待核实, 现行有效.

    The last day of a period is still valid; an end made by an act wins over everything.
    """
    reached = [change for change in facts.changes if change.effective_on <= on]
    ended = [change for change in reached if change.kind in ("repeals", "replaces")]
    amended = [change for change in reached if change.kind == "amends"]
    if ended:
        first = min(ended, key=lambda change: change.effective_on)
        return Standing(REPEALED, f"自{_day(first.effective_on)}起被{first.by_label}废止")
    if facts.effective_on and on < facts.effective_on:
        return Standing(NOT_YET, f"自{_day(facts.effective_on)}起施行")
    if facts.expires_on and on > facts.expires_on:
        return Standing(EXPIRED, f"有效期至{_day(facts.expires_on)}，已届满")
    if amended:
        last = max(amended, key=lambda change: change.effective_on)
        return Standing(AMENDED, f"自{_day(last.effective_on)}起被{last.by_label}修改")
    if facts.needs_period and facts.expires_on is None:
        return Standing(TO_VERIFY, "文件未载明有效期，待制定机关核实")
    if facts.expires_on:
        return Standing(IN_FORCE, f"有效期至{_day(facts.expires_on)}")
    return Standing(IN_FORCE, "")


def next_change(facts: Facts, *, after: dt.date) -> dt.date | None:
    """The first later day on which the state may differ, or None when nothing is to come."""
    days = [change.effective_on for change in facts.changes]
    if facts.effective_on:
        days.append(facts.effective_on)
    if facts.expires_on:
        days.append(facts.expires_on + dt.timedelta(days=1))
    return min((day for day in days if day > after), default=None)
