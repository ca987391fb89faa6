"""What people are told as the ends of a selection come near: from its instants, each once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from policies.interpretations.models import Interpretation
from policies.selection.choices import Listing
from policies.selection.deadlines import Phase
from policies.selection.models import Selection
from policies.selection.selectors import progress_of
from policies.selection.services.experts import tell_expert
from policies.selection.workflow import Status
from portal.accounts.choices import Role
from portal.common.moments import until_words
from portal.notifications.services.reminders import is_worked
from portal.notifications.services.staff_notices import StaffNotice, tell_staff
from portal.organs.models import Organ
from portal.workdays.services import load_calendar

KIND: Final = "selections.due"


@transaction.atomic
def remind_of_selections(*, at: dt.datetime) -> int:
    """Tell those whose turn it is; returns how many notices to staff there were. On rest days
    nobody is written to.
    """
    today = timezone.localdate(at)
    if not is_worked(load_calendar(), today):
        return 0
    notices: list[StaffNotice] = []
    for selection in Selection.objects.filter(status=Status.RUNNING).select_related("organ"):
        course = selection.course
        phase = course.phase(at) if course else None
        if course is None or phase is None:
            continue
        if phase is Phase.NOMINATING and _is_near(course.nominations_until, today):
            notices += _to_nominate(selection)
        if phase in (Phase.NOMINATING, Phase.BETWEEN) and _is_near(course.voting_from, today):
            notices += _to_list(selection)
        if phase is Phase.MARKING:
            _to_mark(selection, is_near=_is_near(course.marking_until, today), at=at)
        if phase is Phase.COUNTING:
            notices.append(_to_draw(selection, today))
    return tell_staff(notices, at=at).notices


def _is_near(instant: dt.datetime, today: dt.date) -> bool:
    """Whether the last day of something is so near that those are told who have not done it."""
    last = timezone.localdate(instant - dt.timedelta(microseconds=1))
    return (last - today).days <= settings.SELECTION_REMIND_DAYS


def _to_nominate(selection: Selection) -> Iterator[StaffNotice]:
    """The clerks of organs that have something to nominate and nominated nothing yet."""
    rows = Interpretation.objects.public().filter(organ__path__startswith=selection.organ.reach)
    wrote = rows.values("organ")
    nominated = selection.nominations.values("organ")
    until = until_words(selection.nominations_until)
    for organ in Organ.objects.filter(pk__in=wrote).exclude(pk__in=nominated):
        yield StaffNotice(
            kind=KIND, key=f"selection:{selection.pk}:nominate:{organ.pk}", organ=organ,
            roles=(Role.CLERK,), subject=f"{selection}：提名快截止了",
            body=f"{until}截止。{organ.short_name}还没有提名，可以从已公开的解读里提名。",
            url=reverse("admin:policies_selection_nominate", args=[selection.pk]),
        )  # fmt: skip


def _to_list(selection: Selection) -> Iterator[StaffNotice]:
    """The running organ, while nominations wait."""
    if waiting := selection.nominations.filter(listing=Listing.PENDING).count():
        yield _to_organ(
            selection, "list", f"还有{waiting}件提名没有审核",
            f"投票开始以前要定下列入评选的解读，还有{waiting}件没有审核；没有审核的不列入。",
        )  # fmt: skip


def _to_mark(selection: Selection, *, is_near: bool, at: dt.datetime) -> None:
    """The experts: once when marking begins, once before it ends where something is left."""
    for each in progress_of(selection):
        tell_expert(each.expert, "请打分", key="begun", at=at)
        if is_near and not each.is_done:
            title = f"还有{each.of - each.marked}件没有打分"
            key = f"closing:{selection.marking_until:%Y%m%d}"
            tell_expert(each.expert, title, key=key, at=at)


def _to_draw(selection: Selection, today: dt.date) -> StaffNotice:
    return _to_organ(
        selection, f"draw:{today}", "可以拟定结果", "投票和打分都已截止，请拟定结果，由另一人公布。"
    )


def _to_organ(selection: Selection, key: str, title: str, body: str) -> StaffNotice:
    return StaffNotice(
        kind=KIND, key=f"selection:{selection.pk}:{key}", organ=selection.organ,
        roles=(Role.CLERK,), subject=f"{selection}：{title}", body=body,
        url=reverse("admin:policies_selection_change", args=[selection.pk]),
    )  # fmt: skip
