"""What an organ's year comes to: coverage, forms, filing, stages. Pure: facts in, shares out.

The lines (60 %, three forms, five working days) are those of the working points; whoever sets
others gives them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Explained:
    """One public interpretation of a policy: its stage, the forms that count, when it came and was
    filed; `filing_due_on` is None where the calendar does not reach.
    """

    stage: str
    forms: frozenset[str]
    published_on: dt.date
    filing_due_on: dt.date | None = None
    filed_on: dt.date | None = None
    late_days: int | None = 0


@dataclass(frozen=True)
class Policy:
    """One public policy of the year that is to be explained, with all that explains it."""

    key: int
    explained: tuple[Explained, ...] = ()
    is_exception: bool = False
    needs_english: bool = False
    has_english: bool = False

    @property
    def forms(self) -> frozenset[str]:
        """Different forms: two films are one."""
        return frozenset().union(*(each.forms for each in self.explained))


@dataclass(frozen=True)
class Share:
    """So many of so many; `line` is what is asked for, in percent."""

    part: int
    whole: int
    line: int = 0

    @property
    def percent(self) -> int:
        """Rounded down: 59.9 % has not reached 60 %."""
        return 100 * self.part // self.whole if self.whole else 0

    @property
    def is_met(self) -> bool:
        """Whether the line is reached; of nothing it is."""
        return not self.whole or 100 * self.part >= self.line * self.whole


@dataclass(frozen=True)
class Year:
    """The figures, and behind each the policies it is made of."""

    covered: Share
    several: Share
    three: Share
    filed: Share
    in_time: Share
    stages: dict[str, int]
    behind: dict[str, tuple[int, ...]] = field(default_factory=dict)


def year_of(policies: Iterable[Policy], *, on: dt.date, several_line: int = 60) -> Year:
    """The figures on a day. An exception that was recorded counts for no share."""
    every = list(policies)
    asked = [policy for policy in every if not policy.is_exception]
    filings = [each for policy in asked for each in policy.explained if _is_due(each, on)]
    kept = [each for each in filings if _was_filed(each)]
    timed = [policy for policy in asked if policy.explained]
    stages = Counter(each.stage for policy in asked for each in policy.explained)
    return Year(
        covered=_share(asked, lambda policy: bool(policy.explained), line=100),
        several=_share(asked, lambda policy: len(policy.forms) > 1, line=several_line),
        three=_share(asked, lambda policy: len(policy.forms) > 2, line=100),
        filed=Share(len(kept), len(filings), 100),
        in_time=_share(timed, _in_time, line=100),
        stages=dict(stages),
        behind={
            "uncovered": _keys(asked, lambda policy: not policy.explained),
            "one_form": _keys(asked, lambda policy: len(policy.forms) == 1),
            "two_forms": _keys(asked, lambda policy: len(policy.forms) < 3),
            "unfiled": _keys(asked, lambda policy: any(
                _is_due(each, on) and not _was_filed(each) for each in policy.explained
            )),
            "late": _keys(timed, lambda policy: not _in_time(policy)),
            "exceptions": _keys(every, lambda policy: policy.is_exception),
            "no_english": _keys(
                every, lambda policy: policy.needs_english and not policy.has_english
            ),
        },
    )  # fmt: skip


def _share(rows: Sequence[Policy], met: Callable[[Policy], bool], *, line: int) -> Share:
    return Share(sum(map(met, rows)), len(rows), line)


def _keys(rows: Sequence[Policy], met: Callable[[Policy], bool]) -> tuple[int, ...]:
    return tuple(policy.key for policy in rows if met(policy))


def _in_time(policy: Policy) -> bool:
    """By the first that came: what follows later was not late."""
    return min(policy.explained, key=lambda each: each.published_on).late_days == 0


def _is_due(each: Explained, on: dt.date) -> bool:
    """Whether it can be said by now: it was filed, or its last day is over."""
    return each.filed_on is not None or (each.filing_due_on is not None and each.filing_due_on < on)


def _was_filed(each: Explained) -> bool:
    if each.filed_on is None:
        return False
    return each.filing_due_on is None or each.filed_on <= each.filing_due_on
