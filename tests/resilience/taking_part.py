"""What is broken off of taking part, in processes of their own:
`python -m tests.resilience.taking_part …`.
"""

import datetime as dt
import sys
from collections.abc import Callable

import django

django.setup()

from decisions.consultations.services import outcomes  # noqa: E402
from decisions.consultations.services.steps import STEPS as CONSULTATION_STEPS  # noqa: E402
from decisions.events.models import SignUp  # noqa: E402
from decisions.events.services import signups  # noqa: E402
from decisions.seats.services import closed_lists  # noqa: E402
from tests.decisions.consultations import cases as consultations  # noqa: E402
from tests.decisions.events import cases as events  # noqa: E402
from tests.decisions.seats import cases as seats  # noqa: E402
from tests.resilience.steps import standing_city  # noqa: E402

HOUR = dt.timedelta(hours=1)
TOLD_AT = consultations.CAME_AT + dt.timedelta(days=60)


def crowd(places: str) -> None:
    """A session that is full, with as many on its list as it has places."""
    session = events.published(standing_city(), places=int(places))
    for _ in range(2 * int(places)):
        events.signed_up(session)


def leave() -> None:
    """Everybody who had a place at first gives it up, one after the other."""
    rows = SignUp.objects.select_related("session__event__organ").order_by("line")
    for row in rows[: rows.count() // 2]:
        if row.status != "withdrawn":
            signups.withdraw(signup=row, at=events.AT + HOUR)


def lists(number: str) -> None:
    """So many meetings with two on the list of each, whose time for applying will be over."""
    city = standing_city()
    for _ in range(int(number)):
        row = seats.announced(city)
        for name in ("甲", "乙"):
            seats.applied(row, name)


def close() -> None:
    """Close what is due, as the worker does each minute."""
    closed_lists.close_due(at=seats.AT + 10 * seats.DAY)


def outcome(number: str) -> None:
    """An outcome that is public, of which so many writers are to hear."""
    city = standing_city()
    row = consultations.running(city)
    for writer in range(int(number)):
        consultations.written(row, f"第{writer}条意见。", email=f"writer{writer}@example.test")
    consultations.answered(row, city)
    handler, reviewer = consultations.hands(city)
    at = consultations.after(row)
    row = CONSULTATION_STEPS.perform(row, "settle", by=handler, at=at)
    outcomes.draw_up(consultation=row, outcome="意见都已研究。", by=handler, at=at)
    outcomes.publish_outcome(consultation=row, by=reviewer, at=at)


def mail() -> None:
    """Tell them, each in a transaction."""
    outcomes.BATCH = 1  # type: ignore[misc]
    outcomes.tell_writers(at=TOLD_AT)


STEPS: dict[str, Callable[..., object]] = {
    "crowd": crowd,
    "leave": leave,
    "lists": lists,
    "close": close,
    "outcome": outcome,
    "mail": mail,
}

if __name__ == "__main__":
    STEPS[sys.argv[1]](*sys.argv[2:])
