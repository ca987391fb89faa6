"""At whose desk an open case lies, and since when: the same words in the list and on its page."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import F, Max, Q
from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.models import Membership
from portal.notifications.services.reminders import workdays_between
from requests_app.models import InformationRequest, RequestAct
from requests_app.workflow.states import APPLICANT, HANDLER, OPEN, Status

if TYPE_CHECKING:
    from portal.workdays.calendar import WorkingCalendar

# What is done at the desk, where the name of the state does not say it.
_WORK: Final[Mapping[str, str]] = {
    Status.HANDLING: "承办",
    Status.REGISTERED: "分派",
    Status.AWAITING_REASONS: "承办，待说明理由",
}
# So many are named; of more there is the number.
_NAMED: Final = 2


@dataclass(frozen=True)
class Holding:
    """The desk, what is done there, since which day, and the working days since: None where the
    calendar does not reach.
    """

    desk: str
    work: str
    since: dt.date
    days: int | None

    @property
    def words(self) -> str:
        """在某某（审核）处3个工作日."""
        place = f"在{self.desk}（{self.work}）处"
        if self.days is None:
            return f"{place}，自{self.since.isoformat()}"
        return f"{place}{self.days}个工作日" if self.days else f"{place}，今天起"


def holdings_of(
    cases: Sequence[InformationRequest], calendar: WorkingCalendar, *, on: dt.date
) -> dict[int, Holding]:
    """Of every open case of these, by its key; two queries for all."""
    rows = [case for case in cases if case.status in OPEN]
    moved = RequestAct.objects.filter(_MOVES, request__in=[case.pk for case in rows])
    last = dict(moved.values("request").annotate(last=Max("at")).values_list("request", "last"))
    holders = _holders(rows)
    return {
        case.pk: _holding(case, last.get(case.pk, case.created_at), holders, calendar, on=on)
        for case in rows
    }


def holding_of(
    case: InformationRequest,
    acts: Iterable[RequestAct],
    calendar: WorkingCalendar,
    *,
    on: dt.date,
) -> Holding | None:
    """The same of one case whose acts are known."""
    if case.status not in OPEN:
        return None
    moved = [act.at for act in acts if act.action == "assign" or act.source != act.target]
    since = max(moved, default=case.created_at)
    return _holding(case, since, _holders([case]), calendar, on=on)


# What gave it to the desk where it lies: it came to another state, or to another handler.
_MOVES = Q(action="assign") | ~Q(source=F("target"))
_Holders = Mapping[tuple[int, str], list[str]]


def _holders(cases: Sequence[InformationRequest]) -> _Holders:
    """The names of those who hold the roles that these cases wait for, by organ and role."""
    roles = {Status(case.status).waits_for for case in cases} & set(Role.values)
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    if not roles:
        return found
    rows = Membership.objects.filter(
        organ__in={case.organ_id for case in cases}, role__in=roles, user__is_active=True
    )
    for row in rows.select_related("user").order_by("user_id"):
        found[row.organ_id, row.role].append(row.user.get_full_name())
    return found


def _holding(
    case: InformationRequest,
    since: dt.datetime,
    holders: _Holders,
    calendar: WorkingCalendar,
    *,
    on: dt.date,
) -> Holding:
    state = Status(case.status)
    day = timezone.localdate(since)
    work = _WORK.get(state, state.label.removeprefix("待"))
    desk = _desk(case, state, holders)
    return Holding(desk, work, day, workdays_between(calendar, day, on))


def _desk(case: InformationRequest, state: Status, holders: _Holders) -> str:
    if state.waits_for == APPLICANT:
        return "申请人"
    if state.waits_for == HANDLER and case.handler:
        return str(case.handler.get_full_name())
    names = holders.get((case.organ_id, state.waits_for), [])
    if not names:
        return f"{Role(state.waits_for).holders}（现无人担任）"
    if len(names) <= _NAMED:
        return "、".join(names)
    return f"{Role(state.waits_for).holders}{len(names)}人"
