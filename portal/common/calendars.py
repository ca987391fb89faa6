"""Days for people's own calendars (RFC 5545): apps register where days come from, one address
gives them all.

A calendar is asked for again and again by programs; what it says of a day that did not change is
the same each time, stamp and sequence included, and nothing in it tells the time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.http import HttpResponse, QueryDict

from portal.common.feeds import absolute, writable

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
_MOST: Final = 1000
_ONE_DAY: Final = dt.timedelta(days=1)
_AGAIN: Final = dt.timedelta(hours=12)


@dataclass(frozen=True)
class Noted:
    """A whole day on which something happens. `code` names it for ever; `sequence` grows with each
    change of it, `changed_at` is its last one. One that is off stays for a while as cancelled.
    """

    code: str
    day: dt.date
    words: str
    facts: str
    path: str
    changed_at: dt.datetime
    sequence: int
    is_off: bool = False


# What is asked for, as in the address of the library, and from which day on.
Source = Callable[[QueryDict, dt.date], Iterable[Noted]]
_sources: dict[str, Source] = {}


def register_source(code: str, source: Source) -> None:
    """Add days to the calendar. Raises ValueError when the code already means another source."""
    if _sources.setdefault(code, source) != source:
        raise ValueError(f"日历来源 {code} 已登记为另一含义。")


def days_of(query: QueryDict, *, on: dt.date) -> list[Noted]:
    """What every source has for a query, earliest first; what is long past is left out."""
    since = on - dt.timedelta(days=settings.CALENDAR_PAST_DAYS)
    found = [noted for source in _sources.values() for noted in source(query, since)]
    return sorted(found, key=lambda noted: (noted.day, noted.code))[:_MOST]


def calendar_of(days: Iterable[Noted], *, name: str) -> HttpResponse:
    """The days as a calendar."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//disclosure-portal//calendar//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", writable(name))
    calendar.add("refresh-interval", _AGAIN, parameters={"VALUE": "DURATION"})
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    for noted in days:
        calendar.add_component(_event(noted, host))
    return HttpResponse(calendar.to_ical(), content_type=MEDIA_TYPE)


def _event(noted: Noted, host: str) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{noted.code}@{host}")
    event.add("dtstamp", noted.changed_at.astimezone(dt.UTC).replace(microsecond=0))
    event.add("sequence", noted.sequence)
    event.add("dtstart", noted.day)
    event.add("dtend", noted.day + _ONE_DAY)
    event.add("summary", writable(noted.words))
    if noted.facts:
        event.add("description", writable(noted.facts))
    if noted.path:
        event.add("url", absolute(noted.path))
    event.add("status", "CANCELLED" if noted.is_off else "CONFIRMED")
    # It is a day to know of, not time that is taken.
    event.add("transp", "TRANSPARENT")
    return event
