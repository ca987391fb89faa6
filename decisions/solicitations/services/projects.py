"""From the published projects to what was built: the vote, the outcome of each with its reason, how
far each chosen one has come.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from decisions.solicitations.choices import Outcome
from decisions.solicitations.models import Progress, Project, Solicitation
from decisions.solicitations.selectors import events_to_link
from decisions.solicitations.services import proposal_steps
from decisions.solicitations.services.solicitations import STEPS, public_text
from decisions.solicitations.workflow import Standing
from decisions.surveys.services import surveys
from decisions.surveys.workflow import Status as Survey
from portal.common.errors import ActRefused
from portal.common.typed import half_width, said

if TYPE_CHECKING:
    from decisions.events.models import Event
    from portal.accounts.models import User

_LONGEST: Final = 5_000
_LONGEST_REASON: Final = 500
_MOST_EACH: Final = 10
_OUTCOMES: Final = {each.label: each for each in Outcome}
_EXAMPLE: Final = "3 列入 明年第一季度开工"


@transaction.atomic
def put_to_vote(
    *, solicitation: Solicitation, votes_each: int, opens_on: dt.date, closes_on: dt.date,
    by: User, at: dt.datetime,
) -> Solicitation:  # fmt: skip
    """Draft the vote on the projects as a questionnaire of one question: one mailbox, one vote, no
    result before its end. Another releases it there.
    """
    proposal_steps.held(solicitation.pk)
    row, act = STEPS.begin(solicitation, "put_to_vote", by, at)
    projects = list(row.projects.order_by("number"))
    if not 1 <= votes_each <= min(_MOST_EACH, len(projects)):
        raise ActRefused(f"每人可以选1到{min(_MOST_EACH, len(projects))}件，请核对。")
    lines = [f"- {one.number}. {one.title}" for one in projects]
    asked = "\n".join(
        [f"q1. 多选 必答 最少1 最多{votes_each}", "您最想先办哪几件？",
         f"提示：最多选{votes_each}件。", *lines]
    )  # fmt: skip
    title = f"投票：{row.title}"
    made = surveys.create(organ=row.organ, title=title, by=by, at=at)
    row.poll = surveys.write(
        survey=made, title=title, gist=row.text, opens_on=opens_on, closes_on=closes_on,
        questions=asked, by=by, at=at,
    )  # fmt: skip
    return STEPS.finish(row, act, by=by, at=at, details={"survey": made.pk})


@transaction.atomic
def decide(
    *, solicitation: Solicitation, outcomes: Sequence[str], upshot: str, by: User, at: dt.datetime
) -> Solicitation:
    """Draw up what is done with each project, in lines as “3 列入 明年第一季度开工”, and a word on
    the whole. Raises ActRefused for a project without one.
    """
    row, act = STEPS.begin(solicitation, "decide", by, at)
    found = _outcomes(outcomes)
    projects = list(row.projects.order_by("number"))
    numbers = {one.number for one in projects}
    if strange := sorted(set(found) - numbers):
        raise ActRefused(f"没有第{strange[0]}件事项，请核对。")
    if missing := sorted(numbers - set(found)):
        raise ActRefused(f"第{'、'.join(map(str, missing))}件还没有写结果，每一件都要写。")
    votes = _votes(row)
    for one in projects:
        one.outcome, one.reason = found[one.number]
        one.votes = votes.get(one.title)
    Project.objects.bulk_update(projects, ["outcome", "reason", "votes"])
    row.upshot = public_text(upshot, "结果说明", _LONGEST)
    return STEPS.finish(row, act, by=by, at=at)


@transaction.atomic
def answer(*, solicitation: Solicitation, by: User, at: dt.datetime) -> Solicitation:
    """Publish what is done with each, and tell everybody who proposed."""
    proposal_steps.held(solicitation.pk)
    row, act = STEPS.begin(solicitation, "answer", by, at)
    row.answered_at = at
    for one in proposal_steps.locked(row, Standing.MERGED, Standing.ASIDE):
        proposal_steps.move(one, "answer", by=by, at=at)
    return STEPS.finish(row, act, by=by, at=at)


@transaction.atomic
def note_progress(
    *, solicitation: Solicitation, project: int, on: dt.date, words: str, is_built: bool = False,
    by: User, at: dt.datetime,
) -> Solicitation:  # fmt: skip
    """Put on record how far a chosen project has come; another shows it to everybody."""
    row, act = STEPS.begin(solicitation, "note_progress", by, at)
    found = row.projects.filter(number=project, outcome=Outcome.CHOSEN).first()
    if found is None:
        raise ActRefused(f"第{project}件没有列入，没有进展可以登记，请核对。")
    if on > timezone.localdate(at):
        raise ActRefused("日期晚于今天，请核对。")
    Progress.objects.create(
        project=found, on=on, words=public_text(words, "进展", _LONGEST), is_built=is_built,
        noted_at=at, noted_by=by,
    )  # fmt: skip
    return STEPS.finish(row, act, by=by, at=at, details={"project": project})


@transaction.atomic
def show_progress(*, solicitation: Solicitation, by: User, at: dt.datetime) -> Solicitation:
    """Everybody reads what was noted."""
    row, act = STEPS.begin(solicitation, "show_progress", by, at)
    waiting = Progress.objects.filter(project__solicitation=row, shown_at__isnull=True)
    return STEPS.finish(row, act, by=by, at=at, details={"lines": waiting.update(shown_at=at)})


@transaction.atomic
def link_event(
    *, solicitation: Solicitation, project: int, event: Event, by: User, at: dt.datetime
) -> Solicitation:
    """Say which open day came of a chosen topic: each leads to the other. Raises ActRefused for a
    topic that was not chosen, and an event that nobody reads of or that is another organ's.
    """
    row, act = STEPS.begin(solicitation, "link_event", by, at)
    found = row.projects.filter(number=project, outcome=Outcome.CHOSEN).first()
    if found is None:
        raise ActRefused(f"第{project}件没有列入，请核对。")
    if event not in events_to_link(row):
        raise ActRefused("请选择本机关已经发布的活动。")
    found.event = event
    found.save(update_fields=["event"])
    details = {"project": project, "event": event.pk}
    return STEPS.finish(row, act, by=by, at=at, details=details)


def _votes(row: Solicitation) -> Mapping[str, int | None]:
    """The votes of a published result by the name of the project; what is hidden has none."""
    if row.poll is None or row.poll.status != Survey.PUBLISHED:
        return {}
    return {
        cell["label"]: cell["count"]
        for edition in row.poll.figures or []
        for question in edition["questions"]
        for table in question["tables"]
        for cell in table["cells"]
    }


def _outcomes(lines: Sequence[str]) -> dict[int, tuple[Outcome, str]]:
    found: dict[int, tuple[Outcome, str]] = {}
    for line in lines:
        number, _, rest = said(line).partition(" ")
        label, _, reason = rest.strip().partition(" ")
        number = half_width(number)
        if not (number.isascii() and number.isdigit() and len(number) < 4 and label in _OUTCOMES):
            raise ActRefused(
                f"每行写“序号 {'、'.join(_OUTCOMES)} 理由”，如“{_EXAMPLE}”，"
                f"请核对这一行：{line[:40]}"
            )
        if int(number) in found:
            raise ActRefused(f"第{number}件写了两次，请核对。")
        why = public_text(reason, f"第{number}件的理由", _LONGEST_REASON)
        found[int(number)] = (_OUTCOMES[label], why)
    return found
