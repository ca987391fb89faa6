"""The staff pages of decisions, where Django looks for them."""

from decisions.catalogues.admin import CatalogueAdmin
from decisions.consultations.admin import ConsultationAdmin, OpinionAdmin
from decisions.dossiers.admin import DecisionAdmin
from decisions.events.admin import EventAdmin, SignUpAdmin, SuggestionAdmin
from decisions.seats.admin import ApplicantAdmin, SittingAdmin
from decisions.solicitations.admin import ProposalAdmin, SolicitationAdmin
from decisions.surveys.admin import SurveyAdmin

__all__ = [
    "ApplicantAdmin",
    "CatalogueAdmin",
    "ConsultationAdmin",
    "DecisionAdmin",
    "EventAdmin",
    "OpinionAdmin",
    "ProposalAdmin",
    "SignUpAdmin",
    "SittingAdmin",
    "SolicitationAdmin",
    "SuggestionAdmin",
    "SurveyAdmin",
]
