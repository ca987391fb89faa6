"""遮盖: what is marked is taken out of the file, not painted over, and the result is proved.

Pure: bytes and marks in, bytes out. ``verify`` shares no step with ``redact``: it opens what came
out and looks for what should be gone.
"""

from portal.files.redaction.dispatch import redact, verify
from portal.files.redaction.marks import Mark, Unredactable
from portal.files.redaction.places import marks_for
from portal.files.redaction.sights import Sight, sight

__all__ = ["Mark", "Sight", "Unredactable", "marks_for", "redact", "sight", "verify"]
