"""The list of answers, and one answer with its vote."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from disclosure.presenters.prose import prose_of
from disclosure.reading import read
from policies.answers.choices import Audience
from policies.answers.models import Entry, EntryVersion, Vote
from policies.answers.presenters.listing import ListAddress, chips_of, groups_of, row_of, rows_of
from policies.answers.selectors import names_of, readable_rows, related, tallies, tally
from policies.answers.services.votes import mark_of, vote
from portal.common.errors import ActRefused
from portal.drafts.browsers import browser, known_browser
from portal.search.lists import paging_of
from portal.search.queries import search
from portal.tracking.limits import HOUR, Limit, WithoutCache, within

VOTES = Limit("answers.vote", 60, HOUR, WithoutCache.OPEN)
_WORDS = {"yes": True, "no": False}


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """What people ask, under filters; all of its state is in the address."""
    address = ListAddress.read(request.GET)
    found = search(address.query, viewer=AnonymousUser())
    entries = readable_rows([hit.object_id for hit in found.hits], Audience.PUBLIC)
    values = {name: [each.value for each in found.facets.get(name, ())] for name in found.facets}
    for name, value in address.filters.items():
        values.setdefault(name, []).append(value)
    labels = names_of(values)
    context = {
        "address": address,
        "found": found,
        "rows": rows_of(found.hits, entries, tallies(entries.values())),
        "groups": groups_of(address, found.facets, labels),
        "chips": chips_of(address, labels),
        "paging": paging_of(address, found.pages),
    }
    return render(request, "policies/answers/list.html", context)


@require_safe
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer as it holds now; of one that held once, that it does not any more."""
    entry = Entry.objects.public().with_page_parts().filter(pk=pk).first()
    if entry is None:
        return _gone(request, pk)
    return _page(request, entry)


@require_POST
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """有用 or 没用, of the version that was read; a second time of the day it is changed."""
    entry = Entry.objects.public().with_page_parts().filter(pk=pk).first()
    if entry is None:
        return _gone(request, pk)
    useful = _WORDS.get(request.POST.get("useful", ""))
    if useful is None:
        return _page(request, entry, problem="请按“有用”或者“没用”。", status=400)
    if not within(VOTES):
        return _page(request, entry, problem="评价得太频繁了，请一小时后再试。", status=429)
    try:
        vote(
            version=_version_read(entry, request.POST.get("version", "")),
            browser=browser(request),
            useful=useful,
            at=timezone.now(),
        )
    except ActRefused as error:
        return _page(request, entry, problem=str(error), status=409)
    return redirect(f"{entry.get_absolute_url()}#rated")


def _version_read(entry: Entry, number: str) -> EntryVersion:
    """The version of the form; raises Http404 for one that never was."""
    if not (number.isascii() and number.isdigit() and len(number) < 5):
        raise Http404
    found = entry.versions.exclude(released_at=None).filter(number=int(number)).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, entry: Entry, *, problem: str = "", status: int = 200
) -> HttpResponse:
    version = entry.current
    if version is None:
        raise Http404
    votes = tally(entry)
    context = {
        "entry": entry,
        "version": version,
        "prose": prose_of(read(version.answer), {}),
        "row": row_of(entry, version.question, votes),
        "votes": votes,
        "mine": _vote_of(request, version),
        "related": related(entry),
        "problem": problem,
    }
    return render(request, "policies/answers/answer.html", context, status=status)


def _vote_of(request: HttpRequest, version: EntryVersion) -> Vote | None:
    """What this browser thought of it today."""
    if not (number := known_browser(request)):
        return None
    mark = mark_of(version, number, timezone.localdate())
    return Vote.objects.filter(version=version, mark=mark).first()


def _gone(request: HttpRequest, pk: int) -> HttpResponse:
    """Of what anyone could read once, that it holds no longer; of all else, nothing."""
    once = Entry.objects.filter(audience=Audience.PUBLIC, first_public_at__isnull=False)
    if not once.filter(pk=pk).exists():
        raise Http404
    return render(request, "policies/answers/gone.html", status=HTTPStatus.GONE)
