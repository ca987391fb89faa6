"""Noticing the days that come for documents, each once, for those who follow them."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from disclosure.choices import ENDED_STATES, Turning
from disclosure.models import Document, DocumentTurn


@transaction.atomic
def notice_endings(*, at: dt.datetime) -> int:
    """Write down whose last day has come near, once for each such day; returns how many.

    From state: a missed run is made up by the next, for a day that was moved there is another row.
    """
    today = timezone.localdate(at)
    near = Document.objects.public().expiring(on=today, within=settings.ENDING_NOTICE_DAYS)
    known = DocumentTurn.objects.filter(
        document=OuterRef("pk"), turning=Turning.ENDING, day=OuterRef("ends_on")
    )
    rows = near.filter(~Exists(known)).order_by("pk").values_list("pk", "ends_on")
    made = [
        DocumentTurn(document_id=number, turning=Turning.ENDING, day=day, noticed_at=at)
        for number, day in rows
    ]
    DocumentTurn.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
    return len(made)


def notice_change(document: Document, *, before: str, at: dt.datetime) -> None:
    """Write down that a public document, which was in another state, holds no longer as it did;
    part of the transaction that finds so.
    """
    if document.validity == before or document.validity not in ENDED_STATES:
        return
    if document.is_public:
        DocumentTurn.objects.get_or_create(
            document=document,
            turning=Turning.CHANGED,
            state=document.validity,
            day=timezone.localdate(at),
            defaults={"noticed_at": at},
        )
