"""What the search holds of a consultation: the notice, and the outcome once it is public; never an
opinion.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from decisions.consultations.models import Consultation
from decisions.consultations.selectors import newest, published_on
from decisions.consultations.workflow import Status
from portal.organs.models import Organ
from portal.search.services import PLAIN, RANK, publish_entry
from portal.text.plain import plain

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

KIND: Final = "consultation"


def index(consultation: Consultation, *, at: dt.datetime) -> None:
    """Make it findable by all that is public of it, in the transaction that changed that."""
    version = newest(consultation)
    lines = plain(version.text) if version else []
    told = consultation.outcome if consultation.status == Status.ANSWERED else ""
    day = published_on(consultation)
    publish_entry(
        kind=KIND,
        object_id=consultation.pk,
        title=consultation.title,
        body="\n".join(filter(None, [consultation.gist, *lines, told])),
        numbers=[],
        facets={
            "organ": Organ.objects.codes_up_from(consultation.organ),
            "year": [str(day.year)] if day else [],
            RANK: [PLAIN],
        },
        signed_on=day,
        published_at=consultation.opens_at or at,
        url=consultation.get_absolute_url(),
        at=at,
    )


def visible_ids(ids: Iterable[int], viewer: User | AnonymousUser) -> set[int]:
    """Those that are public now: one announced for tomorrow is found tomorrow."""
    del viewer
    rows = Consultation.objects.public(timezone.now())
    return set(rows.filter(pk__in=list(ids)).values_list("pk", flat=True))
