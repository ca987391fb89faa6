"""The end of personal data of a closed request for correction.

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
from requests_app import record_workflow as flow
from requests_app.models import RecordAct, RecordCorrection
from requests_app.services.record_stepping import locked_record
from requests_app.services.record_telling import forget_record_told

if TYPE_CHECKING:
    from requests_app.record_querysets import RecordQuerySet

_SEALED = (
    "name", "identity_number", "phone", "email", "address", "agent_name", "agent_number",
    "record", "inaccurate", "should_be",
)  # fmt: skip


@dataclass(frozen=True)
class RecordTerm:
    """The class of REQUEST_RETENTION_MONTHS, and the last day of its term once it is closed."""

    case: RecordCorrection
    kind: str

    @property
    def months(self) -> int:
        return settings.REQUEST_RETENTION_MONTHS[self.kind]

    @property
    def until(self) -> dt.date | None:
        """A hold stands above it."""
        closed = self.case.closed_on
        return closed + relativedelta(months=self.months) if closed else None


def record_term(correction: RecordCorrection) -> RecordTerm:
    """The term of one: taken back, or decided."""
    withdrawn = correction.acts.filter(action__in=flow.WITHDRAWALS).exists()
    return RecordTerm(correction, _kind(withdrawn))


def keep_record_until(correction: RecordCorrection) -> dt.date | None:
    """The last day on which its personal data are kept; None while it is open or held."""
    return None if correction.legal_hold else record_term(correction).until


def held_records(seen: RecordQuerySet) -> RecordQuerySet:
    """Those kept beyond their term, the longest closed first."""
    return seen.exclude(legal_hold="").order_by("closed_on", "pk")


def terms_in(rows: RecordQuerySet) -> list[RecordTerm]:
    """The terms of many, by one query."""
    taken_back = RecordAct.objects.filter(correction=OuterRef("pk"), action__in=flow.WITHDRAWALS)
    return [
        RecordTerm(row, _kind(row.was_withdrawn))
        for row in rows.annotate(was_withdrawn=Exists(taken_back))
    ]


def records_purged_soon(seen: RecordQuerySet, *, last: dt.date) -> list[RecordTerm]:
    """Those whose term ends on a day or before it, the first to go first."""
    shortest = min(settings.REQUEST_RETENTION_MONTHS.values())
    # Months differ in length: some days too many are looked at, and counted exactly below.
    closed = last - relativedelta(months=shortest) + dt.timedelta(days=4)
    rows = seen.filter(legal_hold="", purged_at=None, closed_on__lte=closed)
    near = [(term.until, term.case.pk, term) for term in terms_in(rows)]
    found = [row for row in near if row[0] and row[0] <= last]
    return [term for _, _, term in sorted(found, key=lambda row: row[:2])]


def purge_due_records(*, at: dt.datetime, limit: int = 500) -> int:
    """Purge every request whose term is over, each in a transaction of its own; how many."""
    today = timezone.localdate(at)
    shortest = min(settings.REQUEST_RETENTION_MONTHS.values())
    old = RecordCorrection.objects.filter(
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
    held = locked_record(RecordCorrection(pk=number))
    until = keep_record_until(held)
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
    forget_record_told(held)
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
