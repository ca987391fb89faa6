"""What a pack has to say before anybody may read it, and when it is too old to be trusted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from portal.statute import Article, Law

# 惠企政策 are gathered with these four; a guide may hold no catch-all condition.
BUSINESS_LAW: Final = Law("优化营商环境条例", "上海市优化营商环境条例", "2024年修正")
FOUR_FIELDS: Final = Article(24, 3, law=BUSINESS_LAW)
NO_CATCH_ALL: Final = Article(24, 4, law=BUSINESS_LAW)
_CATCH_ALL: Final = re.compile(
    r"^[\W\d一二三四五六七八九十]*其他\W*$|其他(?:法律|法规|规定|情形|条件|要求|材料|有关)|(?:规定|要求|需要|认为必要)的其他"
    r"|等(?:其他)?(?:条件|情形|材料)\W*$"
)
# So long after its last change somebody looks at a collection again.
STALE: Final = dt.timedelta(days=180)


@dataclass(frozen=True)
class PackFacts:
    """What a draft of a pack says."""

    conditions: Sequence[str]
    fields: Mapping[str, str]


# The name of each field, in the order of the page; the first three are the law's.
FIELDS: Final[Mapping[str, str]] = {
    "materials": "所需材料",
    "rules": "业务规则",
    "review_points": "审查要点",
    "amounts": "支持的内容和标准",
    "how_to_apply": "怎样申请",
    "contact": "咨询方式",
}


def is_catch_all(text: str) -> bool:
    """Whether a condition or material leaves open what else may be asked."""
    return bool(_CATCH_ALL.search(text.strip()))


def missing(facts: PackFacts) -> list[str]:
    """What keeps a pack from being released, in words."""
    found = [] if facts.conditions else [f"适用条件（{FOUR_FIELDS.law.short}{FOUR_FIELDS}）"]
    found += [
        f"{label}（{FOUR_FIELDS.law.short}{FOUR_FIELDS}）" if name in _LAW_S else label
        for name, label in FIELDS.items()
        if not facts.fields.get(name, "").strip()
    ]
    return found


def open_ends(facts: PackFacts) -> list[str]:
    """The lines that hold a catch-all, which a guide may not."""
    lines = [*facts.conditions, *facts.fields.get("materials", "").splitlines()]
    return [line.strip() for line in lines if is_catch_all(line)]


_LAW_S: Final = ("materials", "rules", "review_points")


def met(conditions: Sequence[str], ticked: Sequence[int]) -> tuple[bool, list[str]]:
    """Whether somebody who ticked these (by number, from 0) meets them all, and which are left."""
    left = [text for number, text in enumerate(conditions) if number not in ticked]
    return not left, left
