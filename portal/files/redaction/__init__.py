"""遮盖: what is marked is taken out of the file, not painted over, and the result is proved.

Pure: bytes and marks in, bytes out. ``verify`` shares no step with ``redact``: it opens what came
out and looks for what should be gone.
"""

from portal.files.redaction.dispatch import redact, verify
from portal.files.redaction.marks import Mark, Unredactable
from portal.files.redaction.places import marks_for

__all__ = ["Mark", "Unredactable", "marks_for", "redact", "verify"]
