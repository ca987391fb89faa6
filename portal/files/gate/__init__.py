"""The gate before publication: what a cleaned copy says, and what of it keeps it from the public.

Pure: bytes in, rows out. One function for the portal and for whoever asks on the command line.
"""

from portal.files.gate.items import Item, item_of_cover, item_of_unread, items_in, masked
from portal.files.gate.publication import Verdict, would_publish
from portal.files.gate.reading import RULES, Reading, read_copy

__all__ = [
    "RULES",
    "Item",
    "Reading",
    "Verdict",
    "item_of_cover",
    "item_of_unread",
    "items_in",
    "masked",
    "read_copy",
    "would_publish",
]
