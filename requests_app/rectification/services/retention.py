"""The end of personal data of a closed request for rectification.

Organ, kind, dates, states and grounds stay, so that no figure changes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from portal.audit.services import record
from portal.statute import PRIVACY_LAW, Article
from requests_app.rectification import workflow as flow
from requests_app.rectification.models import Rectification, RectificationAct
from requests_app.rectification.services.notices import forget_rectification_told
from requests_app.rectification.services.steps import STEPS

if TYPE_CHECKING:
    from requests_app.rectification.querysets import RectificationQuerySet

_SEALED = (
    "name", "identity_number", "phone", "email", "address", "agent_name", "agent_number",
    "record", "inaccurate", "should_be",
)  # fmt: skip


@dataclass(frozen=True)
class RectificationTerm:
    """The class of REQUEST_RETENTION_MONTHS, and the last day of its term once it is closed."""

    case: Rectification
    kind: str

    @property
    def months(self) -> int:
        return settings.REQUEST_RETENTION_MONTHS[self.kind]

    @property
    def until(self) -> dt.date | None:
        """A hold stands above it."""
        closed = self.case.closed_on
        return closed + relativedelta(months=self.months) if closed else None


def rectification_term(rectification: Rectification) -> RectificationTerm:
    """The term of one: taken back, or decided."""
    withdrawn = rectification.acts.filter(action__in=flow.WITHDRAWALS).exists()
    return RectificationTerm(rectification, _kind(withdrawn))


def keep_rectification_until(rectification: Rectification) -> dt.date | None:
    """The last day on which its personal data are kept; None while it is open or held."""
    return None if rectification.legal_hold else rectification_term(rectification).until


def held_rectifications(seen: RectificationQuerySet) -> RectificationQuerySet:
    """Those kept beyond their term, the longest closed first."""
    return seen.exclude(legal_hold="").order_by("closed_on", "pk")


def terms_in(rows: RectificationQuerySet) -> list[RectificationTerm]:
    """The terms of many, by one query."""
    taken_back = RectificationAct.objects.filter(
        rectification=OuterRef("pk"), action__in=flow.WITHDRAWALS
    )
    return [
        RectificationTerm(row, _kind(row.was_withdrawn))
        for row in rows.annotate(was_withdrawn=Exists(taken_back))
    ]


def rectifications_purged_soon(
    seen: RectificationQuerySet, *, last: dt.date
) -> list[RectificationTerm]:
    """Those whose term ends on a day or before it, the first to go first."""
    shortest = min(settings.REQUEST_RETENTION_MONTHS.values())
    # Months differ in length: some days too many are looked at, and counted exactly below.
    closed = last - relativedelta(months=shortest) + dt.timedelta(days=4)
    rows = seen.filter(legal_hold="", purged_at=None, closed_on__lte=closed)
    near = [(term.until, term.case.pk, term) for term in terms_in(rows)]
    found = [row for row in near if row[0] and row[0] <= last]
    return [term for _, _, term in sorted(found, key=lambda row: row[:2])]


def purge_due_rectifications(*, at: dt.datetime, limit: int = 500) -> int:
    """Purge every request whose term is over, each in a transaction of its own; how many."""
    today = timezone.localdate(at)
    shortest = min(settings.REQUEST_RETENTION_MONTHS.values())
    old = Rectification.objects.filter(
        legal_hold="", purged_at=None, closed_on__lt=today - relativedelta(months=shortest)
    )
    numbers = list(old.order_by("closed_on", "pk").values_list("pk", flat=True))
    done = 0
    for number in numbers:
        done += _purge(number, today, at=at)
        if done == limit:
            break
    return done


@transaction.atomic
def _purge(number: int, today: dt.date, *, at: dt.datetime) -> bool:
    held = STEPS.locked(Rectification(pk=number))
    until = keep_rectification_until(held)
    if until is None or today <= until or held.purged_at:
        return False
    for name in _SEALED:
        setattr(held, name, "")
    held.code_index, held.user, held.purged_at = "", None, at
    held.save()
    held.decisions.update(text="")
    held.forwardings.update(reason="")
    held.acts.update(reason="")
    held.letters.update(content="")
    files = [row.file for row in held.evidence.all() if row.file]
    held.evidence.all().delete()
    forget_rectification_told(held)
    transaction.on_commit(lambda: _delete(files))
    record(
        action="records.purge",
        summary=f"按保存期限清除个人信息：{held.number}",
        by=None,
        at=at,
        organ=held.organ,
        subject=held,
        basis=Article(47, law=PRIVACY_LAW),
    )
    return True


def _kind(was_withdrawn: bool) -> str:
    return "withdrawn" if was_withdrawn else "answered"


def _delete(files: list[FieldFile]) -> None:
    """After the rows are gone for certain: a file that stays behind has no row and no reader."""
    for file in files:
        file.storage.delete(str(file.name))
