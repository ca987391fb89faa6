"""The nightly end of personal data whose term is over."""

from __future__ import annotations

import datetime as dt

from requests_app.rectification.services.retention import RECTIFICATIONS
from requests_app.services.retention.cases import CASES


def purge_due(*, at: dt.datetime, limit: int = 500) -> int:
    """Purge what is due of both kinds of case, `limit` of each at most; returns how many."""
    return sum(kind.purge_due(at=at, limit=limit) for kind in (CASES, RECTIFICATIONS))
