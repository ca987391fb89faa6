"""What the search holds of an event, who may see a hit, and who may read its files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from decisions.events.models import Event, EventMaterial
from decisions.events.selectors import checked
from portal.organs.models import Organ
from portal.search.services import PLAIN, RANK, publish_entry, withdraw_entry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.files.models import StoredFile

KIND: Final = "event"


def index(event: Event, *, at: dt.datetime) -> None:
    """Make it findable, in the transaction that changed it."""
    published = event.published_at or at
    publish_entry(
        kind=KIND,
        object_id=event.pk,
        title=event.title,
        body="\n".join(filter(None, [event.text, event.place, event.report])),
        numbers=[],
        facets={
            "organ": Organ.objects.codes_up_from(event.organ),
            "year": [str(published.year)],
            RANK: [PLAIN],
        },
        signed_on=None,
        published_at=published,
        url=event.get_absolute_url(),
        at=at,
    )


def unindex(event: Event, *, at: dt.datetime) -> None:
    """Nobody finds it from the moment the transaction commits."""
    withdraw_entry(kind=KIND, object_id=event.pk, at=at)


def visible_ids(ids: Iterable[int], viewer: User | AnonymousUser) -> set[int]:
    """Those that are public."""
    del viewer
    return set(Event.objects.public().filter(pk__in=list(ids)).values_list("pk", flat=True))


def may_read_file(stored: StoredFile, viewer: User | AnonymousUser) -> bool:
    """Whether anyone may read a file: a public event offers it, and nothing keeps it back."""
    del viewer
    rows = EventMaterial.objects.filter(file=stored, event__in=Event.objects.public())
    return any(checked(row).is_open for row in rows.select_related("file__reading"))
