from disclosure.correction.models import (
    Correction,
    CorrectionAct,
    CorrectionAttachment,
    CorrectionFigure,
)
from disclosure.models.addressee import AddresseeGroup, DocumentAddressee
from disclosure.models.attachment import DocumentAttachment
from disclosure.models.column import Column, ColumnType, Rhythm
from disclosure.models.document import Document, DocumentIssuer
from disclosure.models.edition import Edition, EditionClosure
from disclosure.models.error_report import ErrorReport
from disclosure.models.historical import (
    HistoricalBatch,
    HistoricalItem,
    HistoricalRun,
    HistoricalSample,
    SampledDocument,
)
from disclosure.models.imports import ImportBatch, ImportItem
from disclosure.models.negative_list import NegativeListEntry
from disclosure.models.relation import DeclinedRelation, DocumentRelation
from disclosure.models.review import (
    Confirmation,
    DocumentAct,
    OpennessDecision,
    SecrecyReview,
)
from disclosure.models.turn import DocumentTurn
from disclosure.models.work import Work, WorkCompanion, WorkText

__all__ = [
    "AddresseeGroup",
    "Column",
    "ColumnType",
    "Confirmation",
    "Correction",
    "CorrectionAct",
    "CorrectionAttachment",
    "CorrectionFigure",
    "DeclinedRelation",
    "Document",
    "DocumentAct",
    "DocumentAddressee",
    "DocumentAttachment",
    "DocumentIssuer",
    "DocumentRelation",
    "DocumentTurn",
    "Edition",
    "EditionClosure",
    "ErrorReport",
    "HistoricalBatch",
    "HistoricalItem",
    "HistoricalRun",
    "HistoricalSample",
    "ImportBatch",
    "ImportItem",
    "NegativeListEntry",
    "OpennessDecision",
    "Rhythm",
    "SampledDocument",
    "SecrecyReview",
    "Work",
    "WorkCompanion",
    "WorkText",
]
