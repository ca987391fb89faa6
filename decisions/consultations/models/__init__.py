from decisions.consultations.models.consultation import (
    Consultation,
    ConsultationAct,
    DraftClause,
    DraftVersion,
)
from decisions.consultations.models.occasions import ChannelRecord, Extension
from decisions.consultations.models.opinion import Agreement, Opinion, OpinionAct, OpinionGroup

__all__ = [
    "Agreement",
    "ChannelRecord",
    "Consultation",
    "ConsultationAct",
    "DraftClause",
    "DraftVersion",
    "Extension",
    "Opinion",
    "OpinionAct",
    "OpinionGroup",
]
