"""What the tests of this folder share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.accounts.models import User
from portal.asking.models import BestBet, SynonymLine
from portal.asking.services.words import save_bet, save_line

AT = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 20)


def line(by: User, *words: str, **changes: Any) -> SynonymLine:
    """Words that mean the same."""
    given: dict[str, Any] = {"meant": [], "note": "", "is_active": True, "by": by, "at": AT}
    return save_line(**{"line": SynonymLine(), "words": words, **given, **changes})


def bet(by: User, *questions: str, address: str = "/requests/", **changes: Any) -> BestBet:
    """A page shown first."""
    given: dict[str, Any] = {
        "title": "依申请公开",
        "reason": "在这里办",
        "until": None,
        "is_active": True,
        "by": by,
        "at": AT,
    }
    return save_bet(
        **{"bet": BestBet(), "questions": questions, "address": address, **given, **changes}
    )
