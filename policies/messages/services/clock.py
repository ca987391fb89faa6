"""The clock of a message, as its columns keep it: started, stopped, taken up again, lengthened.

Each function sets columns of a message that is held; the act saves it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from policies.messages.deadlines import days_left, last_day
from policies.messages.models import Message
from policies.messages.workflow import Status
from portal.workdays.services import load_calendar

if TYPE_CHECKING:
    from portal.workdays.calendar import WorkingCalendar


def start(message: Message, day: dt.date, days: int) -> None:
    """Count so many working days from a day on."""
    message.counts_from, message.counts_days = day, days
    message.paused_on = message.days_left = None
    _reckon(message, load_calendar())


def expect_signature(message: Message, day: dt.date) -> None:
    """By when it is to be signed for, in channels that have a term for it."""
    days = message.channel.accept_days
    message.accept_due_on = last_day(load_calendar(), day, days).due_on if days else None


def pause(message: Message, day: dt.date) -> None:
    """Stop it: what is left is kept, and nothing is due."""
    calendar = load_calendar()
    if message.counts_from and message.counts_days:
        own = last_day(calendar, message.counts_from, message.counts_days).day
        due = message.due_on or own
        message.days_left = days_left(calendar, day, due)
    message.paused_on, message.due_on = day, None


def resume(message: Message, day: dt.date) -> None:
    """Go on with what was left, one working day at least; those that are answered together have
    waited together, so that none of their days makes it late at once.
    """
    left = message.days_left or 1
    message.counts_from, message.counts_days = day, left
    message.paused_on = message.days_left = None
    message.due_on = last_day(load_calendar(), day, left).due_on


def lengthen(message: Message, days: int) -> None:
    """More days from the same beginning, also for those that are answered with it: they are told
    as well.
    """
    calendar = load_calendar()
    for member in message.members.exclude(counts_days=None):
        member.counts_days = (member.counts_days or 0) + days
        _reckon(member, calendar)
        member.save(update_fields=["counts_days", "due_on"])
    message.counts_days = (message.counts_days or 0) + days
    message.was_extended = True
    _reckon(message, calendar)


def redate(message: Message) -> None:
    """Reckon its day anew, after another was merged into it or taken out of it."""
    _reckon(message, load_calendar())


def stop(message: Message) -> None:
    """Nothing is due any more, nor of those that were answered with it."""
    message.members.update(counts_from=None, counts_days=None, due_on=None)
    message.counts_from = message.counts_days = message.due_on = message.accept_due_on = None
    message.paused_on = message.days_left = None


def settle_provisional(*, limit: int = 500) -> int:
    """Give the messages their days whose year has come into the calendar; returns how many."""
    calendar, settled = load_calendar(), 0
    waiting = Message.objects.filter(
        status__in=(*(state for state in Status.open if state is not Status.ASKED), Status.MERGED),
        due_on=None,
        counts_from__isnull=False,
    )
    for message in waiting.order_by("pk")[:limit]:
        _reckon(message, calendar)
        if message.due_on:
            rows = Message.objects.filter(
                pk=message.pk, counts_from=message.counts_from, due_on=None
            )
            settled += rows.update(due_on=message.due_on)
    return settled


def _reckon(message: Message, calendar: WorkingCalendar) -> None:
    """The day that follows from the beginning and the number; of those that were merged into it
    the earliest holds.
    """
    if not (message.counts_from and message.counts_days):
        return
    own = last_day(calendar, message.counts_from, message.counts_days).due_on
    members = [] if message.pk is None else message.members.values_list("due_on", flat=True)
    message.due_on = min((day for day in (own, *members) if day), default=None)
