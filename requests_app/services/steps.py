"""The steps of an application: the clock anew, its letters, the notice to the applicant."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.acts.steps import Steps
from portal.common.errors import ActRefused
from requests_app.deadlines.facts import FactsError
from requests_app.models import InformationRequest, RequestAct
from requests_app.permissions import RULES
from requests_app.services.clock import apply_clock
from requests_app.services.letters.numbers import issue_letters
from requests_app.services.notices import tell_applicant
from requests_app.services.obstacles import OBSTACLES

if TYPE_CHECKING:
    from portal.workflow import Act


def _reckon(request: InformationRequest, _act: Act, at: dt.datetime) -> None:
    """The dates kept for lists, as the facts are now."""
    try:
        apply_clock(request, as_of=timezone.localdate(at))
    except FactsError as error:
        raise ActRefused(str(error)) from error


STEPS = Steps(
    model=InformationRequest,
    rows=RequestAct,
    owner="request",
    prefix="requests",
    rules=RULES,
    obstacles=OBSTACLES,
    prepare=_reckon,
    issue=issue_letters,
    tell=tell_applicant,
)
