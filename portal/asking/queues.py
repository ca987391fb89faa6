"""What was asked and not found, on the first page of those who keep the words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from portal.asking.permissions import may_keep_words
from portal.asking.selectors import Asked, asked

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

_ROWS: Final = 5
_DAYS: Final = 30


@dataclass(frozen=True)
class Unanswered:
    """The questions of the last days that most often found nothing, and of how many days."""

    rows: list[Asked]
    days: int


def unanswered_of(user: User | AnonymousUser, on: dt.date) -> Unanswered | None:
    """None for who does not keep the words, and where everything was found."""
    if not may_keep_words(user):
        return None
    rows = asked(since=on - dt.timedelta(days=_DAYS), in_vain=True, most=_ROWS)
    return Unanswered(rows, _DAYS) if rows else None
