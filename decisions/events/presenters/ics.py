"""Sessions for people's own calendars (RFC 5545): the same each time until a session changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from icalendar import Calendar
from icalendar import Event as Entry

from decisions.events.models import EventSession
from portal.common.calendars import MEDIA_TYPE
from portal.common.feeds import absolute, writable


def calendar_of(sessions: Iterable[EventSession], *, name: str) -> HttpResponse:
    """The sessions as a calendar; one that is off stays, as cancelled."""
    calendar = Calendar()
    calendar.add("prodid", "-//disclosure-portal//events//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", writable(name))
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    for session in sessions:
        calendar.add_component(_entry(session, host))
    return HttpResponse(calendar.to_ical(), content_type=MEDIA_TYPE)


def _entry(session: EventSession, host: str) -> Entry:
    event, entry = session.event, Entry()
    entry.add("uid", f"event-session-{session.pk}@{host}")
    entry.add("dtstamp", _utc(session.updated_at))
    entry.add("sequence", session.sequence)
    entry.add("dtstart", _utc(session.starts_at))
    entry.add("dtend", _utc(session.ends_at))
    entry.add("summary", writable(event.title))
    entry.add("location", writable(event.place))
    entry.add("description", writable(f"{event.get_kind_display()}，{event.organ.name}"))
    entry.add("url", absolute(session.get_absolute_url()))
    entry.add("status", _status(session))
    return entry


def _status(session: EventSession) -> str:
    if session.is_off:
        return "CANCELLED"
    return "TENTATIVE" if session.is_tentative else "CONFIRMED"


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(microsecond=0)
