"""What the search holds of the items of catalogues, and who may see a hit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from decisions.catalogues.models import Catalogue, CatalogueItem
from decisions.catalogues.selectors import lines_now
from portal.organs.models import Organ
from portal.search.services import PLAIN, RANK, publish_entry, withdraw_entry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

KIND: Final = "catalogue_item"


def index(catalogue: Catalogue, *, at: dt.datetime) -> None:
    """Make every public item findable by what it says now, in the transaction that changed it."""
    codes = Organ.objects.codes_up_from(catalogue.maker)
    for line in lines_now(catalogue):
        if line.item.number is None:
            continue
        edition = line.edition
        words = [edition.gist, edition.basis, edition.lead.name, *edition.step_words]
        publish_entry(
            kind=KIND,
            object_id=line.item.pk,
            title=edition.title,
            body="\n".join(filter(None, words)),
            numbers=[],
            facets={
                "organ": codes,
                "matter": [edition.matter],
                "year": [str(catalogue.year)],
                RANK: [PLAIN],
            },
            signed_on=catalogue.published_on,
            published_at=catalogue.released_at or at,
            url=line.item.get_absolute_url(),
            at=at,
        )


def unindex(catalogue: Catalogue, *, at: dt.datetime) -> None:
    """Nobody finds any of them from the moment the transaction commits."""
    for key in catalogue.items.filter(number__isnull=False).values_list("pk", flat=True):
        withdraw_entry(kind=KIND, object_id=key, at=at)


def visible_ids(ids: Iterable[int], viewer: User | AnonymousUser) -> set[int]:
    """Those of catalogues that anyone reads now."""
    del viewer
    rows = CatalogueItem.objects.public().filter(pk__in=list(ids))
    return set(rows.values_list("pk", flat=True))
