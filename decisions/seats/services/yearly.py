"""How often an organ is to have representatives in a year, where it is not the usual number."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction

from decisions.seats.models import SittingQuota
from decisions.seats.permissions import may_set_quota
from decisions.seats.workflow import RULE
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import half_width

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

YEARS: Final = (2008, 2100)
_MOST: Final = 100
_MONTHS: Final = tuple(str(month) for month in range(1, 13))


@transaction.atomic
def set_quota(
    *, organ: Organ, year: int, least: int, months: str = "", by: User, at: dt.datetime
) -> SittingQuota:
    """So many in the year, in planned months written as 6,11 or spread over it. Raises NotPermitted
    for all but those who supervise the organ, ActRefused for what can't be read.
    """
    if not (verdict := may_set_quota(by, organ)):
        raise NotPermitted(verdict.reason)
    if not YEARS[0] <= year <= YEARS[1]:
        raise ActRefused("年度不对，请核对。")
    if not 0 <= least <= _MOST:
        raise ActRefused(f"次数应为0到{_MOST}。")
    words = half_width(months).replace("、", ",").replace(" ", ",").split(",")
    planned = [word for word in words if word]
    if any(word not in _MONTHS for word in planned) or len(planned) > least:
        raise ActRefused("计划的月份写成 6,11 的形式，不多于次数，请核对。")
    row, _ = SittingQuota.objects.update_or_create(
        organ=organ, year=year, defaults={"least": least, "months": ",".join(planned)}
    )
    record(
        action="seats.set_quota",
        summary=f"设定列席次数：{row}",
        by=by,
        at=at,
        organ=organ,
        subject=row,
        basis=RULE,
        details={"year": year, "least": least, "months": row.months},
    )
    return row
