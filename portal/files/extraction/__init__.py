"""Plain text out of every accepted kind of document, for search and for the personal-data scan."""

from portal.files.extraction.dispatch import extract_text
from portal.files.extraction.result import (
    Doubt,
    ExtractedText,
    Part,
    Place,
    ScannedFile,
    UnreadableFile,
    part_name,
)

__all__ = [
    "Doubt",
    "ExtractedText",
    "Part",
    "Place",
    "ScannedFile",
    "UnreadableFile",
    "extract_text",
    "part_name",
]
