from decisions.seats.models.applicant import Applicant, ApplicantAct, Call, Remark, Signature
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
    "Remark",
    "Signature",
    "Sitting",
    "SittingAct",
    "SittingCode",
    "SittingGroup",
    "SittingQuota",
]
