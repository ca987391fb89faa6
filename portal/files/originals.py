"""The pages of a file as received, as pictures for those who may read its draft.

Who may is the caller's to say. A page is drawn once, in a process of its own, and kept beside the
file, under a name that changes when the file is redacted; nothing serves it by its name.
"""

from __future__ import annotations

import hashlib
import posixpath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from portal.files.redactions import PAGED, page_sight, redactable

if TYPE_CHECKING:
    from portal.files.models import StoredFile


def has_pages(stored: StoredFile) -> bool:
    """Whether there are pictures of its pages."""
    return stored.kind in PAGED and not stored.destroyed_at


def page_picture(stored: StoredFile, page: int) -> bytes:
    """One page, from 1, as a PNG. Raises ActRefused for a page that is not there."""
    storage = stored.received.storage
    name = _name(stored, page)
    if storage.exists(name):
        with storage.open(name, "rb") as kept:
            found: bytes = kept.read()
        return found
    picture = page_sight(redactable(stored), page).png
    storage.save(name, ContentFile(picture))
    return picture


def _name(stored: StoredFile, page: int) -> str:
    """Where the picture of a page is kept, by what it was drawn from."""
    origin = hashlib.sha256(str(stored.source.name).encode()).hexdigest()[:16]
    return posixpath.join(stored.sights_folder, f"{origin}-{page}.png")
