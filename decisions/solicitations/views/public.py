"""Solicitations for everybody: the list, one with what came of it, proposing."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from decisions.solicitations import presenters as p
from decisions.solicitations.choices import Kind
from decisions.solicitations.forms import ProposeForm
from decisions.solicitations.models import Solicitation
from decisions.solicitations.selectors import projects_of, public_solicitations, sums_of
from decisions.solicitations.services.proposals import propose
from decisions.surveys.workflow import Status as Survey
from portal.accounts.models import User
from portal.common.moments import from_words, until_words
from portal.tracking.limits import HOUR, Limit, WithoutCache
from portal.tracking.submissions import Submission

LIMIT: Final = Limit("solicitations.propose", 20, HOUR, WithoutCache.OPEN)
"""Proposals from one address, where a family or an office may sit; without the cache they are
taken in: nobody wins by proposing twice."""

_SUBMISSION: Final = Submission(
    "decisions.solicitation_propose", LIMIT,
    "提得太频繁了，请一小时后再试，或者拨打页面底部的电话。",
    "decisions:proposal_receipt", "decisions:proposal_track",
)  # fmt: skip
_A_PAGE: Final = 20
_POLL_SHOWN: Final = (Survey.RUNNING, Survey.PUBLISHED)


@require_safe
def solicitations(request: HttpRequest) -> HttpResponse:
    """Every solicitation, newest first; by `kind` in the address those of one kind."""
    now, asked = timezone.now(), request.GET.get("kind", "")
    rows = public_solicitations(now).select_related("organ", "poll")
    kind = Kind(asked) if asked in Kind.values else None
    if kind:
        rows = rows.filter(kind=kind)
    page = Paginator(rows, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [p.shown(row, at=now) for row in page],
        "kinds": [(each, each == kind) for each in Kind],
        "kind": kind,
    }
    return render(request, "decisions/solicitations/list.html", context)


@require_safe
def solicitation(request: HttpRequest, pk: int) -> HttpResponse:
    """One: what is asked for, what the proposals came to, the vote, the outcome, what was built."""
    row, now = _found(pk), timezone.now()
    is_sorted = row.sorted_at is not None
    poll = row.poll if row.poll is not None and row.poll.status in _POLL_SHOWN else None
    context = {
        "solicitation": row,
        "shown": p.shown(row, at=now),
        "begins": from_words(row.opens_at),
        "until": until_words(row.closes_at),
        "sums": sums_of(row) if is_sorted else None,
        "cards": p.cards_of(row, projects_of(row, shown_only=True)) if is_sorted else [],
        "poll": poll,
        "is_polled": poll is not None and poll.is_open(now),
    }
    return render(request, "decisions/solicitations/page.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def propose_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Proposing: a number and a code, or why not, with what was typed."""
    row = _found(pk)
    form = ProposeForm(request.POST or None, initial={"key": uuid.uuid4()})

    def page(status: int) -> HttpResponse:
        context = {"solicitation": row, "form": form, "shown": p.shown(row, at=timezone.now())}
        return render(request, "decisions/solicitations/propose.html", context, status=status)

    if request.method != "POST":
        return page(HTTPStatus.OK)
    user = request.user if isinstance(request.user, User) else None
    return _SUBMISSION.answer(
        request,
        form,
        lambda key, at: propose(solicitation=row, asked=form.asked, key=key, at=at, user=user),
        page,
    )


def _found(pk: int) -> Solicitation:
    """One that anyone may read. Raises Http404."""
    rows = Solicitation.objects.public(timezone.now()).select_related("organ", "poll")
    found: Solicitation | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
