"""What in a solicitation stands in the way of an act on a day, whoever would do it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.utils import timezone

from decisions.solicitations.choices import Kind, Outcome
from decisions.solicitations.models import Progress, Proposal, Solicitation
from decisions.solicitations.workflow import Standing
from decisions.surveys.workflow import Status as Survey
from portal.acts.steps import Obstacle
from portal.common.moments import until_words
from portal.common.verdicts import ALLOWED, Verdict, no_occasion, refuse

_MOMENT: Final = dt.timedelta(microseconds=1)
_VOTE_OVER: Final = (Survey.PUBLISHED, Survey.STOPPED, Survey.DISCARDED)


def _in_time(row: Solicitation, on: dt.date) -> Verdict:
    if timezone.localdate(row.closes_at - _MOMENT) < on:
        return refuse("截止的时间已经过了，请先改公告里的时间。")
    return ALLOWED


def _standing(row: Solicitation, *states: Standing) -> bool:
    return Proposal.objects.filter(solicitation=row, status__in=states).exists()


def _merging(row: Solicitation, _on: dt.date) -> Verdict:
    if _standing(row, Standing.SUBMITTED, Standing.MERGED, Standing.ASIDE):
        return ALLOWED
    return no_occasion("还没有收到建议。")


def _handled(row: Solicitation, _on: dt.date) -> Verdict:
    found = _standing(row, Standing.MERGED, Standing.ASIDE)
    return ALLOWED if found else no_occasion("没有归并或者不列入的建议。")


def _open(row: Solicitation, _on: dt.date) -> Verdict:
    found = _standing(row, Standing.SUBMITTED, Standing.MERGED)
    return ALLOWED if found else no_occasion("没有可以办的建议。")


def _publishing(row: Solicitation, on: dt.date) -> Verdict:
    if timezone.localdate(row.closes_at) > on:
        return no_occasion(f"征集到{until_words(row.closes_at)}截止，以后公布。")
    left = Proposal.objects.filter(solicitation=row, status=Standing.SUBMITTED)
    if lines := list(left.order_by("line").values_list("line", flat=True)[:20]):
        told = "、".join(map(str, lines))
        return refuse(f"{told}号建议还没有归并，也没有说明为什么不列入，请先办完。")
    return ALLOWED


def _voting(row: Solicitation, _on: dt.date) -> Verdict:
    if not row.is_voted_on:
        return no_occasion("政策需求不投票，逐件研究。")
    if row.poll is not None and row.poll.status != Survey.DISCARDED:
        return no_occasion("投票已经拟定，请到“问卷”里送发布、公布结果。")
    return ALLOWED if row.projects.exists() else no_occasion("没有可以投票的事项。")


def _deciding(row: Solicitation, _on: dt.date) -> Verdict:
    if row.poll is not None and row.poll.status not in _VOTE_OVER:
        return refuse("投票的结果还没有公布，公布以后再拟定结果。")
    return ALLOWED


def _following(row: Solicitation, _on: dt.date) -> Verdict:
    found = row.projects.filter(outcome=Outcome.CHOSEN).exists()
    return ALLOWED if found else no_occasion("没有列入的事项。")


def _linking(row: Solicitation, on: dt.date) -> Verdict:
    if row.kind != Kind.TOPIC:
        return no_occasion("只有开放活动的选题办成活动。")
    return _following(row, on)


def waiting(row: Solicitation) -> bool:
    """Whether progress was noted that nobody else has shown."""
    return Progress.objects.filter(project__solicitation=row, shown_at__isnull=True).exists()


def _showing(row: Solicitation, _on: dt.date) -> Verdict:
    return ALLOWED if waiting(row) else no_occasion("没有等待公布的进展。")


def _finishing(row: Solicitation, _on: dt.date) -> Verdict:
    if waiting(row):
        return refuse("还有没有公布的进展，请先公布。")
    chosen = row.projects.filter(outcome=Outcome.CHOSEN)
    left = chosen.exclude(progress__is_built=True).order_by("number")
    if numbers := [str(each.number) for each in left]:
        return refuse(f"第{'、'.join(numbers)}件还没有登记办成。")
    return ALLOWED


OBSTACLES: Final[Mapping[str, Obstacle]] = {
    "submit": _in_time,
    "announce": _in_time,
    "merge": _merging,
    "put_aside": _open,
    "take_back": _handled,
    "publish": _publishing,
    "put_to_vote": _voting,
    "decide": _deciding,
    "note_progress": _following,
    "show_progress": _showing,
    "link_event": _linking,
    "finish": _finishing,
}
