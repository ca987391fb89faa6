"""Proposing, and taking that back."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from decisions.solicitations.models import Proposal, Solicitation
from decisions.solicitations.models.solicitation import LONGEST_TITLE
from decisions.solicitations.services import proposal_steps
from decisions.solicitations.workflow import PROPOSAL_WORKFLOW, RULE, Standing, Status
from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from portal.common.moments import moment_words, until_words
from portal.common.typed import as_written
from portal.tracking.intake import Numbering, Receipt

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST_TEXT: Final = 3_000
_NUMBERING: Final = Numbering(Proposal, "proposals", "{code}-{year}-ZJ{count:05d}".format)


@dataclass(frozen=True)
class Asked:
    """What a form says: what is proposed, by whom, and how they are reached."""

    title: str
    text: str
    name: str = ""
    phone: str = ""
    email: str = ""


@transaction.atomic
def propose(
    *, solicitation: Solicitation, asked: Asked, key: uuid.UUID, at: dt.datetime,
    user: User | None = None,
) -> Receipt[Proposal]:  # fmt: skip
    """The next number of the solicitation. The same key again gives the same receipt. Raises
    ActRefused before and after its instants, and for what is missing.
    """
    row = proposal_steps.held(solicitation.pk)
    if not Proposal.objects.filter(submission_key=key).exists():
        _check(row, at)
    title, text = needed(asked.title, "标题"), needed(asked.text, "建议")
    if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT:
        raise ActRefused(f"标题最多{LONGEST_TITLE}字，建议最多{LONGEST_TEXT}字，请删减。")

    def new(given: dict[str, Any]) -> Proposal:
        row.lines += 1
        row.save(update_fields=["lines"])
        who = as_written({"name": asked.name, "phone": asked.phone, "email": asked.email})
        made = Proposal.objects.create(
            **{**given, **who},
            user=user,
            solicitation=row,
            line=row.lines,
            title=title,
            text=text,
            status=Standing.SUBMITTED,
            submitted_at=at,
            updated_at=at,
        )
        return proposal_steps.STEPS.opened(
            made, "submit", by=None, at=at, summary=PROPOSAL_WORKFLOW.openings["submit"],
            basis=RULE, details={"solicitation": row.pk, "line": made.line},
        )  # fmt: skip

    return _NUMBERING.take_in(organ=row.organ, key=key, at=at, keep=new)


@transaction.atomic
def withdraw(*, proposal: Proposal, at: dt.datetime) -> Proposal:
    """Take it back while nobody has read what the proposals came to: it counts no more, and its
    number stays a gap.
    """
    solicitation = proposal_steps.held(proposal.solicitation_id)
    row, act = proposal_steps.STEPS.begin(proposal, "withdraw", None, at)
    row.solicitation, row.project, row.why = solicitation, None, ""
    done = proposal_steps.STEPS.finish(row, act, by=None, at=at)
    proposal_steps.sweep(solicitation)
    return done


def _check(row: Solicitation, at: dt.datetime) -> None:
    if at >= row.closes_at:
        raise ActRefused(f"征集已于{until_words(row.closes_at)}截止，这条建议没有收。")
    if row.status != Status.RUNNING:
        raise ActRefused("这次征集现在不收建议。")
    if at < row.opens_at:
        raise ActRefused(f"征集从{moment_words(row.opens_at)}开始，请到时再来。")
