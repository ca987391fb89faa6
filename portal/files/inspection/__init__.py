"""Deciding whether an uploaded file may come in at all."""

from portal.files.formats.limits import DEFAULT_LIMITS, Limits
from portal.files.inspection.upload import (
    Inspected,
    RejectedFile,
    inspect_data,
    inspect_upload,
    too_large,
)

__all__ = [
    "DEFAULT_LIMITS", "Inspected", "Limits", "RejectedFile", "inspect_data", "inspect_upload",
    "too_large",
]  # fmt: skip
