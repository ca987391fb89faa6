"""The course of a selection: from nomination to the last mark, by the instants written down.

Every end is the first instant that is outside: 至12月10日24时 ends with the midnight after it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """Where a selection stands that was announced; no job moves it, the clock does."""

    NOMINATING = "nominating"
    BETWEEN = "between"
    VOTING = "voting"
    MARKING = "marking"
    COUNTING = "counting"


@dataclass(frozen=True)
class Course:
    """The instants of one selection, in their order."""

    nominations_until: dt.datetime
    voting_from: dt.datetime
    voting_until: dt.datetime
    marking_until: dt.datetime

    @property
    def is_in_order(self) -> bool:
        """Whether each part comes after the one before, and the vote lasts."""
        return self.nominations_until <= self.voting_from < self.voting_until < self.marking_until

    def phase(self, at: dt.datetime) -> Phase:
        """What goes on at an instant."""
        if at < self.nominations_until:
            return Phase.NOMINATING
        if at < self.voting_from:
            return Phase.BETWEEN
        if at < self.voting_until:
            return Phase.VOTING
        if at < self.marking_until:
            return Phase.MARKING
        return Phase.COUNTING
