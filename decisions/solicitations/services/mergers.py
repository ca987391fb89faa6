"""What was proposed comes to projects: each is merged into one or put aside with a reason, by a
person; none is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Max

from decisions.solicitations.models import Project, Proposal, Solicitation
from decisions.solicitations.models.solicitation import LONGEST_TITLE
from decisions.solicitations.selectors import sums_of
from decisions.solicitations.services import proposal_steps
from decisions.solicitations.services.solicitations import STEPS, public_text
from decisions.solicitations.workflow import Standing
from portal.acts.refusals import numbers_of
from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_PROJECTS: Final = 30
_LONGEST: Final = 3_000
_LONGEST_REASON: Final = 500
_OPEN: Final = (Standing.SUBMITTED, Standing.MERGED, Standing.ASIDE)


@transaction.atomic
def merge(
    *, solicitation: Solicitation, numbers: Sequence[str], title: str = "", text: str = "",
    project: int = 0, by: User, at: dt.datetime,
) -> Solicitation:  # fmt: skip
    """Merge proposals, by their numbers, into a new project or into one that is there already.
    Raises ActRefused for numbers that are none, and a second project of one name.
    """
    proposal_steps.held(solicitation.pk)
    row, act = STEPS.begin(solicitation, "merge", by, at)
    people = _named(row, numbers, _OPEN)
    into = _project(row, project) if project else _made(row, title, text)
    for one in people:
        one.project, one.why = into, ""
        proposal_steps.move(one, "merge", by=by, at=at)
    proposal_steps.sweep(row)
    details = {"project": into.number, "proposals": [one.line for one in people]}
    return STEPS.finish(row, act, by=by, at=at, details=details)


@transaction.atomic
def put_aside(
    *, solicitation: Solicitation, numbers: Sequence[str], reason: str, by: User, at: dt.datetime
) -> Solicitation:
    """Leave proposals out, with the reason, which their writers read."""
    proposal_steps.held(solicitation.pk)
    row, act = STEPS.begin(solicitation, "put_aside", by, at)
    why = public_text(reason, "不列入的理由", _LONGEST_REASON)
    people = _named(row, numbers, (Standing.SUBMITTED, Standing.MERGED))
    for one in people:
        one.project, one.why = None, why
        proposal_steps.move(one, "put_aside", by=by, at=at)
    proposal_steps.sweep(row)
    details = {"proposals": [one.line for one in people]}
    return STEPS.finish(row, act, by=by, at=at, reason=why, details=details)


@transaction.atomic
def take_back(
    *, solicitation: Solicitation, numbers: Sequence[str], by: User, at: dt.datetime
) -> Solicitation:
    """Proposals that were merged or put aside wrongly are to be handled anew."""
    proposal_steps.held(solicitation.pk)
    row, act = STEPS.begin(solicitation, "take_back", by, at)
    people = _named(row, numbers, (Standing.MERGED, Standing.ASIDE))
    for one in people:
        one.project, one.why = None, ""
        proposal_steps.move(one, "take_back", by=by, at=at)
    proposal_steps.sweep(row)
    details = {"proposals": [one.line for one in people]}
    return STEPS.finish(row, act, by=by, at=at, details=details)


@transaction.atomic
def publish(*, solicitation: Solicitation, by: User, at: dt.datetime) -> Solicitation:
    """Everybody reads what came of the proposals. Raises ActRefused before the end, and while one
    is neither merged nor put aside.
    """
    proposal_steps.held(solicitation.pk)
    row, act = STEPS.begin(solicitation, "publish", by, at)
    if at < row.closes_at:
        raise ActRefused("征集还没有截止，截止以后公布。")
    row.sorted_at = at
    return STEPS.finish(row, act, by=by, at=at, details=sums_of(row))


def _named(row: Solicitation, lines: Sequence[str], states: Sequence[Standing]) -> list[Proposal]:
    wanted = numbers_of(lines)
    if not wanted:
        raise ActRefused("请填写建议的编号。")
    found = {one.line: one for one in proposal_steps.locked(row, *states).filter(line__in=wanted)}
    if missing := [number for number in wanted if number not in found]:
        raise ActRefused(f"{missing[0]}号建议没有，或者现在不能这样办，请核对编号。")
    return [found[number] for number in wanted]


def _project(row: Solicitation, number: int) -> Project:
    found = Project.objects.filter(solicitation=row, number=number).first()
    if found is None:
        raise ActRefused(f"没有第{number}件事项，请核对。")
    return found


def _made(row: Solicitation, title: str, text: str) -> Project:
    name = public_text(title, "事项名称", LONGEST_TITLE)
    # In a vote these end an option that everybody completes in their own words.
    if name.endswith("__"):
        raise ActRefused("事项名称不能以两条下划线结尾，请改写。")
    if row.projects.filter(title=name).exists():
        raise ActRefused(f"已经有一件“{name}”，请归入那一件，或者换个名称。")
    if row.projects.count() >= MOST_PROJECTS:
        raise ActRefused(f"一次征集最多归并成{MOST_PROJECTS}件，请合并。")
    last = row.projects.aggregate(last=Max("number"))["last"] or 0
    words = public_text(text, "事项内容", _LONGEST)
    return Project.objects.create(solicitation=row, number=last + 1, title=name, text=words)
