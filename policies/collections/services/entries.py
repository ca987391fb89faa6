"""What the search holds of a collection."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from policies.collections.completeness import FIELDS
from portal.organs.models import Organ
from portal.search.services import PLAIN, RANK, publish_entry, withdraw_entry

if TYPE_CHECKING:
    from policies.collections.models import CollectionVersion

KIND = "collection"
NEWS_CODE = "collection"


def refresh_entry(version: CollectionVersion, *, at: dt.datetime) -> None:
    """Enter a version that is being released, in the transaction that releases it."""
    collection = version.collection
    words = [version.summary, version.intro, *(getattr(version, name) for name in FIELDS)]
    words += [row.text for row in version.conditions.all()]
    publish_entry(
        kind=KIND,
        object_id=collection.pk,
        title=version.title,
        body="\n".join(filter(None, words)),
        numbers=[],
        facets={
            "organ": Organ.objects.codes_up_from(collection.organ),
            "collection": [collection.kind],
            "audience": [collection.audience.name] if collection.audience else [],
            "tag": [tag.name for tag in collection.tags.all()],
            "year": [str(timezone.localdate(at).year)],
            RANK: [PLAIN],
        },
        signed_on=None,
        published_at=at,
        url=collection.get_absolute_url(),
        at=at,
    )


def withdraw_entry_of(number: int, *, at: dt.datetime) -> None:
    """Take a collection out of the search."""
    withdraw_entry(kind=KIND, object_id=number, at=at)
