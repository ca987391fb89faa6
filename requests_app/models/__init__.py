from requests_app.models.act import RequestAct
from requests_app.models.answer import Answer, AnswerReview, Delivery, RefusalFiling
from requests_app.models.conference import Conference
from requests_app.models.counter import RequestCounter
from requests_app.models.draft import ApplicationDraft, DraftFile
from requests_app.models.evidence import Evidence
from requests_app.models.facts import (
    Assistance,
    Consultation,
    ContactLog,
    CorrectionNotice,
    Deferral,
    Extension,
    FeeNotice,
    ReasonsDemand,
)
from requests_app.models.redating import RedatedCase, Redating
from requests_app.models.request import InformationRequest
from requests_app.models.suggestion import SuggestionLook
from requests_app.models.summary import PublicSummary

__all__ = [
    "Answer",
    "AnswerReview",
    "ApplicationDraft",
    "Assistance",
    "Conference",
    "Consultation",
    "ContactLog",
    "CorrectionNotice",
    "Deferral",
    "Delivery",
    "DraftFile",
    "Evidence",
    "Extension",
    "FeeNotice",
    "InformationRequest",
    "PublicSummary",
    "ReasonsDemand",
    "RedatedCase",
    "Redating",
    "RefusalFiling",
    "RequestAct",
    "RequestCounter",
    "SuggestionLook",
]
