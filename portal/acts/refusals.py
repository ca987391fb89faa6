"""Refusals that acts share: of what was typed, and of what stands in the way."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.utils import timezone

from portal.common.errors import ActRefused, NotNow, NotPermitted
from portal.common.typed import half_width, said
from portal.common.verdicts import ALLOWED, Blocker, Verdict, no_occasion, refuse
from portal.statute import REGULATION_IN_FORCE
from portal.workdays.calendar import BeyondCalendar
from portal.workdays.services import load_calendar
from portal.workflow import URGE

_NUMBER: Final = re.compile(r"[0-9]{1,9}")


class Blocked(ActRefused):
    """There are things to be mended first; `blockers` lists them for the form."""

    def __init__(self, blockers: Sequence[Blocker]) -> None:
        self.blockers = tuple(blockers)
        super().__init__("".join(blocker.message for blocker in self.blockers))


def refuse_if(blockers: Sequence[Blocker]) -> None:
    """Raises Blocked when the list is not empty."""
    if blockers:
        raise Blocked(blockers)


def status_of(error: Exception) -> int:
    """403 for what is not this person's to do, 409 for what the case or the input forbids."""
    theirs = not isinstance(error, NotPermitted) or isinstance(error, NotNow)
    return 409 if theirs else 403


def problems_of(error: Exception) -> list[str]:
    """What a refused act says, a sentence each."""
    if isinstance(error, Blocked):
        return [blocker.message for blocker in error.blockers]
    return [str(error)]


def needed(text: str, what: str) -> str:
    """The text without blanks around it; raises ActRefused when there is none."""
    text = said(text.replace("\x00", ""))
    if not text:
        raise ActRefused(f"请填写{what}。")
    return text


def text_of(text: str, what: str, longest: int, *, required: bool = True) -> str:
    """A text as it is kept; raises ActRefused for one that is missing or too long."""
    kept = needed(text, what) if required else said(text.replace("\x00", ""))
    if len(kept) > longest:
        raise ActRefused(f"{what}最多{longest}字，请删减。")
    return kept


def numbers_of(lines: Sequence[str]) -> list[int]:
    """Numbers as they are typed, parted by blanks or commas, each once. Raises ActRefused for what
    is none.
    """
    plain = (half_width(line).replace("、", " ").replace(",", " ") for line in lines)
    words = [word for line in plain for word in line.split()]
    if wrong := [word for word in words if not _NUMBER.fullmatch(word)]:
        raise ActRefused(f"编号之间用空格或者逗号，请核对：{wrong[0][:20]}")
    return list(dict.fromkeys(map(int, words)))


def past_day(day: dt.date, today: dt.date, what: str) -> dt.date:
    """A day on which something has happened in a case; raises ActRefused for one yet to come, and
    for one before the Regulation as it stands, under which every case is handled.
    """
    if day > today:
        raise ActRefused(f"{what}晚于今天，请核对。")
    if day < REGULATION_IN_FORCE:
        raise ActRefused(f"{what}早于条例施行之日（{REGULATION_IN_FORCE}），请核对年份。")
    return day


def workdays_after(day: dt.date, number: int, what: str) -> dt.date:
    """A term the organ sets itself; raises ActRefused where the calendar does not reach."""
    try:
        return load_calendar().add(day, number)
    except BeyondCalendar as error:
        told = f"{error}请在工作日历收录该年安排后再定{what}，或者直接填写日期。"
        raise ActRefused(told) from error


def may_be_urged(due_on: str) -> Callable[[Any, dt.date], Verdict]:
    """What stands in the way of 催办: it is for what is past the day in the column `due_on`, and
    pressed for once a day.
    """

    def stands(case: Any, on: dt.date) -> Verdict:
        due: dt.date | None = getattr(case, due_on)
        if due is None or due >= on:
            return no_occasion("本件没有逾期，不需要催办。")
        urged = (row for row in case.acts.all() if row.action == URGE)
        if any(timezone.localdate(row.at) == on for row in urged):
            return refuse("今天已经催办过；到明天还没有办的，可以再催。")
        return ALLOWED

    return stands
