"""A solicitation: drafted, announced, stopped; and the words it is kept with."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from decisions.participation.subscriptions import take_back
from decisions.solicitations.choices import Kind, offered_as
from decisions.solicitations.models import Solicitation, SolicitationAct
from decisions.solicitations.models.solicitation import LONGEST_TITLE
from decisions.solicitations.obstacles import OBSTACLES
from decisions.solicitations.permissions import RULES, may_draft
from decisions.solicitations.services import proposal_steps
from decisions.solicitations.workflow import RULE, WORKFLOW, Standing
from decisions.surveys.services import surveys
from portal.acts.refusals import needed
from portal.acts.steps import Steps
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import half_width, said
from portal.personal.free_text import grave

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

_LONGEST: Final = 5_000
_LONGEST_STRETCH: Final = dt.timedelta(days=366)
STEPS: Final[Steps[Solicitation]] = Steps(
    Solicitation, SolicitationAct, "solicitation", "solicitations", RULES, OBSTACLES
)


@transaction.atomic
def draft(*, organ: Organ, by: User, at: dt.datetime, **words: Any) -> Solicitation:
    """A new announcement of an organ. Raises NotPermitted, and ActRefused for what is lacking."""
    if not (verdict := may_draft(by, organ)):
        raise NotPermitted(verdict.reason)
    made = Solicitation(organ=organ, updated_at=at)
    _fill(made, words)
    made.save()
    return STEPS.opened(made, "draft", by=by, at=at, summary=WORKFLOW.openings["draft"], basis=RULE)


@transaction.atomic
def write(*, solicitation: Solicitation, by: User, at: dt.datetime, **words: Any) -> Solicitation:
    """Its words anew, while it is a draft."""
    row, act = STEPS.begin(solicitation, "write", by, at)
    _fill(row, words)
    return STEPS.finish(row, act, by=by, at=at)


@transaction.atomic
def announce(*, solicitation: Solicitation, by: User, at: dt.datetime) -> Solicitation:
    """Everybody reads it from its first instant on."""
    row, act = STEPS.begin(solicitation, "announce", by, at)
    if at >= row.closes_at:
        raise ActRefused("截止的时间已经过了，请退回修改。")
    row.announced_at = at
    return STEPS.finish(row, act, by=by, at=at)


@transaction.atomic
def stop(*, solicitation: Solicitation, reason: str, by: User, at: dt.datetime) -> Solicitation:
    """It is not gone on with, nor is its vote: everybody is told, and what was published stays."""
    proposal_steps.held(solicitation.pk)
    row, act = STEPS.begin(solicitation, "stop", by, at)
    row.ended_reason = public_text(reason, "终止的原因", 500)
    take_back(offered_as(row.kind), row.pk, row.get_absolute_url())
    for one in proposal_steps.locked(row, *Standing.open):
        proposal_steps.move(one, "call_off", by=by, at=at)
    if row.poll is not None:
        surveys.end_with(survey=row.poll, reason=f"征集终止：{row.ended_reason}", by=by, at=at)
    return STEPS.finish(row, act, by=by, at=at, reason=row.ended_reason)


def public_text(text: str, what: str, longest: int, *, required: bool = True) -> str:
    """What everybody reads, as it is kept. Raises ActRefused for one that is missing, too long, or
    holds numbers that belong to somebody.
    """
    kept = needed(text, what) if required else said(text.replace("\x00", ""))
    if len(kept) > longest:
        raise ActRefused(f"{what}最多{longest}字，请删减。")
    if spots := grave(kept):
        raise ActRefused(f"{what}里有{spots[0].kind}（{spots[0].masked}），会公布，请先隐去。")
    return kept


def _fill(row: Solicitation, words: Any) -> None:
    if words["kind"] not in Kind.values:
        raise ActRefused("请选择征集什么。")
    row.kind = words["kind"]
    row.title = public_text(words["title"], "名称", LONGEST_TITLE)
    row.text = public_text(words["text"], "说明", _LONGEST)
    row.conditions = public_text(words.get("conditions", ""), "条件", _LONGEST, required=False)
    row.phone = half_width(words.get("phone", ""))[:40]
    row.opens_at, row.closes_at = words["opens_at"], words["closes_at"]
    if row.opens_at >= row.closes_at:
        raise ActRefused("截止应在开始以后，请核对。")
    if row.closes_at - row.opens_at > _LONGEST_STRETCH:
        raise ActRefused("一次征集最长一年，请核对日期。")
