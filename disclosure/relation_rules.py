"""What may be said of two documents: pure rules over the relations already known.

A relation is refused with a sentence that says what contradicts it; what is lawful gives none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

AMENDS = "amends"
REPEALS = "repeals"
REPLACES = "replaces"
REVISES = "revises"
EXTENDS = "extends"
TRANSLATES = "translates"
ANNEXES = "annexes"
EXPLAINS = "explains"

ENDING = (REPEALS, REPLACES)
CHANGING = (AMENDS, REPEALS, REPLACES, REVISES, EXTENDS)
# Of these one document does one to another.
_OF_THE_TEXT = (AMENDS, REPEALS, REPLACES, REVISES)
_ONE_DAY = dt.timedelta(days=1)
# A document is at most one of these: a later text, a translation or an annex of one original.
DEPENDENT = (REVISES, TRANSLATES, ANNEXES)


@dataclass(frozen=True)
class Link:
    """`source` bears on `target` (keys of documents); changes have their first day, extensions
    the last day they give, or None for no last day.
    """

    source: int
    target: int
    kind: str
    effective_on: dt.date | None = None
    extended_to: dt.date | None = None


def contradiction(
    new: Link,
    known: Collection[Link],
    *,
    source_formed_on: dt.date | None,
    target_formed_on: dt.date | None,
    target_expires_on: dt.date | None = None,
) -> str:
    """Why `new` cannot stand beside the relations of its two documents; empty when it can.

    `known` holds every relation that touches either document, and for a cycle to be seen all
    that lead on from the target (see `reachable`).
    """
    found = (
        _itself(new),
        _date(new, source_formed_on, target_formed_on),
        _opposite(new, known),
        _double(new, known),
        _end(new, known),
        _longer(new, known, target_expires_on),
        _original(new, known),
        _cycle(new, known),
    )
    return next((sentence for sentence in found if sentence), "")


def reachable(start: int, links: Iterable[Link]) -> set[int]:
    """Every document to which relations lead from `start`, itself left out unless in a cycle."""
    onward: dict[int, set[int]] = {}
    for link in links:
        onward.setdefault(link.source, set()).add(link.target)
    seen: set[int] = set()
    frontier = [start]
    while frontier:
        for target in onward.get(frontier.pop(), ()):
            if target not in seen:
                seen.add(target)
                frontier.append(target)
    return seen


def _itself(new: Link) -> str:
    return "文件不能与自己建立关系。" if new.source == new.target else ""


def _date(new: Link, source_formed: dt.date | None, target_formed: dt.date | None) -> str:
    if new.kind not in CHANGING:
        return ""
    if new.effective_on is None:
        return "请填写修改、废止、替代或延长的生效日期。"
    if target_formed and new.effective_on < target_formed:
        return "生效日期早于被修改、废止文件的成文日期，请核对。"
    # A period is often prolonged after the fact: from the day on which it would have ended.
    if new.kind != EXTENDS and source_formed and new.effective_on < source_formed:
        return "生效日期早于本文件自身的成文日期，请核对。"
    return ""


def _opposite(new: Link, known: Collection[Link]) -> str:
    if any((link.source, link.target) == (new.target, new.source) for link in known):
        return "两份文件之间已有相反的关系，请核对。"
    return ""


def _double(new: Link, known: Collection[Link]) -> str:
    """One document does one thing to another: it does not amend what it repeals."""
    if new.kind not in _OF_THE_TEXT:
        return ""
    for link in known:
        same = (link.source, link.target) == (new.source, new.target)
        if same and link.kind in _OF_THE_TEXT and link.kind != new.kind:
            return "同一份文件对另一份只能登记修改、废止、替代、新文本中的一种，请先解除原关系。"
    return ""


def _end(new: Link, known: Collection[Link]) -> str:
    """What has ended is not changed afterwards, and does not end on two days."""
    if new.kind not in CHANGING or new.effective_on is None:
        return ""
    others = [
        link
        for link in known
        if link.target == new.target and link.source != new.source and link.effective_on
    ]
    ends = [link.effective_on for link in others if link.kind in ENDING if link.effective_on]
    if new.kind in ENDING:
        if any(day != new.effective_on for day in ends):
            return f"该文件已登记自{min(ends)}起废止，与新登记的日期矛盾，请核对。"
        later = [
            link.effective_on
            for link in others
            if link.kind not in ENDING and link.kind in CHANGING
            if link.effective_on and link.effective_on > new.effective_on
        ]
        if later:
            return f"该文件已登记自{max(later)}起被修改，晚于废止日期，请核对。"
    elif any(day <= new.effective_on for day in ends):
        return f"该文件自{min(ends)}起已废止，不能再登记修改。"
    return ""


def _longer(new: Link, known: Collection[Link], expires_on: dt.date | None) -> str:
    """An extension goes on from the period there is, without a gap, and is longer than it."""
    if new.kind != EXTENDS:
        return "" if new.extended_to is None else "只有延长有效期才填写延长至哪一天。"
    if new.effective_on is None:
        return ""
    others = [
        link
        for link in known
        if link.target == new.target and link.kind == EXTENDS and link.source != new.source
    ]
    if any(link.effective_on == new.effective_on for link in others):
        return "同一天已登记了对该文件的延长，请核对生效日期。"
    before = [link for link in others if link.effective_on and link.effective_on < new.effective_on]
    last = max(before, key=lambda link: link.effective_on or dt.date.min, default=None)
    ends = last.extended_to if last else expires_on
    if ends and new.effective_on > ends + _ONE_DAY:
        return f"该文件有效期至{ends}，届满以后已经失效，不能再延长，请核对生效日期。"
    if ends and new.extended_to and new.extended_to <= ends:
        return f"该文件有效期至{ends}，延长后的日期应当更晚，请核对。"
    if last and ends is None and new.extended_to:
        return "该文件已登记为继续有效，没有届满日，请先解除原登记。"
    if new.extended_to and new.extended_to < new.effective_on:
        return "延长至的日期早于生效日期，请核对。"
    return ""


def _original(new: Link, known: Collection[Link]) -> str:
    """A later text, a translation and an annex have one original, which is none of its kind."""
    if new.kind not in DEPENDENT:
        return ""
    if any(link.source == new.source and link.kind in DEPENDENT for link in known):
        return "本文件已登记为另一文件的新文本、译本或附件，只能有一份原件。"
    if any(link.source == new.target and link.kind == new.kind for link in known):
        return "所选文件本身是新文本、译本或附件，请关联到它的原件。"
    if new.kind == REVISES and any(
        link.target == new.source and link.kind == REVISES for link in known
    ):
        return "本文件已有新文本。请把历次文本都关联到最初的文件，先解除已登记的关系。"
    if new.kind == REVISES and any(
        link.target == new.target and link.kind == REVISES and link.effective_on == new.effective_on
        for link in known
    ):
        return "同一天已有一份新文本，请核对生效日期。"
    return ""


def _cycle(new: Link, known: Collection[Link]) -> str:
    if new.source in reachable(new.target, known):
        return "登记后文件之间会循环引用，请核对先后关系。"
    return ""
