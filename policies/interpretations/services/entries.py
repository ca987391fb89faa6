"""The search entry of an interpretation: written here and nowhere else."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from policies.interpretations.search_entries import KIND, NEWS_CODE, entry_of
from portal.notifications.services.announcements import take_back_news
from portal.search.services import publish_entry, withdraw_entry

if TYPE_CHECKING:
    from disclosure.models import Document
    from policies.interpretations.models import Interpretation


def refresh_entry(
    case: Interpretation,
    *,
    at: dt.datetime,
    coming: Document | None = None,
    going: Document | None = None,
) -> None:
    """Make the search hold what is public of its series now; `coming` and `going` are policies that
    the act in hand makes public or takes down.
    """
    if case.is_public:
        entry = entry_of(case, coming=coming, going=going)
        publish_entry(kind=KIND, object_id=case.series_id, at=at, **entry)
    else:
        withdraw_entry(kind=KIND, object_id=case.series_id, at=at)
        take_back_news(
            kind=NEWS_CODE,
            object_id=case.series_id,
            url=case.series.get_absolute_url(),
        )
