"""Every text a cleaned copy still says, part by part, and what of it nobody could read."""

from portal.files.exposure.dispatch import exposed
from portal.files.exposure.result import FILE_NAME, Exposure, Passage, Unread

__all__ = ["FILE_NAME", "Exposure", "Passage", "Unread", "exposed"]
