"""The officers' pages for applications; every change goes through the acts."""

from requests_app.admin.assistance import AssistanceAdmin
from requests_app.admin.cases import RequestAdmin
from requests_app.admin.consultation import ConsultationAdmin
from requests_app.admin.letter_codes import LetterCodesAdmin
from requests_app.admin.recalculation import RedatingAdmin
from requests_app.admin.succession import SuccessionAdmin
from requests_app.admin.terms import OrganTermsAdmin
from requests_app.rectification.admin.case import RectificationAdmin, RectificationForwardingAdmin

__all__ = [
    "AssistanceAdmin",
    "ConsultationAdmin",
    "LetterCodesAdmin",
    "OrganTermsAdmin",
    "RectificationAdmin",
    "RectificationForwardingAdmin",
    "RedatingAdmin",
    "RequestAdmin",
    "SuccessionAdmin",
]
