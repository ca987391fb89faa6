"""Keeping what is shown, edition by edition; closing what may not be read any more."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from disclosure.editions import edition_digest, shown_files, shown_values
from disclosure.models import Edition, EditionClosure

if TYPE_CHECKING:
    from disclosure.choices import EditionChange
    from disclosure.models import Document
    from portal.accounts.models import User


@transaction.atomic
def keep_edition(
    document: Document, *, change: EditionChange, by: User, at: dt.datetime, note: str = ""
) -> Edition:
    """Keep what becomes public with this act. The caller holds the row's lock, and the document
    in hand, its issuers, labels and attachments are what will be shown.
    """
    last = document.editions.aggregate(last=Max("number"))["last"] or 0
    elements = shown_values(document)
    edition = Edition(
        document=document,
        number=last + 1,
        change=change,
        note=note,
        body=elements.pop("body"),
        elements=elements,
        attachments=shown_files(document),
        published_at=at,
        by=by,
    )
    edition.sha256 = edition_digest(edition)
    edition.save(force_insert=True)
    return edition


def close_editions(document: Document, *, reason: str, by: User, at: dt.datetime) -> None:
    """With a document its editions go: what is published again later does not bring them back."""
    EditionClosure.objects.bulk_create(
        EditionClosure(edition=edition, reason=reason[:500], by=by, at=at)
        for edition in document.editions.filter(closure=None)
    )
