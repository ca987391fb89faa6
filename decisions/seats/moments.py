"""The days of an instant that is the first outside, and back."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils import timezone

_MOMENT: Final = dt.timedelta(microseconds=1)


def last_day(instant: dt.datetime) -> dt.date:
    """The last day before an end, which is the first instant outside."""
    return timezone.localdate(instant - _MOMENT)


def end_of(day: dt.date) -> dt.datetime:
    """The first instant after a day."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))
