"""有效性 as a pure rule: dated facts in, the state and its reason out."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

NOT_YET = "not_yet"
IN_FORCE = "in_force"
AMENDED = "amended"
SUPERSEDED = "superseded"
EXPIRED = "expired"
REPEALED = "repealed"
TO_VERIFY = "to_verify"
ENDING = ("repeals", "replaces")
EXTENDS = "extends"
# A later text of the same regulation takes the place of this one; the regulation goes on.
YIELDING = ("revises",)
CLOSING = (*ENDING, *YIELDING)
CURRENT = (IN_FORCE, AMENDED)


@dataclass(frozen=True)
class Change:
    """What another document does to this one: it amends, repeals, replaces, revises or extends it.

    `until` is the last day an extension gives it, None for one without end.
    """

    kind: str
    effective_on: dt.date
    by_label: str
    until: dt.date | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of a document's life in time.

    Without a day of its own it holds from the day it was formed.

    `needs_period` is true for normative documents, which must state a period of validity; one
    that states none is never declared lapsed by a default, it is left 待核实 for an official.
    """

    effective_on: dt.date | None
    expires_on: dt.date | None
    needs_period: bool
    changes: Sequence[Change] = ()
    formed_on: dt.date | None = None

    @property
    def begins_on(self) -> dt.date | None:
        """The first day on which it can hold."""
        return self.effective_on or self.formed_on

    @property
    def ends(self) -> list[Change]:
        """The changes with which it ceases to hold: an end of all its texts, or a later text."""
        return [change for change in self.changes if change.kind in CLOSING]

    @property
    def rewordings(self) -> list[Change]:
        """The changes of its text."""
        return [change for change in self.changes if change.kind not in (*CLOSING, EXTENDS)]

    @property
    def extension(self) -> Change | None:
        """The latest change of its period."""
        found = [change for change in self.changes if change.kind == EXTENDS]
        return max(found, key=lambda change: change.effective_on, default=None)

    @property
    def ends_on(self) -> dt.date | None:
        """The last day of its period, its own or the one it was extended to."""
        return self.extension.until if self.extension else self.expires_on

    @property
    def lacks_period(self) -> bool:
        """Whether nobody has said until when it holds, though somebody must."""
        return self.needs_period and self.extension is None and self.expires_on is None


@dataclass(frozen=True)
class Standing:
    """The state on a day, and the sentence that says why."""

    state: str
    reason: str


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def standing(facts: Facts, *, on: dt.date) -> Standing:
    """Decide in the order 废止, 旧文本, 尚未施行, 失效, 已修改, 待核实, 现行有效.

    The last day of a period is still valid; an end made by an act wins over everything. What had
    lapsed before a later text came is 失效, not 旧文本.
    """
    reached = [change for change in facts.changes if change.effective_on <= on]
    ended = [change for change in reached if change.kind in ENDING]
    yielded = [change for change in reached if change.kind in YIELDING]
    changed = [change for change in facts.rewordings if change.effective_on <= on]
    if ended:
        first = min(ended, key=lambda change: change.effective_on)
        return Standing(REPEALED, f"自{_day(first.effective_on)}起被{first.by_label}废止")
    if yielded:
        first = min(yielded, key=lambda change: change.effective_on)
        if facts.ends_on is None or first.effective_on <= facts.ends_on:
            return Standing(SUPERSEDED, f"自{_day(first.effective_on)}起适用{first.by_label}")
    if facts.begins_on and on < facts.begins_on:
        return Standing(NOT_YET, f"自{_day(facts.begins_on)}起施行")
    if facts.ends_on and on > facts.ends_on:
        return Standing(EXPIRED, f"有效期至{_day(facts.ends_on)}，已届满")
    if changed:
        last = max(changed, key=lambda change: change.effective_on)
        return Standing(AMENDED, f"自{_day(last.effective_on)}起被{last.by_label}修改")
    if facts.lacks_period:
        return Standing(TO_VERIFY, "文件未载明有效期，待制定机关核实")
    return Standing(IN_FORCE, _period(facts))


def _period(facts: Facts) -> str:
    """Until when it holds, and who says so when it does not itself."""
    longer = facts.extension
    if longer is None:
        return f"有效期至{_day(facts.expires_on)}" if facts.expires_on else ""
    if longer.until is None:
        return f"由{longer.by_label}明确继续有效"
    return f"有效期由{longer.by_label}延长至{_day(longer.until)}"


@dataclass(frozen=True)
class Stretch:
    """Days from the first to the last, both included; None is without limit."""

    first: dt.date | None
    last: dt.date | None


def valid_stretch(facts: Facts) -> Stretch | None:
    """The days on which it holds (现行有效 or 已修改): one stretch, or None when there is none.

    It is one because a document begins once, ends once and is never revived; what is left
    待核实 for want of a period holds from the day somebody amended it, and not before. A text
    holds until the day before the next one, so that one regulation has one text on any day.
    """
    first = facts.begins_on
    if facts.lacks_period:
        changes = [change.effective_on for change in facts.rewordings]
        if not changes:
            return None
        first = max(min(changes), first) if first else min(changes)
    lasts = [change.effective_on - dt.timedelta(days=1) for change in facts.ends]
    if facts.ends_on:
        lasts.append(facts.ends_on)
    last = min(lasts, default=None)
    if first and last and last < first:
        return None
    return Stretch(first, last)


class Sorted(Protocol):
    """What a document is, by the words of `disclosure.choices`."""

    kind: str
    doc_type: str
    language: str
    title: str

    @property
    def of_rule(self) -> bool: ...

    @property
    def of_normative(self) -> bool: ...

    @property
    def is_explanation(self) -> bool: ...


_CHINESE: Final = "zh-Hans"
# 文种 that tell, ask or propose, and set nothing.
_TELLING: Final = ("报告", "公报", "通报", "纪要", "请示", "议案")
_ASKING: Final = re.compile("征求.{0,40}意见|意见征集")
_REPORTING: Final = re.compile("年度报告$|工作报告$|统计公报$")
# What is never in force, by the code of its kind.
_KIND_WORDS: Final = {"announcement": "公告公示", "budget": "预决算"}


def has_validity(document: Sorted) -> bool:
    """Whether it can be in force at all: not what reports, asks, announces, explains or translates.

    What has none is shown by its kind (`kind_word`), never as 现行有效.
    """
    return not kind_word(document)


def kind_word(document: Sorted) -> str:
    """What a document without validity is called; empty for one that has it."""
    if document.language != _CHINESE:
        return "译本"
    if document.of_rule or document.of_normative:
        return ""
    if document.is_explanation:
        return "解读"
    if _ASKING.search(document.title):
        return "征求意见"
    if document.doc_type in _TELLING:
        return document.doc_type
    if _REPORTING.search(document.title):
        return "报告"
    return _KIND_WORDS.get(document.kind, "")
