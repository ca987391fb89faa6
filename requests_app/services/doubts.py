"""What in a case may be a slip of the pen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from requests_app.choices import Channel
from requests_app.waiting import is_doubtful

if TYPE_CHECKING:
    from requests_app.models import InformationRequest


def has_doubtful_arrival(case: InformationRequest) -> bool:
    """Whether its day of arrival may be a slip of the pen, and nobody has said that it is not."""
    if case.arrival_checked or case.channel == Channel.ONLINE:
        return False
    return is_doubtful(
        case.arrived_on,
        timezone.localdate(case.submitted_at),
        most_days=settings.ARRIVAL_LOOKBACK_DAYS,
    )
