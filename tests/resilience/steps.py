"""What the tests have done in processes of their own: `python -m tests.resilience.steps …`."""

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.utils import timezone

django.setup()

from disclosure.services.imports import open_batch, receive  # noqa: E402
from disclosure.services.reminders import remind_of_publication  # noqa: E402
from disclosure.tasks import ask_to_read  # noqa: E402
from portal.accounts.models import User  # noqa: E402
from portal.organs.models import Organ  # noqa: E402
from tests.builders import small_city  # noqa: E402

LATE = dt.datetime(2025, 12, 20, 1, tzinfo=dt.UTC)


def hand_in(folder: str) -> None:
    """Hand in a folder as the import page does: keep each file, then have it read."""
    now = timezone.now()
    clerk = User.objects.get(username="p-clerk")
    batch = open_batch(organ=Organ.objects.get(code="SJ-B"), by=clerk, at=now)
    for path in sorted(Path(folder).iterdir()):
        with path.open("rb") as stream:
            item = receive(batch=batch, name=path.name, stream=stream, at=now)
        ask_to_read([item.pk])


def remind() -> None:
    """Queue the reminders of a day on which every letter is late."""
    remind_of_publication(at=LATE)


STEPS: dict[str, Callable[..., object]] = {
    "city": small_city,
    "hand_in": hand_in,
    "remind": remind,
}

if __name__ == "__main__":
    STEPS[sys.argv[1]](*sys.argv[2:])
