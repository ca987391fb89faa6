"""会商 with the committee of experts: the clock of the answer runs on meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import needed, past_day
from portal.personal.handed_in import HandedIn, added
from requests_app.models import Conference, Evidence, InformationRequest
from requests_app.services.papers import keep_evidence
from requests_app.services.steps import STEPS

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def confer(
    *,
    request: InformationRequest,
    question: str,
    conclusion: str,
    held_on: dt.date,
    by: User,
    at: dt.datetime,
    participants: str = "",
    files: Sequence[HandedIn] = (),
) -> Conference:
    """Write down who met, what the experts were asked and what they concluded, with the minutes
    where there are any, which are kept among the papers of the case.
    """
    request, act = STEPS.begin(request, "confer", by, at)
    if files:
        minutes = added(files, Evidence.Purpose.OTHER, purposes=Evidence.Purpose)
        keep_evidence(request, minutes, at=at)
    row = Conference.objects.create(
        request=request,
        participants=participants.replace("\x00", "").strip(),
        question=needed(question, "会商的问题"),
        conclusion=needed(conclusion, "会商意见"),
        held_on=past_day(held_on, timezone.localdate(at), "会商日期"),
        by=by,
        at=at,
    )
    STEPS.finish(request, act, by=by, at=at, details={"held_on": str(held_on), "files": len(files)})
    return row
