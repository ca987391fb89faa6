"""The review of a correction, up to the signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from disclosure.choices import Openness
from disclosure.correction import blockers
from disclosure.correction.selectors import proposed_document
from disclosure.correction.services.steps import STEPS
from disclosure.correction.workflow import RETURNS, WORKFLOW
from disclosure.models import Confirmation, Correction, OpennessDecision
from disclosure.services.review import (
    confirmed_words,
    keep_confirmations,
    keep_secrecy_reviews,
)
from portal.acts.refusals import needed, refuse_if

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def submit(*, correction: Correction, by: User, at: dt.datetime) -> Correction:
    """Hand a draft on: of content to the openness review, of form to the signer."""
    held = STEPS.locked(correction)
    action = "submit" if held.is_of_content else "submit_form"
    held, act = STEPS.begin(held, action, by, at)
    refuse_if(blockers.for_submission(held, on=timezone.localdate(at)))
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def confirm_openness(*, correction: Correction, by: User, at: dt.datetime) -> Correction:
    """Find that what is proposed may be public as well. What may not is returned."""
    held, act = STEPS.begin(correction, "confirm_openness", by, at)
    refuse_if(blockers.for_submission(held, on=timezone.localdate(at)))
    OpennessDecision.objects.create(
        document_id=held.document_id, openness=Openness.OPEN, by=by, at=at
    )
    return STEPS.finish(held, act, by=by, at=at)


@transaction.atomic
def pass_secrecy(*, correction: Correction, opinion: str, by: User, at: dt.datetime) -> Correction:
    """Record the secrecy review of the proposed text and of every attachment, item by item."""
    held, act = STEPS.begin(correction, "pass_secrecy", by, at)
    opinion = needed(opinion, "保密审查意见")
    refuse_if(blockers.for_submission(held, on=timezone.localdate(at)))
    keep_secrecy_reviews(proposed_document(held), opinion=opinion, by=by, at=at)
    return STEPS.finish(held, act, by=by, at=at, reason=opinion)


@transaction.atomic
def send_back(*, correction: Correction, reason: str, by: User, at: dt.datetime) -> Correction:
    """Return to the clerk from whichever review it is in, with a reason."""
    held = STEPS.locked(correction)
    action = next((name for name in RETURNS if WORKFLOW.find(name, held.status)), RETURNS[-1])
    return STEPS.perform(held, action, by=by, at=at, reason=reason)


@transaction.atomic
def confirm_items(
    *, correction: Correction, items: Sequence[str], reason: str, by: User, at: dt.datetime
) -> list[Confirmation]:
    """Answer for doubtful findings in what is proposed, each by its key."""
    held, act = STEPS.begin(correction, "confirm_items", by, at)
    rows = keep_confirmations(proposed_document(held), items, reason=reason, by=by, at=at)
    STEPS.finish(held, act, by=by, at=at, reason=confirmed_words(rows, reason))
    return rows
