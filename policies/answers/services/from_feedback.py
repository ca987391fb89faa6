"""From a question fed back to a draft of its answer, in one step."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from policies.answers.choices import Audience, Source
from policies.answers.services.entries import draft
from policies.answers.services.feedback import STEPS, link_draft

if TYPE_CHECKING:
    from policies.answers.models import Feedback
    from portal.accounts.models import User


@transaction.atomic
def draft_for(
    *, feedback: Feedback, question: str, audience: str, by: User, at: dt.datetime
) -> Feedback:
    """Begin the entry that will answer it, resting on the document that was asked about.

    What was asked is never copied: the editor words the question without the caller.
    """
    STEPS.begin(feedback, "draft", by, at)
    document = feedback.document
    entry = draft(
        organ=feedback.organ,
        audience=Audience(audience),
        question=question,
        source=Source.FEEDBACK,
        policies=[document.get_absolute_url()] if document else [],
        by=by,
        at=at,
    )
    return link_draft(feedback=feedback, entry=entry, by=by, at=at)
