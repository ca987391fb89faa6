"""Words of the pages of public concern: rows of the list, time taken, clocks, lines of a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from policies.concerns.choices import HotKind
from policies.concerns.deadlines import hours_late

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from policies.concerns.models import Concern, ConcernStatement, HotLine
    from portal.search.queries import Hit

_MINUTE: Final = dt.timedelta(minutes=1)
_HOUR: Final = dt.timedelta(hours=1)
_GIST: Final = 120


@dataclass(frozen=True)
class ConcernRow:
    """An answered concern as the list shows it."""

    url: str
    title_html: SafeString
    snippet_html: SafeString
    asked: str
    organ: str
    nature: str
    public_at: dt.datetime
    spent: str


@dataclass(frozen=True)
class Clock:
    """One of the hours of a concern: until when, what became of it, whether that is too late."""

    label: str
    due_at: dt.datetime
    words: str
    is_late: bool


@dataclass(frozen=True)
class Part:
    """One of the things that a statement says, under its heading."""

    heading: str
    text: str


def rows_of(hits: Sequence[Hit], concerns: Mapping[int, Concern]) -> list[ConcernRow]:
    """The rows of hits, in their order; what anyone may not read any more is left out."""
    found = [(hit, concerns[hit.object_id]) for hit in hits if hit.object_id in concerns]
    return [
        ConcernRow(
            url=row.get_absolute_url(),
            title_html=hit.title_html,
            snippet_html=hit.snippet_html,
            asked=row.asked[:_GIST],
            organ=row.organ.name,
            nature=row.get_nature_display(),
            public_at=row.public_at or row.updated_at,
            spent=time_taken(row),
        )
        for hit, row in found
    ]


def time_taken(concern: Concern) -> str:
    """How long the first answer took, in hours and minutes; empty before it."""
    if concern.first_public_at is None:
        return ""
    minutes = max(0, (concern.first_public_at - concern.noticed_at) // _MINUTE)
    hours, rest = divmod(minutes, 60)
    told = f"{hours}小时" if hours else ""
    return told + (f"{rest}分钟" if rest or not hours else "")


def parts_of(statement: ConcernStatement) -> list[Part]:
    """What a statement says, without what it does not."""
    every = (
        Part("核实的情况", statement.facts),
        Part("处置措施", statement.done),
        Part("后续安排", statement.further),
    )
    return [part for part in every if part.text]


def clocks_of(concern: Concern, *, now: dt.datetime) -> list[Clock]:
    """The hours of a concern, for those who work on it: 内部时限, no law."""
    word = "发布权威信息" if concern.is_serious else "回应"
    clocks = [_clock(word, concern.information_due_at, concern.first_public_at, now, "已发布")]
    if concern.press_due_at is None:
        return clocks
    if concern.press_none:
        told = f"写明不开：{concern.press_none}"
        return [*clocks, Clock("新闻发布会", concern.press_due_at, told, is_late=False)]
    return [
        *clocks,
        _clock("新闻发布会", concern.press_due_at, concern.press_held_at, now, "已举行"),
    ]


def shelves_of(lines: Iterable[HotLine]) -> list[tuple[str, list[HotLine]]]:
    """The lines of a month under what they are counted by."""
    return [
        (HotKind(kind).label, list(rows)) for kind, rows in groupby(lines, lambda row: row.kind)
    ]


def _clock(
    label: str, due_at: dt.datetime, done_at: dt.datetime | None, now: dt.datetime, done: str
) -> Clock:
    late = hours_late(due_at, done_at, now)
    if done_at is not None:
        told = f"{timezone.localtime(done_at):%Y-%m-%d %H:%M} {done}"
        return Clock(label, due_at, f"{told}，逾时{late}小时" if late else told, bool(late))
    if late:
        return Clock(label, due_at, f"逾时{late}小时", is_late=True)
    left = (due_at - now) / _HOUR
    return Clock(label, due_at, f"还有{left:.1f}小时", is_late=False)
