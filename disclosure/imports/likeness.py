"""How like each other two titles are, by what they are about."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["Subject", "likeness", "subject_of"]

Subject = frozenset[str]
# What stands in every title and says nothing of its subject.
_COMMON: Final = re.compile(
    r"^.{0,30}?关于|印发|转发|公布|做好|进一步|加强|推进|开展|有关|"
    r"的?(?:工作)?(?:通知|通告|公告|意见|决定|函|批复)$|[\d\W_]+|第"
)


def subject_of(title: str) -> Subject:
    """The pairs of characters of what a title is about."""
    parts = _COMMON.sub(" ", title).split()
    return frozenset(part[at : at + 2] for part in parts for at in range(len(part) - 1))


def likeness(one: Subject, other: Subject) -> float:
    """The part of both that is the same; 0 where one says nothing."""
    return len(one & other) / len(one | other) if one and other else 0.0
