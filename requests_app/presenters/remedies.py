"""What an applicant who disagrees can do, as the page of their case says it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from portal.workdays.calendar import Deadline
from requests_app.deadlines.clock import Clock, State
from requests_app.letters import remedies
from requests_app.models import Delivery, InformationRequest


def remedies_of(
    request: InformationRequest, delivery: Delivery, clock: Clock | None
) -> remedies.Remedies:
    """The paragraph of a delivered answer."""
    code = delivery.answer.outcome
    # Before the answer is known to have arrived, a date would be that of a silence there is not.
    known = clock if delivery.arrived_on else None
    return remedies.of_answer(
        code,
        remedies.remedy_of(code, settings.OUTCOME_REMEDIES),
        request.organ.review_organ,
        review=_day(known.review if known else None),
        suit=_day(known.suit if known else None),
        court=request.organ.court,
    )


def remedies_of_silence(
    request: InformationRequest, clock: Clock | None
) -> remedies.Remedies | None:
    """What can be done when the day of the answer has passed without one."""
    if clock is None or clock.state is not State.OVERDUE:
        return None
    return remedies.of_silence(
        request.organ.review_organ,
        review=_day(clock.review),
        suit=_day(clock.suit),
        court=request.organ.court,
    )


def _day(deadline: Deadline | None) -> dt.date | None:
    return deadline.due_on if deadline else None
