"""What follows when a document becomes public or stops being so."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from disclosure.index_numbers import index_number
from disclosure.models import IndexCounter
from disclosure.searching import entry_of
from disclosure.services.validity import apply_standing
from portal.search.services import publish_entry, withdraw_entry

if TYPE_CHECKING:
    from disclosure.models import Document


def make_public(document: Document, *, at: dt.datetime) -> None:
    """Give the index number and the times, compute the validity, enter it into the search.

    The caller holds the row's lock and saves the row; first publication never changes.
    """
    document.published_at = at
    document.withdrawn_at = None
    if document.first_published_at is None:
        document.first_published_at = at
        document.index_no = _take_number(document, at=at)
    apply_standing(document, on=timezone.localdate(at))
    refresh_entry(document, at=at)


def take_down(document: Document, *, at: dt.datetime) -> None:
    """Remove it from the search at once."""
    document.withdrawn_at = at
    withdraw_entry(kind="document", object_id=document.pk, at=at)


def refresh_entry(document: Document, *, at: dt.datetime) -> None:
    """Write the search entry of a public document anew."""
    publish_entry(kind="document", object_id=document.pk, at=at, **entry_of(document))


def _take_number(document: Document, *, at: dt.datetime) -> str:
    organ = document.organ
    year = timezone.localdate(at).year
    IndexCounter.objects.get_or_create(organ=organ, year=year)
    counter = IndexCounter.objects.select_for_update().get(organ=organ, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    code = organ.credit_code or organ.code
    return index_number(organ_code=code, year=year, serial=counter.last)
