"""Deciding whether an uploaded file may come in at all."""

from portal.files.formats.limits import DEFAULT_LIMITS, Limits
from portal.files.inspection.papers import PAPER_KINDS, Taken, glance, take_in
from portal.files.inspection.upload import (
    Inspected,
    RejectedFile,
    inspect_data,
    inspect_upload,
    too_large,
)

__all__ = [
    "DEFAULT_LIMITS", "PAPER_KINDS", "Inspected", "Limits", "RejectedFile", "Taken", "glance",
    "inspect_data", "inspect_upload", "take_in", "too_large",
]  # fmt: skip
