"""Events for everybody: a month of them, one with its sessions, signing up; feeds and calendars."""

from __future__ import annotations

import datetime as dt
import uuid
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from decisions.events.choices import Kind, MaterialKind
from decisions.events.forms import SignUpForm
from decisions.events.models import Event, EventSession
from decisions.events.presenters.calendar import WEEKDAYS, Asked, weeks_of
from decisions.events.presenters.ics import calendar_of
from decisions.events.presenters.session import shown
from decisions.events.presenters.suggestions import answered_of
from decisions.events.selectors import (
    materials_of,
    newest_events,
    public_plans,
    public_sessions,
    sessions_of,
    with_counts,
)
from decisions.events.services.signups import sign_up
from decisions.events.sources import beside
from decisions.events.workflow import Status
from portal.accounts.models import User
from portal.common.feeds import NEWEST, FeedItem, Listed, views_of
from portal.tracking.limits import HOUR, Limit, WithoutCache
from portal.tracking.submissions import Submission

LIMIT: Final = Limit("events.signup", 20, HOUR, WithoutCache.OPEN)
"""Sign-ups from one address, where a family or an office may sit; one person has one place of a
session, whoever counts; without the cache they are taken in."""

_SUBMISSION: Final = Submission(
    "decisions.event_signup", LIMIT, "报名太频繁了，请一小时后再试，或者拨打页面底部的电话。",
    "decisions:signup_receipt", "decisions:signup_track",
)  # fmt: skip
_CALENDAR: Final = (dt.timedelta(days=30), dt.timedelta(days=366))


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """A month of sessions, as weeks or as a list."""
    now, today = timezone.now(), timezone.localdate()
    asked = Asked.read(request.GET.dict(), today=today)
    rows = public_sessions(*asked.instants, kind=asked.kind, organ=asked.organ)
    context = {
        "asked": asked,
        "sessions": [shown(row, at=now) for row in rows],
        "weeks": [] if asked.as_list else weeks_of(asked, rows, today=today),
        "weekdays": WEEKDAYS,
        "kinds": Kind.choices,
        "before": asked.query(month=asked.before),
        "after": asked.query(month=asked.after),
        "other": asked.query(as_list=not asked.as_list),
        "is_open_month": asked.first.month == settings.EVENT_OPEN_MONTH,
    }
    return render(request, "decisions/events/list.html", context)


@require_safe
def plans(request: HttpRequest, year: int) -> HttpResponse:
    """What organs mean to hold in a year."""
    rows = public_plans(year)
    lines = [(plan, [line for line in plan.lines.all() if line.is_public]) for plan in rows]
    context = {"year": year, "plans": [(plan, each) for plan, each in lines if each]}
    return render(request, "decisions/events/plans.html", context)


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event: its sessions with the places that are left, its materials, what came of it."""
    found, now = _event(pk), timezone.now()
    materials = [each.row for each in materials_of(found) if each.is_open]
    kinds = (MaterialKind.MATERIAL, MaterialKind.PICTURE)
    texts, pictures = ([row for row in materials if row.kind == kind] for kind in kinds)
    lines = beside(found)
    context = {
        "event": found,
        "sessions": [shown(row, at=now) for row in sessions_of(found)],
        "materials": texts,
        "pictures": pictures,
        "beside": [each for each in lines if not each.is_origin],
        "origins": [each for each in lines if each.is_origin],
        "answered": answered_of(found),
        "is_off": found.status == Status.CALLED_OFF,
    }
    return render(request, "decisions/events/event.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def signup(request: HttpRequest, pk: int) -> HttpResponse:
    """Signing up for a session: a place or the list, or why neither, with what was typed."""
    rows = with_counts(EventSession.objects.public().select_related("event__organ"))
    session = rows.filter(pk=pk).first()
    if session is None:
        raise Http404
    initial = {"key": uuid.uuid4()}
    form = SignUpForm(request.POST or None, session=session, initial=initial)

    def page(status: int) -> HttpResponse:
        context = {"session": session, "event": session.event, "form": form}
        context["shown"] = shown(session, at=timezone.now())
        return render(request, "decisions/events/signup.html", context, status=status)

    if request.method != "POST":
        return page(HTTPStatus.OK)
    user = request.user if isinstance(request.user, User) else None
    return _SUBMISSION.answer(
        request,
        form,
        lambda key, at: sign_up(session=session, asked=form.asked, key=key, at=at, user=user),
        page,
    )


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """All that is to come, and what was held of late, for a calendar that asks again and again."""
    now, asked = timezone.now(), Asked.read(request.GET.dict(), today=timezone.localdate())
    past, ahead = _CALENDAR
    rows = public_sessions(now - past, now + ahead, kind=asked.kind, organ=asked.organ)
    return calendar_of(rows, name="政府开放活动")


@require_safe
def session_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """One session, to be put into a calendar."""
    del request
    rows = EventSession.objects.public().select_related("event__organ")
    session = get_object_or_404(rows, pk=pk)
    answer = calendar_of([session], name=session.event.title)
    answer["Content-Disposition"] = f'attachment; filename="event-{session.pk}.ics"'
    return answer


def _newest(request: HttpRequest) -> Listed:
    del request
    return Listed(
        title="政府开放活动",
        subtitle="政府开放日、公开讲堂和走进园区、社区、校区。",
        page=reverse("decisions:events"),
        atom=reverse("decisions:events_feed"),
        json=reverse("decisions:events_json_feed"),
        items=[_item(row) for row in newest_events(NEWEST)],
    )


def _item(row: Event) -> FeedItem:
    days = "、".join(f"{timezone.localtime(each.starts_at):%Y-%m-%d %H:%M}"
                    for each in row.sessions.all() if not each.is_off)  # fmt: skip
    off = "（已取消）" if row.status == Status.CALLED_OFF else ""
    return FeedItem(
        path=row.get_absolute_url(),
        title=f"{row.title}{off}",
        summary=f"{row.get_kind_display()}，{row.place}。{days}",
        author=row.organ.name,
        published=row.published_at or row.updated_at,
        updated=row.updated_at,
        tags=(row.get_kind_display(),),
    )


feed, json_feed = views_of(_newest)


def _event(pk: int) -> Event:
    """One that was published. Raises Http404."""
    rows = Event.objects.public().select_related("organ", "series")
    found: Event | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
