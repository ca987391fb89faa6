from disclosure.models.addressee import AddresseeGroup, DocumentAddressee
from disclosure.models.attachment import DocumentAttachment
from disclosure.models.correction import CorrectionReport
from disclosure.models.document import Document, DocumentIssuer
from disclosure.models.imports import ImportBatch, ImportItem
from disclosure.models.index_counter import IndexCounter
from disclosure.models.relation import DocumentRelation
from disclosure.models.review import (
    DocumentAct,
    OpennessDecision,
    PersonalDataOverride,
    SecrecyReview,
)

__all__ = [
    "AddresseeGroup",
    "CorrectionReport",
    "Document",
    "DocumentAct",
    "DocumentAddressee",
    "DocumentAttachment",
    "DocumentIssuer",
    "DocumentRelation",
    "ImportBatch",
    "ImportItem",
    "IndexCounter",
    "OpennessDecision",
    "PersonalDataOverride",
    "SecrecyReview",
]
