"""What the search holds of a decision, and who may see a hit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from decisions.dossiers.blockers import public_texts
from decisions.dossiers.models import Decision
from decisions.dossiers.selectors import Dossier
from portal.organs.models import Organ
from portal.search.services import PLAIN, RANK, publish_entry, withdraw_entry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

KIND: Final = "decision"


def index(decision: Decision, *, at: dt.datetime) -> None:
    """Make it findable by all that is public of it, in the transaction that changed that."""
    texts = [text for row in Dossier(decision, public=True).records() for text in public_texts(row)]
    publish_entry(
        kind=KIND,
        object_id=decision.pk,
        title=decision.title,
        body="\n".join(filter(None, [decision.gist, *texts])),
        numbers=[],
        facets={
            "organ": Organ.objects.codes_up_from(decision.organ),
            "matter": [decision.matter],
            "state": [decision.status],
            "year": [str(decision.started_on.year)],
            RANK: [PLAIN],
        },
        signed_on=decision.decided_on,
        published_at=decision.public_at or at,
        url=decision.get_absolute_url(),
        at=at,
    )


def unindex(decision: Decision, *, at: dt.datetime) -> None:
    """Nobody finds it from the moment the transaction commits."""
    withdraw_entry(kind=KIND, object_id=decision.pk, at=at)


def visible_ids(ids: Iterable[int], viewer: User | AnonymousUser) -> set[int]:
    """Those of which anyone may read something now."""
    del viewer
    return set(Decision.objects.public().filter(pk__in=list(ids)).values_list("pk", flat=True))
