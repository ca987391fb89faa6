from requests_app.models.act import RequestAct
from requests_app.models.answer import (
    Answer,
    AnswerFile,
    AnswerReview,
    RefusalFiling,
    WithheldPart,
)
from requests_app.models.answer_draft import AnswerDraft
from requests_app.models.conference import Conference
from requests_app.models.delivery import Delivery, Redelivery
from requests_app.models.draft import ApplicationDraft, DraftFile
from requests_app.models.evidence import Evidence
from requests_app.models.facts import (
    Assistance,
    Consultation,
    ContactLog,
    CorrectionNotice,
    Deferral,
    Extension,
    ExtensionProposal,
    FeeNotice,
    ReasonsDemand,
)
from requests_app.models.letter import Letter, OrganLetterCodes
from requests_app.models.organ_terms import OrganTerms
from requests_app.models.prepared_file import PreparedFile
from requests_app.models.recalculation import RedatedCase, RedatedRectification, Redating
from requests_app.models.remedy import Remedy, Reopening
from requests_app.models.request import InformationRequest
from requests_app.models.succession import Succession, TakenOver
from requests_app.models.suggestion import SuggestionLook
from requests_app.models.summary import PublicSummary
from requests_app.models.third_party import ConsultationFile, ThirdPartyNotice
from requests_app.rectification.models.case import Rectification, RectificationDecision
from requests_app.rectification.models.facts import (
    RectificationAct,
    RectificationEvidence,
    RectificationForwarding,
    RectificationTelling,
)
from requests_app.rectification.models.letter import RectificationLetter

__all__ = [
    "Answer",
    "AnswerDraft",
    "AnswerFile",
    "AnswerReview",
    "ApplicationDraft",
    "Assistance",
    "Conference",
    "Consultation",
    "ConsultationFile",
    "ContactLog",
    "CorrectionNotice",
    "Deferral",
    "Delivery",
    "DraftFile",
    "Evidence",
    "Extension",
    "ExtensionProposal",
    "FeeNotice",
    "InformationRequest",
    "Letter",
    "OrganLetterCodes",
    "OrganTerms",
    "PreparedFile",
    "PublicSummary",
    "ReasonsDemand",
    "Rectification",
    "RectificationAct",
    "RectificationDecision",
    "RectificationEvidence",
    "RectificationForwarding",
    "RectificationLetter",
    "RectificationTelling",
    "RedatedCase",
    "RedatedRectification",
    "Redating",
    "Redelivery",
    "RefusalFiling",
    "Remedy",
    "Reopening",
    "RequestAct",
    "Succession",
    "SuggestionLook",
    "TakenOver",
    "ThirdPartyNotice",
    "WithheldPart",
]
