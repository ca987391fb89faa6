"""Finding and masking personal information in text that is about to be published."""

from portal.files.personal_data.kinds import Finding, Kind, Severity
from portal.files.personal_data.masks import mask
from portal.files.personal_data.scan import scan_text

__all__ = ["Finding", "Kind", "Severity", "mask", "scan_text"]
