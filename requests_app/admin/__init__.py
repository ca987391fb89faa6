"""The officers' pages for applications; every change goes through the acts."""

from requests_app.admin.assistance import AssistanceAdmin
from requests_app.admin.cases import RequestAdmin
from requests_app.admin.consulting import ConsultationAdmin
from requests_app.admin.letter_codes import LetterCodesAdmin
from requests_app.admin.record_cases import RecordAdmin, RecordForwardingAdmin
from requests_app.admin.redating import RedatingAdmin
from requests_app.admin.successions import SuccessionAdmin
from requests_app.admin.terms import OrganTermsAdmin

__all__ = [
    "AssistanceAdmin",
    "ConsultationAdmin",
    "LetterCodesAdmin",
    "OrganTermsAdmin",
    "RecordAdmin",
    "RecordForwardingAdmin",
    "RedatingAdmin",
    "RequestAdmin",
    "SuccessionAdmin",
]
