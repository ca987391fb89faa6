"""What proposals bring to the keeping of personal data, and who keeps one longer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Q

from decisions.solicitations.models import Proposal
from decisions.solicitations.services.notices import forget_told
from decisions.solicitations.services.proposal_steps import STEPS
from portal.personal import holds, retention

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

    from portal.accounts.models import User

_CLASS: Final = "proposals"


def _forget(proposal: Proposal) -> list[FieldFile]:
    """What was written goes with its writer: everybody reads the project it was merged into."""
    proposal.acts.update(reason="")
    forget_told(proposal)
    return []


PROPOSALS: Final = retention.Retention[Proposal](
    model=Proposal,
    prefix="solicitations_proposals",
    setting="PROPOSAL_RETENTION_MONTHS",
    classes={_CLASS: Q()},
    class_of=lambda _proposal: _CLASS,
    sealed=("name", "phone", "email", "title", "text"),
    forget=_forget,
)


@transaction.atomic
def hold(*, proposal: Proposal, reason: str, by: User, at: dt.datetime) -> Proposal:
    """Keep it beyond its term, for a review or an inspection."""
    return holds.hold(STEPS, proposal, reason=reason, by=by, at=at)


@transaction.atomic
def lift_hold(*, proposal: Proposal, reason: str, by: User, at: dt.datetime) -> Proposal:
    """Let the ordinary term apply again."""
    return holds.lift_hold(STEPS, proposal, reason=reason, by=by, at=at)
