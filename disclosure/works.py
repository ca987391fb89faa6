"""One regulation, many texts: which documents belong together, and what each is there for. Pure.

The words are those of ELI and FRBR: a *work* is the regulation, its *texts* are what it read from
a day on. What changes, ends, translates or explains it stands beside it and is no text of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from disclosure.relation_rules import (
    AMENDS,
    ANNEXES,
    ENDING,
    EXPLAINS,
    REPEALS,
    REPLACES,
    REVISES,
    TRANSLATES,
    Link,
)
from portal.statute import chinese_number

ORIGINAL, AMENDED, REVISED = "original", "amended", "revised"
AMENDING, REPEALING = "amending", "repealing"
TRANSLATION, EXPLANATION = "translation", "explanation"
LATER: Final = (AMENDED, REVISED)
COMPANIONS: Final = {
    AMENDS: AMENDING,
    REPEALS: REPEALING,
    REPLACES: REPEALING,
    TRANSLATES: TRANSLATION,
    EXPLAINS: EXPLANATION,
}
# What makes a document part of another one's work, so that it has none of its own.
_PART_OF: Final = (REVISES, TRANSLATES, ANNEXES)
# 《某办法》（2024年修正）: the title says itself how the text came about.
_SAID: Final = re.compile(r"[（(][^（()）]*(修正|修订)[^（()）]*[）)]\s*$")
# 关于修改《某办法》的决定: what is done to the other, and by which 文种.
_DOES: Final = re.compile("修改|修正|废止|失效|停止执行|停止施行")
_BY: Final = ("决定", "决议", "命令", "令", "公告", "通告", "通知")
_GAP: Final = "\u3000"


@dataclass(frozen=True)
class Paper:
    """A published document as far as grouping goes."""

    key: int
    title: str
    number: str = ""
    begins_on: dt.date | None = None


@dataclass(frozen=True)
class Member:
    """A document in a work: its role, and the day from which it bears on it."""

    key: int
    role: str
    since: dt.date | None = None


@dataclass(frozen=True)
class Group:
    """A work: its texts in the order in which they came to hold, and what stands beside them.

    `is_decision` is a document that only changes or ends others, `is_explanation` one that
    explains another.
    """

    original: int
    texts: tuple[Member, ...]
    companions: tuple[Member, ...]
    is_decision: bool
    is_explanation: bool


def is_original(key: int, links: Iterable[Link]) -> bool:
    """Whether a document begins a work of its own; `links` between published documents only."""
    return not any(link.source == key and link.kind in _PART_OF for link in links)


def group_of(original: int, papers: Mapping[int, Paper], links: Collection[Link]) -> Group:
    """The work that an original begins.

    `links` are all relations between published documents that lead to it or to a later text of
    it, and those that lead from it; `papers` has the original and its later texts.
    """
    first = papers[original]
    changed_on = {
        link.effective_on for link in links if link.target == original and link.kind == AMENDS
    }
    later = [
        Member(
            link.source,
            manner_of(papers[link.source], amended_that_day=link.effective_on in changed_on),
            link.effective_on,
        )
        for link in links
        if link.target == original and link.kind == REVISES
    ]
    later.sort(key=lambda text: (text.since or dt.date.min, text.key))
    texts = (Member(original, ORIGINAL, first.begins_on), *later)
    own = {text.key for text in texts}
    beside: dict[tuple[int, str], Member] = {}
    for link in links:
        role = COMPANIONS.get(link.kind)
        if role is None or link.target not in own or link.source in own:
            continue
        known = beside.get((link.source, role))
        if known is None or (link.effective_on or dt.date.max) < (known.since or dt.date.max):
            beside[link.source, role] = Member(link.source, role, link.effective_on)
    companions = sorted(
        beside.values(), key=lambda each: (each.since or dt.date.min, each.key, each.role)
    )
    kinds = {link.kind for link in links if link.source == original}
    return Group(
        original,
        texts,
        tuple(companions),
        is_decision=is_decision(first.title, kinds),
        is_explanation=EXPLAINS in kinds,
    )


def manner_of(text: Paper, *, amended_that_day: bool) -> str:
    """Whether a later text is 修正 (changed by a decision, and put together) or 修订 (made anew).

    The title says it; else a decision that changes the regulation from the same day on; else
    what is made anew is promulgated anew and has a number of its own.
    """
    if said := _SAID.search(text.title):
        return REVISED if said[1] == "修订" else AMENDED
    return REVISED if text.number and not amended_that_day else AMENDED


def is_decision(title: str, kinds: Collection[str]) -> bool:
    """Whether a document of this title and these relations does nothing but change or end others.

    A regulation that ends its predecessor in its last article is none.
    """
    about = title.partition("关于")[2]
    does = _DOES.search(about) is not None and title.endswith(_BY)
    return does and bool({AMENDS, *ENDING} & set(kinds))


ENACTS, AMENDS_TEXT, REVISES_TEXT, ENDS = "公布", "修正", "修订", "废止"


@dataclass(frozen=True)
class Act:
    """What was done to a regulation: by the document formed on a day, with effect since another."""

    kind: str
    formed_on: dt.date | None
    number: str
    title: str = ""
    since: dt.date | None = None

    @property
    def by(self) -> str:
        """The document as a note names it: its day, and its number or else its title."""
        title = self.title.replace("《", "〈").replace("》", "〉")
        return day(self.formed_on) + (self.number or (f"《{title}》" if title else ""))


def acts_told(acts: Iterable[Act], *, last: dt.date | None, on: dt.date) -> list[Act]:
    """The acts that a note to a text tells on a day, in the order in which they took effect.

    `last` is the last day of the text: what changed its successors is theirs to tell, but every
    text tells the end of all.
    """
    told = [
        act
        for act in acts
        if act.since is not None and act.since <= on
        if act.kind == ENDS or last is None or act.since <= last
    ]
    return sorted(told, key=lambda act: (act.since or dt.date.min, act.formed_on or dt.date.min))


def caption(note: str, acts: Sequence[Act]) -> str:
    """The 题注: what the text says of itself, and after it each act it does not name itself.

    As （2019年5月20日海府令第8号公布　根据2024年6月11日海府令第15号修正）; empty when nothing is
    known.
    """
    own = note.strip().removeprefix("（").removeprefix("(").removesuffix("）").removesuffix(")")
    parts = [own] if own else []
    added = [act for act in acts if not _named(act, own)]
    # One of several is counted, those that the note names included.
    before = Counter({kind: own.count(kind) for kind in (AMENDS_TEXT, REVISES_TEXT)})
    after = before + Counter(act.kind for act in added)
    for act in added:
        before[act.kind] += 1
        several = act.kind != ENDS and after[act.kind] > 1
        times = f"第{chinese_number(before[act.kind])}次" if several else ""
        basis = "根据" if act.kind == AMENDS_TEXT and act.number + act.title else ""
        parts.append(f"{basis}{act.by}{times}{act.kind}")
    return f"（{_GAP.join(parts)}）" if parts else ""


def _named(act: Act, note: str) -> bool:
    """Whether a note tells of an act already: by its number, or where it has none by its day."""
    by = act.number or day(act.formed_on)
    return bool(by) and by in note


def day(date: dt.date | None) -> str:
    """A date as a note writes it, empty for none."""
    return f"{date.year}年{date.month}月{date.day}日" if date else ""
