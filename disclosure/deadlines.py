"""Terms of publication as pure arithmetic."""

import datetime as dt
from collections.abc import Sequence

from dateutil.relativedelta import relativedelta

from portal.notifications.stages import stage_reached
from portal.statute import Article
from portal.workdays.calendar import Deadline, WorkingCalendar, deadline

PUBLICATION_DAYS = 20


def publication_due(*, formed_on: dt.date, calendar: WorkingCalendar) -> Deadline:
    """The last day for publication: 20 working days after formation or change (第二十六条)."""
    return deadline(calendar, start=formed_on, days=PUBLICATION_DAYS, basis=Article(26))


def next_openness_review(*, decided_on: dt.date, months: int) -> dt.date:
    """When what was not opened is looked at again.

    第十八条 asks for a 定期 review without saying how often; the months are the portal's setting.
    """
    return decided_on + relativedelta(months=months)


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; 28 February where the year lacks it."""
    return day + relativedelta(years=years)


def expiry_stage(*, expires_on: dt.date, on: dt.date, stages: Sequence[int]) -> int | None:
    """The narrowest of the stages (days before the end) that has been reached, or None.

    None too once the period is over: then the document has lapsed and there is nothing to decide.
    """
    return stage_reached((expires_on - on).days, stages)
