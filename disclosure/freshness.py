"""Is a column kept fresh? Pure rules over the date of its newest document.

The indicator 栏目不更新 (国办秘函〔2019〕19号) fails a whole site for any of these: five columns,
动态、要闻 without anything new for two weeks and 通知公告、政策文件 for six months taken together;
ten columns without anything new for long; five blank ones.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

BASIS: Final = "国办秘函〔2019〕19号"


@dataclass(frozen=True)
class Pace:
    """A rhythm: from day `alert` on those in charge are told, on day `limit` it is stale.

    The limits are the indicator's; the earlier day is the portal's own, so that time is left.
    """

    code: str
    alert: int
    limit: int


DYNAMIC: Final = Pace("dynamic", alert=10, limit=14)
NOTICES: Final = Pace("notices", alert=150, limit=180)
PACES: Final = {pace.code: pace for pace in (DYNAMIC, NOTICES)}
# The indicator says 长期 and no number; a year is the portal's own reading.
LONG_STALE_DAYS: Final = 365

MOST_STALE: Final = 5
MOST_LONG_STALE: Final = 10
MOST_BLANK: Final = 5


class State(Enum):
    """How a column stands on a day."""

    FRESH = "正常"
    DUE = "临近期限"
    STALE = "超期未更新"
    BLANK = "空白"


@dataclass(frozen=True)
class Freshness:
    """The verdict on one column: days since its newest document, and days left if it has a pace."""

    state: State
    days: int | None = None
    left: int | None = None
    is_long_stale: bool = False


def freshness(*, newest_on: dt.date | None, rhythm: str, on: dt.date) -> Freshness:
    """How a column stands on a day; one that is kept when there is occasion (不定期) owes nothing
    on any day and can only be blank.
    """
    if newest_on is None:
        return Freshness(State.BLANK)
    days = max(0, (on - newest_on).days)
    pace = PACES.get(rhythm)
    if pace is None:
        return Freshness(State.FRESH, days)
    state = State.FRESH
    if days >= pace.alert:
        state = State.STALE if days >= pace.limit else State.DUE
    return Freshness(state, days, pace.limit - days, days >= LONG_STALE_DAYS)


def verdicts(columns: Iterable[Freshness]) -> list[str]:
    """What of the indicator a site fails by its columns, in sentences; empty when nothing."""
    rows = list(columns)
    states = Counter(row.state for row in rows)
    stale, blank = states[State.STALE], states[State.BLANK]
    long_stale = sum(row.is_long_stale for row in rows)
    found = []
    if stale >= MOST_STALE:
        found.append(f"超期未更新的栏目有{stale}个，达到{MOST_STALE}个即单项否决（{BASIS}）。")
    if long_stale >= MOST_LONG_STALE:
        found.append(
            f"长期（{LONG_STALE_DAYS}天）未更新的栏目有{long_stale}个，"
            f"达到{MOST_LONG_STALE}个即单项否决（{BASIS}）。"
        )
    if blank >= MOST_BLANK:
        found.append(f"空白栏目有{blank}个，达到{MOST_BLANK}个即单项否决（{BASIS}）。")
    return found
