"""The search entry of a document: written here and nowhere else."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from disclosure.choices import Reach
from disclosure.search_entries import ADDRESSED_KIND, PUBLIC_KIND, entry_of
from portal.search.services import publish_entry, withdraw_entry

if TYPE_CHECKING:
    from disclosure.models import Document


def refresh_entry(document: Document, *, at: dt.datetime) -> None:
    """Make the search hold what is published now, in the one kind its readers may search."""
    if not document.is_published:
        withdraw_entries(document, at=at)
        return
    kind, other = PUBLIC_KIND, ADDRESSED_KIND
    if document.reach == Reach.ADDRESSED:
        kind, other = other, kind
    withdraw_entry(kind=other, object_id=document.pk, at=at)
    publish_entry(kind=kind, object_id=document.pk, at=at, **entry_of(document))


def withdraw_entries(document: Document, *, at: dt.datetime) -> None:
    """Stop it from being found by anyone."""
    for kind in (PUBLIC_KIND, ADDRESSED_KIND):
        withdraw_entry(kind=kind, object_id=document.pk, at=at)
