"""The back office of solicitations: announcements, projects and outcomes, proposals."""

from decisions.solicitations.admin.proposals import ProposalAdmin
from decisions.solicitations.admin.solicitations import SolicitationAdmin

__all__ = ["ProposalAdmin", "SolicitationAdmin"]
