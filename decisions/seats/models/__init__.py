from decisions.seats.models.applicant import Applicant, ApplicantAct, Call, RecordSignature, Remark
from decisions.seats.models.drawn import DiceEntry, Drawn, ListLine, OutMark
from decisions.seats.models.quota import SittingQuota
from decisions.seats.models.sitting import Sitting, SittingAct, SittingCode, SittingGroup

__all__ = [
    "Applicant",
    "ApplicantAct",
    "Call",
    "DiceEntry",
    "Drawn",
    "ListLine",
    "OutMark",
    "RecordSignature",
    "Remark",
    "Sitting",
    "SittingAct",
    "SittingCode",
    "SittingGroup",
    "SittingQuota",
]
