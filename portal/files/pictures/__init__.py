"""Reading what pictures and scans show, by OCR in a process of its own.

What OCR gives is for the scan before publication and for redaction: it is never shown as the
words of a document, and never indexed.
"""

from portal.files.pictures.calling import UnreadPicture, read_picture
from portal.files.pictures.files import Reading, Shot, read_file, shots
from portal.files.pictures.line import Line
from portal.files.pictures.page import ScannedPage

__all__ = [
    "Line",
    "Reading",
    "ScannedPage",
    "Shot",
    "UnreadPicture",
    "read_file",
    "read_picture",
    "shots",
]
