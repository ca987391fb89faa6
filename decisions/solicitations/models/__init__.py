from decisions.solicitations.models.proposal import Proposal, ProposalAct
from decisions.solicitations.models.solicitation import (
    Progress,
    Project,
    Solicitation,
    SolicitationAct,
)

__all__ = [
    "Progress",
    "Project",
    "Proposal",
    "ProposalAct",
    "Solicitation",
    "SolicitationAct",
]
