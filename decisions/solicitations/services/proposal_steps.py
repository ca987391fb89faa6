"""The steps of a proposal, and the lock under which all of them stand: the solicitation first and
always, then its proposals in the order of their numbers.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from decisions.solicitations.models import Proposal, ProposalAct, Solicitation
from decisions.solicitations.permissions import PROPOSAL_RULES
from decisions.solicitations.querysets import ProposalQuerySet
from decisions.solicitations.services.notices import tell
from decisions.solicitations.workflow import PROPOSAL_WORKFLOW, Standing
from portal.acts.steps import Steps
from portal.common.verdicts import ALLOWED, Verdict, no_occasion
from portal.personal import holds

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.workflow import Act


def _prepare(proposal: Proposal, act: Act, at: dt.datetime) -> None:
    """Whoever is out of it is kept on record from that day on."""
    if act.target and not Standing(proposal.status).is_open:
        proposal.closed_on = timezone.localdate(at)


def _until_public(proposal: Proposal, _on: dt.date) -> Verdict:
    if proposal.solicitation.sorted_at is None:
        return ALLOWED
    return no_occasion("归并的事项已经公布，不能再撤回。")


STEPS: Final[Steps[Proposal]] = Steps(
    Proposal,
    ProposalAct,
    "proposal",
    "solicitations_proposals",
    PROPOSAL_RULES,
    {"withdraw": _until_public, **holds.OBSTACLES},
    prepare=_prepare,
    tell=tell,
)


def held(pk: int) -> Solicitation:
    """The solicitation, locked until the transaction ends."""
    rows = Solicitation.objects.select_for_update(no_key=True, of=("self",))
    found: Solicitation = rows.select_related("organ").get(pk=pk)
    return found


def locked(solicitation: Solicitation, *states: Standing) -> ProposalQuerySet:
    """Proposals of a solicitation that is held, each locked, in the order of their numbers."""
    rows = Proposal.objects.select_for_update(no_key=True, of=("self",)).filter(
        solicitation=solicitation, status__in=states
    )
    return rows.select_related("organ", "user", "solicitation").order_by("line")


def sweep(solicitation: Solicitation) -> None:
    """What no proposal stands behind any more is no project; nobody has read of it."""
    solicitation.projects.filter(proposals__isnull=True).delete()


def move(proposal: Proposal, action: str, *, by: User | None, at: dt.datetime) -> Proposal:
    """What a solicitation does to a proposal that is locked."""
    return STEPS.finish(proposal, PROPOSAL_WORKFLOW.bulk[action], by=by, at=at)
