"""Who gathers, who announces and checks, who reads what was proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from decisions.solicitations.workflow import PROPOSAL_WORKFLOW, WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.permissions import holds
from portal.acts.verdicts import Rules
from portal.common.verdicts import ALLOWED, Verdict, refuse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from decisions.solicitations.models import Proposal
    from portal.accounts.models import User
    from portal.organs.models import Organ

ROLES: Final = (Role.DECISION_HANDLER, Role.DECISION_REVIEWER)
RULES: Final = Rules(WORKFLOW, "征集", ROLES)
# Whoever checks has nothing to do with who proposed.
PROPOSAL_ROLES: Final = (Role.DECISION_HANDLER,)
PROPOSAL_RULES: Final = Rules(PROPOSAL_WORKFLOW, "征集来的建议", PROPOSAL_ROLES)


def may_draft(user: User | AnonymousUser, organ: Organ) -> Verdict:
    """Whether the person drafts the announcement of an organ."""
    if holds(user, organ, Role.DECISION_HANDLER):
        return ALLOWED
    return refuse(f"征集公告由征集机关的{Role.DECISION_HANDLER.holders}拟定。")


def may_unmask(user: User | AnonymousUser, proposal: Proposal) -> Verdict:
    """Whether the person may see who proposed: those who gather, nobody above."""
    if holds(user, proposal.organ, Role.DECISION_HANDLER):
        return ALLOWED
    return refuse(f"建议人的信息只有征集机关的{Role.DECISION_HANDLER.holders}可以查看。")
