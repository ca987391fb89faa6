"""Terms of publication as pure arithmetic."""

import datetime as dt

from portal.statute import Article
from portal.workdays.calendar import Deadline, WorkingCalendar, deadline

PUBLICATION_DAYS = 20


def publication_due(*, formed_on: dt.date, calendar: WorkingCalendar) -> Deadline:
    """The last day for publication: 20 working days after formation or change (第二十六条)."""
    return deadline(calendar, start=formed_on, days=PUBLICATION_DAYS, basis=Article(26))
