"""The calendar of this process, and the acts that change its rows."""

import datetime as dt
import threading
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from portal.audit.services import Actor, record
from portal.workdays.calendar import NamedDay, WorkingCalendar
from portal.workdays.models import CalendarDay, HolidayNotice
from portal.workdays.sheet import Arrangement, Span, read_csv

SHIPPED = Path(__file__).parent / "data"


class _Cache:
    """The last calendar built and the revisions of the notices it was built from."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.revisions: tuple[uuid.UUID, ...] | None = None
        self.calendar = WorkingCalendar([], [])


_cache = _Cache()


def load_calendar() -> WorkingCalendar:
    """The calendar of the loaded notices, built once per process.

    Each call costs one query of about ten rows, which finds out whether a notice changed;
    a page that shows many deadlines takes the calendar once and passes it on.
    """
    notices = list(HolidayNotice.objects.order_by("issued_on", "id"))
    revisions = tuple(notice.revision for notice in notices)
    with _cache.lock:
        if _cache.revisions != revisions:
            _cache.calendar = _build(notices)
            _cache.revisions = revisions
        return _cache.calendar


def _build(notices: list[HolidayNotice]) -> WorkingCalendar:
    by_id = {notice.pk: notice for notice in notices}
    order = {notice.pk: place for place, notice in enumerate(notices)}
    rows = sorted(
        CalendarDay.objects.filter(notice__in=by_id), key=lambda row: order[row.notice_id]
    )
    days = (
        NamedDay(
            date=row.date,
            is_working=row.is_working,
            name=row.note,
            notice=by_id[row.notice_id].number,
            is_verified=by_id[row.notice_id].is_verified,
        )
        for row in rows
    )
    return WorkingCalendar((notice.year for notice in notices), days)


def shipped_arrangements() -> list[Arrangement]:
    """Every notice that comes with the portal (`data/*.csv`)."""
    return [
        arrangement
        for path in sorted(SHIPPED.glob("*.csv"))
        for arrangement in read_csv(path.read_text(encoding="utf-8"))
    ]


def spans_of(notice: HolidayNotice) -> list[Span]:
    """The notice's days put together again as it printed them."""
    spans: list[Span] = []
    for day in notice.days.order_by("date"):
        last = spans[-1] if spans else None
        if (
            last
            and last.last + dt.timedelta(days=1) == day.date
            and (last.is_working, last.name) == (day.is_working, day.note)
        ):
            spans[-1] = Span(last.first, day.date, last.is_working, last.name)
        else:
            spans.append(Span(day.date, day.date, day.is_working, day.note))
    return spans


@transaction.atomic
def save_notice(arrangement: Arrangement, *, by: Actor | None, at: dt.datetime) -> bool:
    """Make the rows of one notice say what `arrangement` says; returns whether any changed."""
    notice = (
        HolidayNotice.objects.select_for_update(no_key=True)
        .filter(number=arrangement.number)
        .first()
    )
    fields = {
        "year": arrangement.year,
        "issued_on": arrangement.issued_on,
        "title": arrangement.title,
        "url": arrangement.url,
        "is_verified": arrangement.is_verified,
    }
    wanted = {
        day: (span.is_working, span.name) for span in arrangement.spans for day in span.dates()
    }
    if notice is not None:
        held = {day.date: (day.is_working, day.note) for day in notice.days.all()}
        if held == wanted and all(getattr(notice, name) == fields[name] for name in fields):
            return False
    act = "收录" if notice is None else "修改"
    notice = notice or HolidayNotice(number=arrangement.number)
    for name, value in fields.items():
        setattr(notice, name, value)
    notice.revision = uuid.uuid4()
    notice.save()
    notice.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(notice=notice, date=day, is_working=is_working, note=name)
        for day, (is_working, name) in sorted(wanted.items())
    )
    record(
        action="workdays.save_notice",
        summary=f"{act}{arrangement.year}年节假日安排通知 {arrangement.number}",
        by=by,
        at=at,
        subject=notice,
        details={"days": [str(span) for span in arrangement.spans]},
    )
    return True


@transaction.atomic
def load_arrangements(
    arrangements: Iterable[Arrangement], *, by: Actor | None, at: dt.datetime
) -> list[str]:
    """Load several notices; returns the numbers of those that changed. Idempotent."""
    return [
        arrangement.number for arrangement in arrangements if save_notice(arrangement, by=by, at=at)
    ]


@transaction.atomic
def remove_notice(notice: HolidayNotice, *, by: Actor | None, at: dt.datetime) -> None:
    """Take a notice loaded by mistake out again, with the days it names."""
    record(
        action="workdays.remove_notice",
        summary=f"删除{notice.year}年节假日安排通知 {notice.number}",
        by=by,
        at=at,
        subject=notice,
        details={"days": [str(span) for span in spans_of(notice)]},
    )
    notice.delete()
