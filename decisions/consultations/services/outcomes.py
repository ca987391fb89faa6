"""What became of the opinions, told to everybody and to each writer: drawn up by one, published by
another, also where nobody wrote.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from decisions.consultations import search_entries
from decisions.consultations.counts import count
from decisions.consultations.models import Consultation, Opinion
from decisions.consultations.services.notices import PARTY, TOLD
from decisions.consultations.services.steps import STEPS
from decisions.consultations.workflow import OpinionStatus, Status
from decisions.ledgers.refusals import public_text
from portal.acts.refusals import needed
from portal.common.errors import ActRefused
from portal.notifications.services.party_notices import tell_party

if TYPE_CHECKING:
    from portal.accounts.models import User

BATCH: Final = 200
_LONGEST: Final = 10_000


@transaction.atomic
def draw_up(*, consultation: Consultation, outcome: str, by: User, at: dt.datetime) -> Consultation:
    """Write what is told of the outcome. Raises ActRefused for numbers of persons in it."""
    held, act = STEPS.begin(consultation, "draw_up", by, at)
    held.outcome = public_text(outcome, "采纳情况说明", _LONGEST)
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def publish_outcome(*, consultation: Consultation, by: User, at: dt.datetime) -> Consultation:
    """Make the outcome public and let each writer be told. Raises ActRefused where the ledger is
    not settled any more.
    """
    held, act = STEPS.begin(consultation, "publish_outcome", by, at)
    counts = count(held)
    ledger = counts.ledger
    if not ledger.is_settled:
        raise ActRefused(f"还有{ledger.total.open}条意见没有处理，请退回。")
    held.outcome_at, held.outcome_version = at, held.outcome_version + 1
    held.figures = counts.as_data()
    held.opinions.counted().update(closed_on=timezone.localdate(at))
    line = ledger.total
    figures = {
        "received": line.received, "adopted": line.adopted, "partly": line.partly,
        "declined": line.declined, "outside": line.outside, "withdrawn": ledger.withdrawn,
    }  # fmt: skip
    done = STEPS.finish(held, act, by=by, at=at, details=figures)
    search_entries.index(done, at=at)
    return done


@transaction.atomic
def withdraw_outcome(
    *, consultation: Consultation, reason: str, by: User, at: dt.datetime
) -> Consultation:
    """Take the outcome back: its page, its figures and its files are gone at once, and the ledger
    may be opened again.
    """
    held, act = STEPS.begin(consultation, "withdraw_outcome", by, at)
    words = needed(reason, "收回的理由")
    held.outcome_at = held.figures = None
    held.opinions.counted().update(closed_on=None)
    done = STEPS.finish(held, act, by=by, at=at, reason=words)
    search_entries.index(done, at=at)
    return done


def tell_writers(*, at: dt.datetime, most: int = 5_000) -> int:
    """Queue the notice of a published outcome for every writer who has not been told of it, some at
    a time, each batch in a transaction of its own: a worker that is killed loses nothing, and
    begins where it was.
    """
    done = 0
    while done < most:
        told = _tell_some(at)
        done += told
        if told < BATCH:
            break
    return done


@transaction.atomic
def _tell_some(at: dt.datetime) -> int:
    waiting = Opinion.objects.filter(
        consultation__status=Status.ANSWERED,
        told_version__lt=F("consultation__outcome_version"),
        purged_at__isnull=True,
    ).exclude(status=OpinionStatus.WITHDRAWN)
    rows = list(
        waiting.select_related("organ", "user", "consultation")
        .select_for_update(skip_locked=True, no_key=True, of=("self",))
        .order_by("pk")[:BATCH]
    )
    for row in rows:
        version = row.consultation.outcome_version
        tell_party(PARTY, row, TOLD, key=f"outcome:{version}", at=at)
        row.told_version = version
    Opinion.objects.bulk_update(rows, ["told_version"])
    return len(rows)
