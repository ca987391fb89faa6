"""The figures of a year as a table: one row an organ, each figure with what it is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policies.interpretations.choices import Stage
from policies.interpretations.indicators import Year, year_of
from policies.interpretations.selectors.year import Judged
from portal.organs.models import Organ

# What can be listed, by the names of `Year.behind`.
LISTS: Final = {
    "uncovered": "没有解读的",
    "one_form": "只有一种形式的",
    "two_forms": "不足三种形式的",
    "unfiled": "没有按时报备的",
    "late": "解读迟了的",
    "exceptions": "记录了不同步解读的",
    "no_english": "没有英文文本或者摘要的",
}


@dataclass(frozen=True)
class OrganRow:
    """One organ's year."""

    organ: Organ
    year: Year
    judged: Sequence[Judged]
    rated: int
    understood: int

    @property
    def stages(self) -> str:
        """How many of each stage, in words."""
        found = self.year.stages
        return "、".join(f"{stage.label}{found[stage]}" for stage in Stage if stage in found)

    @property
    def missing(self) -> list[tuple[str, str, int]]:
        """Every list that holds something: its name, its title, how many."""
        found = [(name, title, len(self.year.behind[name])) for name, title in LISTS.items()]
        return [row for row in found if row[2]]

    def behind(self, name: str) -> list[tuple[Judged, str]]:
        """The documents of a list, each with the source of the duty."""
        keys = set(self.year.behind[name])
        return [
            (each, each.english if name == "no_english" else each.material)
            for each in self.judged
            if each.policy.key in keys
        ]


def figures_of(
    organs: Sequence[Organ],
    judged: Mapping[int, Sequence[Judged]],
    ratings: Mapping[int, tuple[int, int]],
    *,
    on: dt.date,
    several_line: int,
) -> list[OrganRow]:
    """A row for each organ that has something to show; shares count what is to be explained."""
    rows = []
    for organ in organs:
        own, (rated, understood) = judged.get(organ.pk, ()), ratings.get(organ.pk, (0, 0))
        if not own and not rated:
            continue
        asked = [each.policy for each in own if each.material]
        foreign = [each.policy for each in own if not each.material]
        year = year_of(asked, on=on, several_line=several_line)
        beside = year_of(foreign, on=on).behind["no_english"]
        year.behind["no_english"] = (*year.behind["no_english"], *beside)
        rows.append(OrganRow(organ, year, own, rated, understood))
    return rows
