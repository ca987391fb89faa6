"""The back office of seats at meetings: announcements and draws, applications, figures."""

from decisions.seats.admin.applicants import ApplicantAdmin
from decisions.seats.admin.sittings import SittingAdmin

__all__ = ["ApplicantAdmin", "SittingAdmin"]
