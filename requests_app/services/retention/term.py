"""How long personal data of a closed case are kept, and what goes next."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db.models import Q

from requests_app.models import InformationRequest
from requests_app.outcomes import LAPSED, WITHDRAWN
from requests_app.workflow.states import Status

if TYPE_CHECKING:
    from requests_app.querysets import RequestQuerySet

# How far ahead the list of what will be purged looks.
SOON = dt.timedelta(days=90)
MOST_SHOWN = 200
_SLACK = dt.timedelta(days=4)
_OF_CLASS = {
    "withdrawn": Q(outcome=WITHDRAWN),
    "lapsed": Q(outcome__in=LAPSED),
    "answered": ~Q(outcome__in=(WITHDRAWN, *LAPSED)),
}
CLOSED = (Status.ANSWERED, Status.WITHDRAWN, Status.SPLIT, Status.JOINED, Status.ARCHIVED)


def retention_class(request: InformationRequest) -> str:
    """The class by which a case is kept: withdrawn, lapsed, or answered."""
    if request.outcome == WITHDRAWN:
        return "withdrawn"
    if request.outcome in LAPSED:
        return "lapsed"
    return "answered"


def term_over(request: InformationRequest) -> dt.date | None:
    """The last day of its term; None while it is open or contested. A hold stands above it."""
    if request.closed_on is None or request.status not in CLOSED:
        return None
    if any(not remedy.result for remedy in request.remedies.all()):
        return None
    months = settings.REQUEST_RETENTION_MONTHS[retention_class(request)]
    return request.closed_on + relativedelta(months=months)


def keep_until(request: InformationRequest) -> dt.date | None:
    """The last day on which its personal data are kept; None while it is open or held."""
    return None if request.legal_hold else term_over(request)


def held_cases(seen: RequestQuerySet) -> RequestQuerySet:
    """Those kept beyond their term, the longest closed first."""
    return _with_remedies(seen.exclude(legal_hold=""))


def purged_soon(seen: RequestQuerySet, *, on: dt.date) -> list[InformationRequest]:
    """Those whose term ends within the next days, the first to go first; at most `MOST_SHOWN`."""
    last = on + SOON
    kept = seen.filter(status__in=CLOSED, legal_hold="", purged_at=None)
    near = Q(pk__in=())
    for kind, mine in _OF_CLASS.items():
        months = settings.REQUEST_RETENTION_MONTHS[kind]
        # Months differ in length: some days too many are looked at, and counted exactly below.
        near |= mine & Q(closed_on__lte=last - relativedelta(months=months) + _SLACK)
    dated = [(term_over(case), case) for case in _with_remedies(kept.filter(near))]
    found = [(until, case.pk, case) for until, case in dated if until and until <= last]
    return [case for _, _, case in sorted(found, key=lambda row: row[:2])[:MOST_SHOWN]]


def _with_remedies(cases: RequestQuerySet) -> RequestQuerySet:
    return cases.order_by("closed_on", "pk").prefetch_related("remedies")
