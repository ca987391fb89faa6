"""What the name of a file, or a title, says of 附件型信息: its kind, its period, its organ.

A budget, a list, a plan has no head to be read; its name says what it is. What is read here is a
proposal that stands in the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from disclosure.imports.elements import OrganName

_YEAR: Final = r"(?:19|20)\d{2}"
_PART: Final = r"(?:第[1-4]季度|(?:1[0-2]|[1-9])月|[上下]半年)"
# The written form of a period.
PERIOD: Final = rf"^(?:{_YEAR}年{_PART}?|{_YEAR}—{_YEAR}年)$"
_SPAN: Final = re.compile(rf"({_YEAR})年?\s*[-—–~～至到]+\s*({_YEAR})(?!\d)")
_ONE: Final = re.compile(
    rf"(?<!\d)({_YEAR})\s*(?:年度?|年?(?=部门|单位|政府|预算|决算))"
    r"(?:(?:第?([1-4一二三四])季度)|(1[0-2]|[1-9])月(?!\d*日)|([上下]半年))?"
)
_BARE: Final = re.compile(rf"(?<!\d)({_YEAR})(?!\d)")
_QUARTERS: Final = {"一": "1", "二": "2", "三": "3", "四": "4"}
# By the code of the kind; the first that stands in a name decides: 预算收支目录 is of the budget.
_KINDS: Final = (
    ("budget", re.compile(r"预算|决算|三公经费|收支")),
    ("list", re.compile(r"清单|目录|名单|名录|台账|一览表")),
    ("plan", re.compile(r"规划|计划|要点|纲要")),
)
# What people and programs put before and after the title of a file.
_NOISE: Final = re.compile(
    r"^[\s_\-.、]*(?:附件\d*|\d{1,3}(?=[._、\-]))[\s_\-.、：:]*"
    r"|[\s_\-]*[（(](?:最?终稿?|定稿|公开稿|公示稿|最新|\d{1,2})[)）]\s*$"
    r"|[\s_\-]+(?:终稿|定稿|公开稿|\d{8})\s*$"
)


@dataclass(frozen=True, slots=True)
class FileName:
    """What a name says; "" where it says nothing."""

    title: str
    kind: str
    period: str
    organ: str


def read_name(name: str, organs: Iterable[OrganName] = ()) -> FileName:
    """Title, kind, period and the code of the organ that a file's name tells."""
    title = title_of(name)
    return FileName(title, kind_in(title), period_in(title), organ_in(title, organs))


def title_of(name: str) -> str:
    """The name without its ending, and without 附件1, （定稿） and the like around it."""
    found = PurePath(name).stem.strip()
    while (shorter := _NOISE.sub("", found).strip()) != found and shorter:
        found = shorter
    return " ".join(found.replace("_", " ").split())


def kind_in(title: str) -> str:
    """The kind its words name."""
    return next((kind for kind, word in _KINDS if word.search(title)), "")


def period_in(title: str) -> str:
    """The period in its written form: a year, a part of it, or the first year and the last."""
    if span := _SPAN.search(title):
        return f"{span[1]}—{span[2]}年" if span[1] < span[2] else ""
    if found := _ONE.search(title):
        quarter, month, half = found[2], found[3], found[4]
        part = f"第{_QUARTERS.get(quarter, quarter)}季度" if quarter else ""
        part = part or (f"{month}月" if month else "") or (half or "")
        return f"{found[1]}年{part}"
    years = set(_BARE.findall(title))
    return f"{years.pop()}年" if len(years) == 1 else ""


def organ_in(title: str, organs: Iterable[OrganName]) -> str:
    """The code of the organ with the longest name that stands in it; "" where two are as long."""
    found = [
        (len(name), organ.code)
        for organ in organs
        for name in (organ.name, *organ.short_names)
        if len(name) > 2 and name in title
    ]
    longest = max((length for length, _ in found), default=0)
    codes = {code for length, code in found if length == longest}
    return codes.pop() if len(codes) == 1 else ""
