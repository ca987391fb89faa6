"""Plain text out of every accepted kind of document, for search and for the personal-data scan."""

from portal.files.extraction.dispatch import extract_text
from portal.files.extraction.result import ExtractedText, UnreadableFile

__all__ = ["ExtractedText", "UnreadableFile", "extract_text"]
