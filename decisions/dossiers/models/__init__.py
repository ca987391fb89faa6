from decisions.dossiers.models.decision import Decision, DecisionAct, Screening
from decisions.dossiers.models.records import (
    RECORD_TABLES,
    CompetitionRecord,
    DraftRecord,
    EvaluationRecord,
    ExecutionRecord,
    ExpertRecord,
    LegalityRecord,
    MeetingRecord,
    ParticipationRecord,
    PublicationRecord,
    Record,
    RiskRecord,
    SimplifiedRecord,
)
from decisions.dossiers.models.units import AskedUnit

__all__ = [
    "RECORD_TABLES",
    "AskedUnit",
    "CompetitionRecord",
    "Decision",
    "DecisionAct",
    "DraftRecord",
    "EvaluationRecord",
    "ExecutionRecord",
    "ExpertRecord",
    "LegalityRecord",
    "MeetingRecord",
    "ParticipationRecord",
    "PublicationRecord",
    "Record",
    "RiskRecord",
    "Screening",
    "SimplifiedRecord",
]
