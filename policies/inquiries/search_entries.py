"""What the search holds of an inquiry, and who may see a hit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from policies.inquiries.models import Inquiry
from portal.organs.models import Organ
from portal.search.services import publish_entry, withdraw_entry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

KIND: Final = "inquiry"


def index(inquiry: Inquiry, *, at: dt.datetime) -> None:
    """Make it findable with the transaction that publishes it."""
    publish_entry(
        kind=KIND,
        object_id=inquiry.pk,
        title=inquiry.title,
        body=f"{inquiry.question}\n{inquiry.findings}\n{inquiry.measures}",
        numbers=[],
        facets={
            "organ": Organ.objects.codes_up_from(inquiry.organ),
            "year": [str(timezone.localdate(at).year)],
        },
        signed_on=timezone.localdate(at),
        published_at=at,
        url=inquiry.get_absolute_url(),
        at=at,
    )


def unindex(inquiry: Inquiry, *, at: dt.datetime) -> None:
    """Nobody finds it from the moment the transaction commits."""
    withdraw_entry(kind=KIND, object_id=inquiry.pk, at=at)


def visible_ids(ids: Iterable[int], viewer: User | AnonymousUser) -> set[int]:
    """Which of these anyone may see: what is published now."""
    del viewer
    return set(Inquiry.objects.public().filter(pk__in=list(ids)).values_list("pk", flat=True))
