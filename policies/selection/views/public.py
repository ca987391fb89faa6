"""Selections for everybody: the list, one with its course, ballot or result, the table."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from policies.selection.deadlines import Phase
from policies.selection.forms import BallotForm
from policies.selection.models import Selection
from policies.selection.presenters import as_csv, course_of, phase_words, place_words
from policies.selection.selectors import nominees_of, ranked, shown_selections
from policies.selection.services.ballots import own_mailbox
from policies.selection.workflow import Status
from portal.accounts.models import User


@require_safe
def selections(request: HttpRequest) -> HttpResponse:
    """What there is, the latest first."""
    return _list(request, None)


@require_safe
def selections_of(request: HttpRequest, year: int) -> HttpResponse:
    """Those of a year; of one alone its page."""
    rows = list(shown_selections().filter(year=year)[:2])
    if not rows:
        raise Http404
    return redirect(rows[0]) if len(rows) == 1 else _list(request, year)


@require_safe
def selection(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One selection as it stands: its course, the ballot while it is voted on, its result."""
    row = found(year, code)
    if row.status == Status.WITHDRAWN:
        return render(request, "policies/selection/gone.html", {"selection": row},
                      status=HTTPStatus.GONE)  # fmt: skip
    return page(request, row)


@require_safe
def result(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The table of a result as CSV."""
    del request
    row = found(year, code)
    if row.status == Status.WITHDRAWN:
        return HttpResponse(status=HTTPStatus.GONE)
    if row.status != Status.PUBLISHED:
        raise Http404
    response = HttpResponse(as_csv(row, ranked(row)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="selection-{year}-{code}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-cache"
    return response


def found(year: int, code: str) -> Selection:
    """The latest of an organ's year that was ever shown; raises Http404 where there is none."""
    rows = Selection.objects.exclude(status__in=(Status.DRAFT, Status.REVIEW, Status.DISCARDED))
    rows = rows.filter(year=year, organ__code=code).select_related("organ")
    row: Selection | None = rows.order_by("-pk").first()
    if row is None:
        raise Http404
    return row


def ballot_form(request: HttpRequest, selection: Selection, data: Any = None) -> BallotForm:
    """The ballot of whoever asks: an account that has proved its address needs no other."""
    by_mail = not (isinstance(request.user, User) and own_mailbox(request.user))
    standing = [each for each in nominees_of(selection) if not each.has_fallen_out]
    return BallotForm(data, nominees=standing, most=selection.votes_each, by_mail=by_mail)


def page(
    request: HttpRequest,
    selection: Selection,
    form: BallotForm | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The page of one that is shown; with the ballot as it was sent where it was refused."""
    at = timezone.now()
    is_running = selection.status == Status.RUNNING and selection.course is not None
    phase = selection.course.phase(at) if is_running and selection.course else None
    has_result = selection.status == Status.PUBLISHED
    if form is None and phase is Phase.VOTING:
        form = ballot_form(request, selection)
    nominees = ranked(selection) if has_result else nominees_of(selection)
    context = {
        "selection": selection,
        "course": course_of(selection, at=at),
        "phase": phase_words(selection, at=at),
        "has_result": has_result,
        "nominees": [(each, place_words(each) if has_result else "") for each in nominees],
        "criteria": selection.criteria.all(),
        "form": form,
        "is_voting": phase is Phase.VOTING,
        "is_stopped": selection.status == Status.STOPPED,
    }
    response = render(request, "policies/selection/page.html", context, status=status)
    if form is not None:
        response["Cache-Control"] = "no-store, private"
    return response


def _list(request: HttpRequest, year: int | None) -> HttpResponse:
    at, rows = timezone.now(), shown_selections()
    if year is not None:
        rows = rows.filter(year=year)
    context = {"rows": [(row, phase_words(row, at=at)) for row in rows], "year": year}
    return render(request, "policies/selection/list.html", context)
