"""A session as readers see it: how many places are left, and what they can do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from decisions.events.models import EventSession
from decisions.events.moments import span_words
from decisions.events.promotion import free
from portal.common.moments import moment_words, until_words


@dataclass(frozen=True)
class Shown:
    """A session with its state in a word and in a sentence; `percent` is how full it is."""

    row: EventSession
    code: str
    word: str
    told: str
    may_sign_up: bool = False

    @property
    def when(self) -> str:
        return span_words(self.row.starts_at, self.row.ends_at)

    @property
    def percent(self) -> int:
        taken: int = getattr(self.row, "taken", 0)
        return min(100, 100 * taken // self.row.places)


def shown(session: EventSession, *, at: dt.datetime) -> Shown:
    """One session, counted by `selectors.with_counts`."""
    if session.is_off:
        return Shown(session, "expired", "已取消", session.called_off_why)
    if at >= session.ends_at:
        return Shown(session, "expired", "已结束", "")
    if at >= session.starts_at:
        return Shown(session, "in_force", "进行中", "")
    if at < session.opens_at:
        return Shown(
            session, "not_yet", "还没开始报名", f"{moment_words(session.opens_at)}开始报名"
        )
    if at >= session.closes_at:
        return Shown(session, "expired", "报名已截止", "")
    return _open(session)


def _open(session: EventSession) -> Shown:
    taken, waiting = getattr(session, "taken", 0), getattr(session, "waiting", 0)
    until = f"{until_words(session.closes_at)}截止报名"
    unit = session.get_unit_display()
    left = free(session.places, taken)
    if left and not waiting:
        told = f"还有{left}个名额，共{session.places}{unit}。{until}"
        return Shown(session, "in_force", "报名中", told, may_sign_up=True)
    told = f"名额已满，共{session.places}{unit}；候补{waiting}组，有人取消按次序递补。{until}"
    return Shown(session, "amended", "可以候补", told, may_sign_up=True)
