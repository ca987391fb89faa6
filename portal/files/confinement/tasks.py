"""What may be asked of a confined process: a closed list of pure functions and of refusals.

A task takes the bytes first and everything else by keyword; arguments and result are declared
with types that `shapes` knows. One more task is one more line.
"""

from collections.abc import Callable, Mapping
from typing import Any

from portal.files.covers import covers
from portal.files.exposure import exposed
from portal.files.extraction import ScannedFile, UnreadableFile, extract_text
from portal.files.inspection import RejectedFile, inspect_data, take_in
from portal.files.pictures import shots
from portal.files.redaction import Unredactable, marks_for, redact, sight, verify
from portal.files.scrubbing import HiddenContent, UnscrubbableFile, scrub

TASKS: Mapping[str, Callable[..., Any]] = {
    "covers": covers,
    "expose": exposed,
    "extract": extract_text,
    "inspect": inspect_data,
    "marks": marks_for,
    "redact": redact,
    "scrub": scrub,
    "shots": shots,
    "sight": sight,
    "take_in": take_in,
    "verify": verify,
}

# Refusals come back as themselves, made anew from these of their attributes, in order.
REFUSALS: Mapping[type[Exception], Mapping[str, Any]] = {
    RejectedFile: {"code": str, "message": str},
    UnreadableFile: {"message": str},
    ScannedFile: {"message": str},
    HiddenContent: {"findings": tuple[str, ...]},
    UnscrubbableFile: {"message": str},
    Unredactable: {"message": str},
}
