"""本机关内部期限: what an organ sets for itself, else what the settings of the site say.

None of these is a term of the law, and no page may print one as if it were.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from django.db import transaction

from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.desk.organ_settings import days_in, usual
from portal.statute import Article
from portal.workdays.calendar import BeyondCalendar
from portal.workdays.services import load_calendar
from requests_app.internal_terms import LONGEST_LEAD, LONGEST_PERIOD, Terms
from requests_app.models import InformationRequest, OrganTerms
from requests_app.permissions import may_set_terms
from requests_app.rectification.models import Rectification

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ
    from portal.workdays.calendar import WorkingCalendar


@dataclass(frozen=True)
class TermsBook:
    """The terms of many organs, read once for a loop over their cases."""

    own: Mapping[int, Terms]
    usual: Terms

    def of(self, organ_id: int) -> Terms:
        """An organ's own, or the usual ones."""
        return self.own.get(organ_id, self.usual)


def usual_terms() -> Terms:
    """What applies where an organ has set nothing."""
    return Terms(**usual(Terms))


def terms_of(organ: Organ) -> Terms:
    """The terms of one organ, by one query."""
    row = OrganTerms.objects.filter(organ=organ).first()
    return _terms(row) if row else usual_terms()


def load_terms() -> TermsBook:
    """The terms of every organ, by one query."""
    rows = OrganTerms.objects.all()
    return TermsBook({row.organ_id: _terms(row) for row in rows}, usual_terms())


def before(calendar: WorkingCalendar, due: dt.date | None, days: int) -> dt.date | None:
    """The working day so many working days before a due date; None where nothing tells it."""
    if due is None:
        return None
    day, left = due, days
    try:
        while left:
            day -= dt.timedelta(days=1)
            left -= calendar.is_workday(day)
    except BeyondCalendar:
        return None
    return day


def rectification_due(calendar: WorkingCalendar, start: dt.date, terms: Terms) -> dt.date | None:
    """The organ's own term of a request to rectify a record; None beyond the loaded calendar."""
    try:
        return calendar.add(start, terms.record_correction_days)
    except BeyondCalendar:
        return None


def apply_terms(request: InformationRequest, terms: Terms, calendar: WorkingCalendar) -> None:
    """Set the organ's own days on the row in hand; does not save."""
    due = request.reply_due_on
    request.draft_due_on = before(calendar, due, terms.draft_days_before)
    request.review_due_on = before(calendar, due, terms.review_days_before)


@transaction.atomic
def set_terms(*, organ: Organ, terms: Terms, by: User, at: dt.datetime) -> int:
    """Set an organ's own terms and date its open cases by them; returns how many moved.

    Only internal days move: the term of the answer is the law's.
    """
    if not (verdict := may_set_terms(by, organ)):
        raise NotPermitted(verdict.reason)
    _check(terms)
    told = terms_of(organ)
    OrganTerms.objects.update_or_create(organ=organ, defaults={**asdict(terms), "by": by, "at": at})
    calendar = load_calendar()
    cases, rectifications = (
        _redate(organ, terms, calendar),
        _redate_rectifications(organ, terms, calendar),
    )
    record(
        action="requests.set_terms",
        summary=f"设定本机关内部期限：{organ.name}",
        by=by,
        at=at,
        organ=organ,
        subject=organ,
        basis=Article(4),
        details={
            "before": asdict(told),
            "after": asdict(terms),
            "cases": cases,
            "corrections": rectifications,
        },
    )
    return cases + rectifications


def _check(terms: Terms) -> None:
    if not 1 <= terms.review_days_before < terms.draft_days_before <= LONGEST_LEAD:
        raise ActRefused(
            f"拟稿应早于审核：拟稿的天数应大于审核的天数，最多{LONGEST_LEAD}个工作日，"
            "审核至少1个工作日。"
        )
    given = [(getattr(terms, name), each.longest) for name, each in days_in(Terms)]
    if not all(1 <= number <= longest for number, longest in given):
        raise ActRefused(f"各项期限应为1至{LONGEST_PERIOD}个工作日。")


def _redate(organ: Organ, terms: Terms, calendar: WorkingCalendar) -> int:
    """The rows are held, so that an act at the same moment does not bring the old days back."""
    cases = InformationRequest.objects.open().filter(organ=organ, reply_due_on__isnull=False)
    moved = []
    for case in cases.select_for_update(no_key=True).order_by("pk"):
        days = case.draft_due_on, case.review_due_on
        apply_terms(case, terms, calendar)
        if days != (case.draft_due_on, case.review_due_on):
            moved.append(case)
    InformationRequest.objects.bulk_update(moved, ["draft_due_on", "review_due_on"], batch_size=500)
    return len(moved)


def _redate_rectifications(organ: Organ, terms: Terms, calendar: WorkingCalendar) -> int:
    """The same for requests to rectify a record, which have no other term."""
    moved = []
    rows = Rectification.objects.open().filter(organ=organ).order_by("pk")
    for row in rows.select_for_update(no_key=True):
        before, row.due_on = row.due_on, rectification_due(calendar, row.started_on, terms)
        if row.due_on != before:
            moved.append(row)
    Rectification.objects.bulk_update(moved, ["due_on"], batch_size=500)
    return len(moved)


def _terms(row: OrganTerms) -> Terms:
    return Terms(**{field.name: getattr(row, field.name) for field in fields(Terms)})
