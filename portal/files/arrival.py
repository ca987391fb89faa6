"""A file that arrives: what has to be known before anything of it is kept, in one look. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from portal.files.exposure import exposed
from portal.files.extraction import ExtractedText, ScannedFile, UnreadableFile, extract_text
from portal.files.formats.kinds import CONVERTED_KINDS
from portal.files.inspection import DEFAULT_LIMITS, Inspected, Limits, inspect_data
from portal.files.secrecy import certain_mark


@dataclass(frozen=True, slots=True)
class Arrival:
    """A sound file: its 密级 if it bears one, and its text or why there is none.

    Neither text nor refusal: the text was not looked for, of a file with a 密级 or one that has
    to be converted first.
    """

    inspected: Inspected
    mark: str = ""
    text: ExtractedText | None = None
    refusal: str = ""
    is_scan: bool = False


def arrive(data: bytes, *, name: str, limits: Limits = DEFAULT_LIMITS) -> Arrival:
    """Inspect a file, look for a 密级, read its text. Raises RejectedFile."""
    inspected = inspect_data(data, name=name, limits=limits)
    mark = certain_mark(exposed(data, kind=inspected.kind, name=name).passages)
    if mark or inspected.kind in CONVERTED_KINDS:
        return Arrival(inspected, mark)
    try:
        return Arrival(inspected, text=extract_text(data, name=name))
    except UnreadableFile as error:
        is_scan = isinstance(error, ScannedFile)
        return Arrival(inspected, refusal=error.message, is_scan=is_scan)
