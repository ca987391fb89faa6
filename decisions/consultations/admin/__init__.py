from decisions.consultations.admin.consultations import ConsultationAdmin
from decisions.consultations.admin.opinions import OpinionAdmin

__all__ = ["ConsultationAdmin", "OpinionAdmin"]
