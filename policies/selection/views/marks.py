"""The page on which an expert marks: their own marks, and nobody else's."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from policies.selection.deadlines import Phase
from policies.selection.forms import MarkForm
from policies.selection.links import expert_in
from policies.selection.models import Expert
from policies.selection.presenters import course_of, phase_words
from policies.selection.selectors import marks_by, to_mark
from policies.selection.services.experts import mark
from policies.selection.views.public import found
from policies.selection.workflow import Status
from portal.accounts.permissions import signed_in
from portal.common.errors import ActRefused
from portal.tracking.limits import HOUR, Limit, WithoutCache, within

MARKS = Limit("selections.mark", 120, HOUR, WithoutCache.LOCAL)
"""Sheets of marks from one address of the network: more than anybody saves."""


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def by_account(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """For an expert with an account; others find nothing."""
    row = found(year, code)
    experts = _invited().filter(selection=row, user=signed_in(request.user))
    return _sheet(request, experts.first())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever holds the link of an invitation."""
    number = expert_in(token)
    if number is None:
        raise Http404
    return _sheet(request, _invited().filter(public_id=number, user=None).first())


def _invited() -> QuerySet[Expert]:
    return Expert.objects.filter(dismissed_at=None).select_related("selection__organ", "user")


def _sheet(request: HttpRequest, expert: Expert | None) -> HttpResponse:
    if expert is None or expert.selection.status not in (Status.RUNNING, Status.RESULT):
        raise Http404
    at, selection = timezone.now(), expert.selection
    nominees, criteria = to_mark(expert), list(selection.criteria.all())
    is_posted = request.method == "POST"
    form = MarkForm(
        request.POST if is_posted else None, nominees=nominees, criteria=criteria,
        given=marks_by(expert),
    )  # fmt: skip
    status = HTTPStatus.OK
    if is_posted:
        status = HTTPStatus.BAD_REQUEST
        if form.is_valid():
            try:
                if not within(MARKS):
                    raise ActRefused("保存得太频繁了，请一小时后再存。")
                mark(expert=expert, points=form.points, at=at)
            except ActRefused as error:
                form.add_error(None, str(error))
                status = HTTPStatus.CONFLICT
            else:
                messages.success(request, "打分已保存，截止以前可以改。")
                return redirect(request.path)
    running = selection.status == Status.RUNNING and selection.course is not None
    context = {
        "selection": selection,
        "expert": expert,
        "course": course_of(selection, at=at),
        "phase": phase_words(selection, at=at),
        "form": form,
        "may_mark": bool(
            running and selection.course and selection.course.phase(at) is Phase.MARKING
        ),
    }
    return render(request, "policies/selection/marking.html", context, status=status)
