"""The hours of the night, in which nobody is written to who merely wished to hear of news."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone


def when_awake(at: dt.datetime) -> dt.datetime:
    """The moment itself by day; else the next end of the quiet hours. Those may pass midnight;
    where they begin and end at the same hour there are none.
    """
    local = timezone.localtime(at)
    begins, ends = settings.QUIET_HOURS
    if begins == ends:
        return at
    is_quiet = (
        begins <= local.hour < ends if begins < ends else local.hour >= begins or local.hour < ends
    )
    if not is_quiet:
        return at
    awake = local.replace(hour=ends, minute=0, second=0, microsecond=0)
    return awake if awake > local else awake + dt.timedelta(days=1)
