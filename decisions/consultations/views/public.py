"""Consultations for everybody: the list, one with its draft clause by clause, what others said."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from decisions.consultations.choices import Showing
from decisions.consultations.models import Consultation, Opinion
from decisions.consultations.presenters.listing import (
    PER_PAGE,
    STATES,
    Listed,
    consultations_of,
    opened,
    page_of,
    shown_opinions,
)
from decisions.consultations.presenters.outcome import place_of
from decisions.consultations.presenters.words import standing_of
from decisions.consultations.selectors import newest
from decisions.consultations.services.agreements import agree as agree_with
from disclosure.presenters.prose import prose_of
from disclosure.reading import read
from portal.accounts.models import User
from portal.common.errors import ActRefused
from portal.common.moments import until_words
from portal.drafts.browsers import browser
from portal.organs.models import Organ
from portal.tracking.limits import HOUR, Limit, WithoutCache, within
from portal.tracking.refusals import refused_page, too_often_page

AGREE: Final = Limit("opinions.agree", 120, HOUR, WithoutCache.OPEN)
"""赞同 from one address; without the cache the one for each person still holds."""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The consultations, the latest first, by where they stand."""
    at, listed = timezone.now(), Listed.read(request.GET.dict())
    rows = list(consultations_of(listed, at)[: PER_PAGE + 1])
    page = page_of(listed, rows, opened)
    context = {
        "listed": listed,
        "page": page,
        "rows": [(row, standing_of(row, at)) for row in page.rows],
        "states": STATES.items(),
        "organs": Organ.objects.filter(
            pk__in=Consultation.objects.public(at).order_by().values("organ")
        ).order_by("depth", "path"),
    }
    return render(request, "decisions/consultations/index.html", context)


@require_safe
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """One with its notice and its draft clause by clause, and the way to write."""
    at = timezone.now()
    row = found(pk, at)
    version = newest(row)
    if version is None:
        raise Http404
    context = {
        "row": row,
        "standing": standing_of(row, at),
        "version": version,
        "versions": [each.version for each in row.versions.filter(
            released_at__isnull=False).only("version", "consultation")],
        "clauses": list(version.clauses.all()),
        "extensions": [
            (each, until_words(each.former), until_words(each.until))
            for each in row.extensions.all()
        ],
        "channels": row.channels.filter(struck_at__isnull=True),
        "shows_each": row.showing == Showing.EACH,
    }  # fmt: skip
    return render(request, "decisions/consultations/page.html", context)


@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A public version of the draft in full, with its tables and pictures, and its hash."""
    row = found(pk, timezone.now())
    held = get_object_or_404(row.versions.filter(released_at__isnull=False), version=number)
    context = {"row": row, "version": held, "prose": prose_of(read(held.text), {})}
    return render(request, "decisions/consultations/version.html", context)


@require_safe
def opinions(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said, as far as it may be read one by one."""
    at, listed = timezone.now(), Listed.read(request.GET.dict())
    row = found(pk, at)
    rows = list(shown_opinions(row, listed)[: PER_PAGE + 1])
    page = page_of(listed, rows, lambda each: each.agreements)
    context = {
        "row": row,
        "standing": standing_of(row, at),
        "listed": listed,
        "page": page,
        "opinions": [(each, place_of(each)) for each in page.rows],
        "shows_each": row.showing == Showing.EACH,
    }
    return render(request, "decisions/consultations/opinions.html", context)


@never_cache
@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """赞同: one press, one person."""
    at = timezone.now()
    rows = Opinion.objects.shown().filter(consultation__in=Consultation.objects.public(at))
    row = get_object_or_404(rows.select_related("consultation"), pk=pk)
    back = reverse("decisions:consultation_opinions", args=[row.consultation_id])
    if not within(AGREE):
        return too_often_page(request, "点得太频繁了，请一小时后再试。", back=back)
    try:
        is_new = agree_with(
            opinion=row,
            user=request.user if isinstance(request.user, User) else None,
            browser=browser(request),
            at=at,
        )
    except ActRefused as error:
        return refused_page(request, error, back=back)
    told = "记下了：您赞同" if is_new else "您已经赞同过"
    messages.success(request, f"{told}第{row.serial}号意见。")
    return redirect(back)


def found(pk: int, at: dt.datetime) -> Consultation:
    """One that is public at a moment. Raises Http404, also before its instant."""
    rows = Consultation.objects.public(at).select_related("organ", "decision")
    return get_object_or_404(rows, pk=pk)


def gone(request: HttpRequest, row: Consultation) -> HttpResponse:
    """Where an outcome would stand that is not public, or no more."""
    was = row.outcome_version > 0
    status = HTTPStatus.GONE if was else HTTPStatus.NOT_FOUND
    context: dict[str, Any] = {"row": row, "was": was}
    return render(request, "decisions/consultations/no_outcome.html", context, status=status)
