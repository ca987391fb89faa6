"""A sign-up for whoever signed up: where it stands, the ticket, yes or no to a place, giving up."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from decisions.events.models import SignUp
from decisions.events.moments import span_words
from decisions.events.presenters.standing import standing_of, struck_for, timeline_of
from decisions.events.services import issued_tickets, signups
from decisions.events.services.pools import STEPS
from decisions.events.workflow import Place
from portal.personal.masks import hidden_name, masked_contacts
from portal.tracking.party_pages import PartyPages


def case(request: HttpRequest, found: SignUp) -> HttpResponse:
    """Everything about it that is theirs, with the ticket while there is a place."""
    found = _whole(found)
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
    }
    return render(request, "decisions/events/case.html", context)


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
    acts={
        "accept/": (signups.accept, "名额是您的了，请凭票入场。"),
        "decline/": (signups.decline, "已经把名额给了下一个人。"),
    },
)
