"""A sign-up for whoever signed up: where it stands, the ticket, yes or no to a place, giving up;
after the session, what they suggest.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from io import BytesIO
from typing import Final

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from decisions.events.forms import SuggestForm
from decisions.events.models import SignUp
from decisions.events.moments import span_words
from decisions.events.presenters.standing import standing_of, struck_for, timeline_of
from decisions.events.presenters.suggestions import suggestions_of
from decisions.events.services import issued_tickets, signups, suggestions
from decisions.events.services.pools import STEPS
from decisions.events.workflow import Place
from portal.common.errors import ActRefused
from portal.personal.masks import hidden_name, masked_contacts
from portal.tracking.keys import key_of
from portal.tracking.limits import HOUR, Limit, WithoutCache, within
from portal.tracking.party_pages import PartyPages
from portal.tracking.refusals import refused_page

_SERIAL: Final = re.compile(r"[0-9]{1,9}")


LIMIT: Final = Limit("events.suggestion", 30, HOUR, WithoutCache.OPEN)
"""Suggestions from one address; of one sign-up there are a few, whoever counts; without the cache
they are taken in."""

_SALT: Final = "decisions.event_suggestion"


def case(request: HttpRequest, found: SignUp) -> HttpResponse:
    """Everything about it that is theirs, with the ticket while there is a place."""
    return _page(request, _whole(found), SuggestForm(initial={"key": uuid.uuid4()}))


def suggest(request: HttpRequest, found: SignUp) -> HttpResponse:
    """A suggestion is taken in, or their page again says why not, with what was typed."""
    found, form = _whole(found), SuggestForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=400)
    if not within(LIMIT):
        form.add_error(None, "提得太频繁了，请一小时后再试。")
        return _page(request, found, form, status=429)
    given = form.cleaned_data
    try:
        suggestions.suggest(
            signup=found, text=given["text"], may_publish=given["may_publish"],
            key=key_of(request, given["key"], salt=_SALT), at=timezone.now(),
        )  # fmt: skip
    except ActRefused as error:
        form.add_error(None, str(error))
        return _page(request, found, form, status=409)
    messages.success(request, "建议收到了。处理结果公布时告诉您，也写在这一页上。")
    return redirect(found)


def _of_one(service: Callable[..., object], done: str) -> Callable[..., HttpResponse]:
    """The view of what they take back of one suggestion, by its number."""

    def view(request: HttpRequest, found: SignUp) -> HttpResponse:
        serial = request.POST.get("serial", "")
        rows = found.suggestions.filter(serial=int(serial) if _SERIAL.fullmatch(serial) else 0)
        row = get_object_or_404(rows)
        try:
            service(suggestion=row, at=timezone.now())
        except ActRefused as error:
            return refused_page(request, error, back=found.get_absolute_url())
        messages.success(request, done)
        return redirect(found)

    return view


def _page(
    request: HttpRequest, found: SignUp, form: SuggestForm, *, status: int = 200
) -> HttpResponse:
    acts = list(found.acts.all())
    ticket = found.ticket if found.status == Place.SEATED else None
    session, now = found.session, timezone.now()
    context = {
        "case": found,
        "session": session,
        "event": session.event,
        "when": span_words(session.starts_at, session.ends_at),
        "standing": standing_of(found),
        "code": issued_tickets.code_for(ticket) if ticket else "",
        "timeline": timeline_of(acts),
        "struck_for": "" if found.purged_at else struck_for(acts),
        "name": hidden_name(found.name),
        "contacts": masked_contacts(phone=found.phone, email=found.email, address=""),
        "may_accept": signups.may_accept(found, now),
        "may_decline": signups.may_give_up(found, "decline", now),
        "may_withdraw": signups.may_give_up(found, "withdraw", now),
        "suggestions": suggestions_of(found),
        "may_suggest": suggestions.may_suggest(found, now),
        "form": form,
    }
    return render(request, "decisions/events/case.html", context, status=status)


def ticket(request: HttpRequest, found: SignUp) -> HttpResponse:
    """The QR code of a ticket."""
    del request
    found = _whole(found)
    if found.status != Place.SEATED:
        raise Http404
    text = issued_tickets.text_of(found.ticket, found, found.session)
    picture = BytesIO()
    drawn = segno.make(text, error="m")
    drawn.save(picture, kind="svg", scale=4, border=4, light="#fff", xmldecl=False)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


def _whole(found: SignUp) -> SignUp:
    rows = SignUp.objects.select_related("organ", "session__event__organ", "ticket")
    whole: SignUp = rows.prefetch_related("acts").get(pk=found.pk)
    return whole


PAGES: Final = PartyPages(
    steps=STEPS,
    noun="活动报名",
    names="decisions:signup_",
    done="decisions:events",
    show=case,
    withdraw=signups.withdraw,
    up=lambda: ("政府开放活动", reverse("decisions:events")),
    beside={"ticket/": ticket},
    posted={
        "suggest/": suggest,
        "takeback/": _of_one(suggestions.withdraw, "建议撤回了。"),
        "unpublish/": _of_one(suggestions.withdraw_consent, "已经不再公开。"),
    },
    acts={
        "accept/": (signups.accept, "名额是您的了，请凭票入场。"),
        "decline/": (signups.decline, "已经把名额给了下一个人。"),
    },
)
