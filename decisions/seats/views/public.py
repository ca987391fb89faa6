"""Seats at meetings for everybody: the list, one with its draw, applying; the list file, feeds."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from decisions.events.presenters.session import shown as shown_session
from decisions.seats.choices import Kind, worded
from decisions.seats.forms import ApplyForm
from decisions.seats.models import Sitting
from decisions.seats.presenters import sitting as p
from decisions.seats.selectors import (
    calls_of,
    coming_to,
    lines_of,
    observers_of,
    order_of,
    public_sittings,
    statements_of,
    throws_of,
)
from decisions.seats.services.applications import apply
from portal.accounts.models import User
from portal.common.feeds import NEWEST, FeedItem, Listed, views_of
from portal.common.moments import moment_words, until_words
from portal.tracking.limits import HOUR, Limit, WithoutCache
from portal.tracking.submissions import Submission
from portal.workdays.services import load_calendar

LIMIT: Final = Limit("seats.apply", 20, HOUR, WithoutCache.OPEN)
"""Applications from one address, where a family or an office may sit; one person has one number of
a meeting, whoever counts; without the cache they are taken in."""

_SUBMISSION: Final = Submission(
    "decisions.seats_apply", LIMIT, "报名太频繁了，请一小时后再试，或者拨打页面底部的电话。",
    "decisions:applicant_receipt", "decisions:applicant_track",
)  # fmt: skip
_A_PAGE: Final = 20


@require_safe
def sittings(request: HttpRequest) -> HttpResponse:
    """Every meeting that was announced, newest first."""
    return _listed(request, Kind.SEAT)


@require_safe
def hearings(request: HttpRequest) -> HttpResponse:
    """Every hearing likewise."""
    return _listed(request, Kind.HEARING)


def _listed(request: HttpRequest, kind: Kind) -> HttpResponse:
    now = timezone.now()
    page = Paginator(public_sittings(kind), _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [p.shown(row, at=now) for row in page],
        "noun": kind.label,
        "is_hearing": kind == Kind.HEARING,
    }
    return render(request, "decisions/seats/list.html", context)


@require_safe
def sitting(request: HttpRequest, pk: int) -> HttpResponse:
    """One: the notice, the list, the draw with all that reckons it again, calls, what was said."""
    row = _sitting(pk)
    lines, order = lines_of(row), order_of(row)
    states = dict(row.applicants.values_list("line", "status")) if order else {}
    seats = p.seats_of(order, states, row.kind)
    decision, session = row.decision, observers_of(row)
    context = {
        "sitting": row,
        "shown": p.shown(row, at=timezone.now()),
        "decision": decision if decision and decision.public_at else None,
        "groups": list(row.groups.all()),
        "until": until_words(row.closes_at),
        "draw_words": moment_words(row.draw_at),
        "meets_words": moment_words(row.meets_at),
        "objections": until_words(row.objections_until) if row.objections_until else "",
        "lines": lines,
        "chances": p.chances_of(row, lines) if row.chances else [],
        "throws": throws_of(row) if row.is_drawn else [],
        "reckoning": p.reckoning_of(row, lines) if row.seed else None,
        "seats": seats,
        "chosen": [seat for seat in seats if seat.has_seat],
        "log": p.log_of(calls_of(row)) if order else [],
        "materials_clock": p.clock_of(row, load_calendar()) if row.is_hearing else "",
        "observing": shown_session(session, at=timezone.now()) if session else None,
        "participants": p.participants_of(coming_to(row)),
        "postponed": [act for act in row.acts.all() if act.action == "postpone"] if order else [],
        "said": p.said_of(row, statements_of(row)) if row.told_at else [],
    }
    return render(request, "decisions/seats/sitting.html", context)


@require_safe
def list_file(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001
    """The published list, byte for byte that of which L is the hash."""
    row = _sitting(pk)
    if not row.list_sha256:
        raise Http404
    answer = HttpResponse(row.list_csv.encode(), content_type="text/csv; charset=utf-8")
    name = p.LIST_NAME.format(draw_id=row.draw_id)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def apply_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Applying for a seat: a number, or why none, with what was typed."""
    row = _sitting(pk)
    form = ApplyForm(request.POST or None, sitting=row, initial={"key": uuid.uuid4()})

    def page(status: int) -> HttpResponse:
        context = {"sitting": row, "form": form, "shown": p.shown(row, at=timezone.now())}
        return render(request, "decisions/seats/apply.html", context, status=status)

    if request.method != "POST":
        return page(HTTPStatus.OK)
    user = request.user if isinstance(request.user, User) else None
    return _SUBMISSION.answer(
        request,
        form,
        lambda key, at: apply(sitting=row, asked=form.asked, key=key, at=at, user=user),
        page,
    )


def _newest(request: HttpRequest) -> Listed:
    del request
    return Listed(
        title="公众代表列席和听证会",
        subtitle="请公众列席的会议和听证会：报名、名单、抽签、说了什么、有什么结果。",
        page=reverse("decisions:sittings"),
        atom=reverse("decisions:sittings_feed"),
        json=reverse("decisions:sittings_json_feed"),
        items=[_item(row) for row in public_sittings()[:NEWEST]],
    )


def _item(row: Sitting) -> FeedItem:
    return FeedItem(
        path=row.get_absolute_url(),
        title=row.topic,
        summary=f"{worded(row.get_status_display(), row.kind)}。{row.places}席，"
        f"报名到{until_words(row.closes_at)}。",
        author=row.organ.name,
        published=row.announced_at or row.updated_at,
        updated=row.updated_at,
        tags=(row.get_kind_display(), row.get_method_display()),
    )


feed, json_feed = views_of(_newest)


def _sitting(pk: int) -> Sitting:
    """One that was announced. Raises Http404."""
    rows = Sitting.objects.public().select_related("organ", "decision")
    found: Sitting | None = rows.prefetch_related("groups").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
