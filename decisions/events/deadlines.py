"""Until when whoever came may say what could be better."""

from __future__ import annotations

import datetime as dt


def last_day_to_suggest(held_on: dt.date, days: int) -> dt.date:
    """The last of so many days after that of the session, which is not counted."""
    return held_on + dt.timedelta(days=days)
