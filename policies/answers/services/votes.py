"""有用或者没用: one vote a browser and day, bound to the version that was read."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from policies.answers.models import Entry, Vote
from portal.common.errors import ActRefused
from portal.vault.keys import blind_index

if TYPE_CHECKING:
    from policies.answers.models import EntryVersion


def vote(*, version: EntryVersion, browser: str, useful: bool, at: dt.datetime) -> None:
    """Count what a browser thinks; a second vote of the day takes the place of the first.

    `browser` is the keyed hash of its random number. Raises ActRefused for a version that is not
    the one read now: whoever read another has not judged this.
    """
    if not Entry.objects.public().filter(current=version).exists():
        raise ActRefused("这条答案刚刚有了改动，请看过新的内容再评价。")
    day = timezone.localdate(at)
    Vote.objects.bulk_create(
        [Vote(version=version, day=day, mark=mark_of(version, browser, day), useful=useful)],
        update_conflicts=True,
        unique_fields=["version", "mark"],
        update_fields=["useful"],
    )


def mark_of(version: EntryVersion, browser: str, day: dt.date) -> str:
    """What tells a second vote from a first: of another day or version nobody can compute it."""
    return blind_index(f"{version.pk}:{day.isoformat()}:{browser}", purpose="answer vote")
