"""What the search holds of an answered concern, and who may see a hit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from policies.concerns.models import Concern
from portal.organs.models import Organ
from portal.search.services import PLAIN, RANK, publish_entry, withdraw_entry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from policies.concerns.models import ConcernStatement
    from portal.accounts.models import User

KIND: Final = "concern"


def index(concern: Concern, statements: Iterable[ConcernStatement], *, at: dt.datetime) -> None:
    """Make it findable by all that is read of it, in the transaction that releases it."""
    first = concern.first_public_at or at
    said = [line for each in statements for line in (each.facts, each.done, each.further)]
    publish_entry(
        kind=KIND,
        object_id=concern.pk,
        title=concern.title,
        body="\n".join(filter(None, [concern.asked, *said])),
        numbers=[],
        facets={
            "organ": Organ.objects.codes_up_from(concern.organ),
            "nature": [concern.nature],
            "year": [str(timezone.localdate(first).year)],
            RANK: [PLAIN],
        },
        signed_on=None,
        published_at=at,
        url=concern.get_absolute_url(),
        at=at,
    )


def unindex(concern: Concern, *, at: dt.datetime) -> None:
    """Nobody finds it from the moment the transaction commits."""
    withdraw_entry(kind=KIND, object_id=concern.pk, at=at)


def visible_ids(ids: Iterable[int], viewer: User | AnonymousUser) -> set[int]:
    """Those of which anyone may read the answer now."""
    del viewer
    return set(Concern.objects.public().filter(pk__in=list(ids)).values_list("pk", flat=True))
