"""等待中: every case that waits for somebody or something, the soonest day first."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.accounts.choices import Role
from portal.workdays.services import load_calendar
from requests_app.models import InformationRequest
from requests_app.presenters.due import Due, due_of_wait
from requests_app.services.waits import waiting_cases, waits_in
from requests_app.waits import KINDS, Wait
from requests_app.workflow.states import HANDLER, Status

if TYPE_CHECKING:
    from portal.workdays.calendar import WorkingCalendar
    from requests_app.querysets import RequestQuerySet


@dataclass(frozen=True)
class WaitRow:
    """One thing a case waits for, as a list shows it."""

    case: InformationRequest
    wait: Wait
    due: Due
    act: str
    who: str


@dataclass(frozen=True)
class Waiting:
    """The rows of one kind or of all, and how many there are of each kind that occurs."""

    rows: list[WaitRow]
    kinds: list[tuple[str, str, int]]
    total: int


def waiting(cases: RequestQuerySet, *, on: dt.date, kind: str = "") -> Waiting:
    """What these cases wait for on a day; of one kind by its code."""
    calendar = load_calendar()
    pairs = [(case, wait) for case in waiting_cases(cases) for wait in waits_in(case, calendar)]
    pairs.sort(key=lambda pair: (pair[1].day, pair[0].pk))
    counts = Counter(wait.kind.code for _, wait in pairs)
    kinds = [(each.code, each.label, counts[each.code]) for each in KINDS if counts[each.code]]
    rows = [
        _row(case, wait, calendar, on=on) for case, wait in pairs if kind in ("", wait.kind.code)
    ]
    return Waiting(rows, kinds, len(pairs))


def waits_shown(
    case: InformationRequest, calendar: WorkingCalendar, *, on: dt.date
) -> list[WaitRow]:
    """What one case waits for, for its page."""
    return [_row(case, wait, calendar, on=on) for wait in waits_in(case, calendar)]


def _row(
    case: InformationRequest, wait: Wait, calendar: WorkingCalendar, *, on: dt.date
) -> WaitRow:
    due = due_of_wait(wait, calendar, on=on)
    return WaitRow(case, wait, due, wait.next_act(on), who_acts(case, wait))


def who_acts(case: InformationRequest, wait: Wait) -> str:
    """Whose next act it is: the handler by name, any other desk by its role."""
    role = wait.kind.who or Status(case.status).waits_for
    if role == HANDLER and case.handler:
        return f"承办人 {case.handler.get_full_name()}"
    return Role(role).holders
