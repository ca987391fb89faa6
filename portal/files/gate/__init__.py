"""The gate before publication: what a cleaned copy says, and what of it keeps it from the public.

One set of functions for the portal and for whoever asks on the command line.
"""

from portal.files.gate.items import Item, item_of_unread, items_in, masked
from portal.files.gate.publication import Verdict, would_publish
from portal.files.gate.reading import RULES, Reading, expose, look_at, read_copy

__all__ = [
    "RULES",
    "Item",
    "Reading",
    "Verdict",
    "expose",
    "item_of_unread",
    "items_in",
    "look_at",
    "masked",
    "read_copy",
    "would_publish",
]
