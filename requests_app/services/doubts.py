"""What in a case may be a slip of the pen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from portal.acts.refusals import past_day
from portal.common.errors import ActRefused
from requests_app.choices import Channel
from requests_app.waits import is_doubtful

if TYPE_CHECKING:
    from requests_app.models import InformationRequest


def has_doubtful_arrival(case: InformationRequest) -> bool:
    """Whether its day of arrival may be a slip of the pen, and nobody has said that it is not."""
    if case.arrival_checked or case.channel == Channel.ONLINE:
        return False
    return is_doubtful(
        case.arrived_on,
        timezone.localdate(case.submitted_at),
        most_days=settings.ARRIVAL_LOOKBACK_DAYS,
    )


def likely_arrival(arrived_on: dt.date, today: dt.date, *, is_checked: bool) -> bool:
    """Whether the day lies doubtfully far back, and was checked. Raises ActRefused for one that
    cannot be, and for a doubtful one that nobody has checked.
    """
    past_day(arrived_on, today, "来件日期")
    is_early = is_doubtful(arrived_on, today, most_days=settings.ARRIVAL_LOOKBACK_DAYS)
    if is_early and not is_checked:
        raise ActRefused(
            f"来件日期{arrived_on.isoformat()}比今天早{(today - arrived_on).days}天，请核对年份；"
            "确实是这一天收到的，请勾选“来件日期已与来件核对”再登记。"
        )
    return is_early
