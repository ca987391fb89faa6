"""The days that come for documents, as news for those who follow them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import Any

from django.db.models import F

from disclosure.choices import HOLDING, Turning, Validity
from disclosure.models import DocumentTurn
from disclosure.news import Followed, Item
from disclosure.presenters.words import day
from disclosure.search_entries import PUBLIC_KIND
from disclosure.selectors import public_documents
from portal.notifications.registry import News


def _standing(turning: Turning) -> Any:
    """What is still so: the document is public, its last day is that one, or its state is."""
    rows = DocumentTurn.objects.filter(public_documents("document"), turning=turning)
    if turning == Turning.ENDING:
        rows = rows.filter(document__validity__in=HOLDING, day=F("document__ends_on"))
    else:
        rows = rows.filter(state=F("document__validity"))
    found = rows.select_related("document")
    return found.defer("document__body", "document__text").order_by("noticed_at", "pk")


def _between(turning: Turning, since: dt.datetime, until: dt.datetime | None) -> Iterator[Item]:
    rows = _standing(turning).filter(noticed_at__gt=since)
    for row in rows.filter(noticed_at__lt=until) if until else rows:
        # Whoever follows one document hears of what amends or repeals it with that very document.
        tells = turning == Turning.ENDING or row.state == Validity.EXPIRED
        concerned = frozenset({row.document_id} if tells else ())
        yield Item(_told(row), "", row.document_id, concerned)


def _news(turning: Turning, numbers: Collection[int]) -> Mapping[int, News]:
    return {row.pk: _told(row) for row in _standing(turning).filter(pk__in=list(numbers))}


def _told(row: DocumentTurn) -> News:
    document = row.document
    if row.turning == Turning.ENDING:
        said, facts = "有效期将满", f"有效期至{day(row.day)}"
    else:
        said, facts = Validity(row.state).label, document.validity_reason or f"{day(row.day)}起"
    return News(
        object_id=row.pk,
        title=document.title,
        facts="　".join(filter(None, (document.doc_number, facts))),
        url=document.get_absolute_url(),
        first_public_at=row.noticed_at,
        public_at=row.noticed_at,
        said=said,
    )


def _followed(turning: Turning, label: str, place: int, *, of_one: str = "") -> Followed:
    return Followed(
        turning.value,
        label,
        place,
        PUBLIC_KIND,
        partial(_between, turning),
        partial(_news, turning),
        label_of_one=of_one,
    )


ENDING = _followed(Turning.ENDING, "有效期将满", 60)
CHANGED = _followed(Turning.CHANGED, "修改、废止、失效", 70, of_one="期满失效")
