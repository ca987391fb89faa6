"""Reading what pictures and scans show, by OCR in a process of its own.

What OCR gives is for the scan before publication, for redaction, and the text of what is filed from
a scan: that is named 识别文字 wherever it is shown, and the picture stays the original.
"""

from portal.files.pictures.calls import UnreadPicture, read_picture
from portal.files.pictures.files import Reading, Shot, read_file, scanned_pages, shots
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
    "scanned_pages",
    "shots",
]
